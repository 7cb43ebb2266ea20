--- What SQLite itself makes of the altered table: it is created as the model says, in a
-- database of its own, gets the rows of the real one, and what stands around it.
--
--     expected.build(start, case, after, change) -> db, or nil, { reason =, problem = }
--
-- `start` is a connection to the real database before the change. `change` says what
-- the operations did: fresh = { [id] = true } columns that are new;
-- using = { [id] = SQL } conversions; touched = { [id] = true }; objects = what stands
-- after the table now. The reason is "table", "rows", "value" (a value would change or
-- not fit its type), "object" (something else breaks) or "key" (a foreign key would be
-- violated).
local conversion = require("spec.matrix.conversion")
local model = require("spec.matrix.model")
local snapshot = require("spec.matrix.snapshot")
local sqlite = require("runner.sqlite")

local expected = {}

local function identifier(name) return model.spell(name, '"') end

-- ---- rows

--- Insert what the query of the other database gives, column by column.
local function pump(from, sources, from_name, db, targets, name)
  if #targets == 0 then return end
  local put = db:prepare(("INSERT OR ABORT INTO %s (%s) VALUES (%s)"):format(
    identifier(name), table.concat(targets, ", "), ("?, "):rep(#targets - 1) .. "?"))
  local step = from:rows(("SELECT 0, %s FROM %s"):format(table.concat(sources, ", "),
    identifier(from_name)))
  local function pass(zero, ...)
    if zero then put:exec(...) end
    return zero
  end
  repeat until not pass(step())
end

--- Copy the rows of another table, whose definition stays.
local function copy(start, db, name)
  local columns = {}
  for column in start:rows("SELECT name FROM pragma_table_info(?)", name) do
    columns[#columns + 1] = identifier(column)
  end
  pump(start, columns, name, db, columns, name)
end

--- Where the values of the columns come from: lists of targets and sources.
local function mapping(before, after, change)
  local targets, sources = {}, {}
  for _, column in ipairs(after.columns) do
    local source = change.using[column.id]
    if not source and not change.fresh[column.id] then
      source = "{" .. column.id .. '"}'
    end
    if source and not model.is_generated(column) then
      targets[#targets + 1] = identifier(column.name)
      sources[#sources + 1] = model.fill(source, before)
    end
  end
  return targets, sources
end

--- The rowid's names before and after, if it stays: it must exist on both sides, and no
-- old column become it.
local function kept_rowid(before, after, change)
  local from, to = model.rowid_name(before), model.rowid_name(after)
  local column = model.rowid_column(after)
  if not from or not to or column and not change.fresh[column.id] then return nil end
  return from, to
end

local function transfer(start, db, before, after, change)
  local targets, sources = mapping(before, after, change)
  local from, to = kept_rowid(before, after, change)
  targets[#targets + 1], sources[#sources + 1] = to, from
  pump(start, sources, before.name, db, targets, after.name)
end

local function check_values(start, before, after, change)
  for _, column in ipairs(after.columns) do
    local was = model.column(before, column.id)
    if was and not change.fresh[column.id] and not change.using[column.id]
      and not model.is_generated(column) and not model.is_generated(was) then
      local problem, allowed = conversion.problem(start, before, was, column,
        after.strict)
      if allowed then change.refusable = true end
      if problem and not allowed then
        error({ reason = "value", problem = problem }, 0)
      end
    end
  end
end

--- SQLite gives a number to a row whose key is NULL; nobody asked for that.
local function check_rowid(start, before, after, change)
  local column = model.rowid_column(after)
  local was = column and model.column(before, column.id)
  if not was or change.fresh[column.id] then return end
  local source = change.using[column.id] or "{" .. column.id .. '"}'
  local sql = ("SELECT count(*) FROM {t\"} WHERE (%s) IS NULL"):format(source)
  if start:value(model.fill(sql, before)) > 0 then error("NULL becomes the rowid", 0) end
end

-- ---- what stands around

--- A change under a full-text index may be refused: the index would have to be filled
-- anew, which only its owner can do.
local function note_search(search, after, change)
  change.refusable = change.refusable or change.rowids or change.using[search.column]
    or model.rowid_column(after) or change.touched[search.column]
end

local function make_others(start, db, list, after, change)
  for _, object in ipairs(list) do
    db:exec(model.fill(object.text, after))
    if object.kind == "table" then copy(start, db, object.name) end
    if object.kind == "search" then
      if change then note_search(object, after, change) end
      for _, row in ipairs(object.rows) do db:exec(model.fill(row, after)) end
    end
  end
end

--- The highest number AUTOINCREMENT ever gave stays, if both tables count.
local function keep_sequence(start, db, before, after)
  local from, to = model.primary_key(before), model.primary_key(after)
  if not (from and from.piece.autoincrement and to and to.piece.autoincrement) then
    return
  end
  local last = start:value("SELECT seq FROM sqlite_sequence WHERE name = ?", before.name)
  db:exec("DELETE FROM sqlite_sequence WHERE name = ?", after.name)
  if last then db:exec("INSERT INTO sqlite_sequence VALUES (?, ?)", after.name, last) end
end

local function check_objects(db)
  local broken = snapshot.broken(db)
  if #broken > 0 then error(broken[1], 0) end
end

local function check_keys(db)
  local count = db:value("SELECT count(*) FROM pragma_foreign_key_check")
  if count > 0 then error(count .. " rows without a parent", 0) end
end

local function attempt(reason, f, ...)
  local ok, problem = pcall(f, ...)
  if not ok and type(problem) == "table" then error(problem, 0) end
  if not ok then error({ reason = reason, problem = tostring(problem) }, 0) end
end

local function steps(start, db, case, after, change)
  make_others(start, db, case.before, after)
  attempt("table", function() db:exec(model.text(after)) end)
  attempt("value", check_values, start, case.model, after, change)
  attempt("rows", check_rowid, start, case.model, after, change)
  attempt("rows", transfer, start, db, case.model, after, change)
  attempt("object", make_others, start, db, change.objects, after, change)
  attempt("object", check_objects, db)
  attempt("key", check_keys, db)
  keep_sequence(start, db, case.model, after)
end

--- The database as it should be, or nil and { reason =, problem = }.
function expected.build(start, case, after, change)
  local db = sqlite.open(":memory:")
  for _, pragma in ipairs(case.file) do db:exec("PRAGMA " .. pragma) end
  local ok, problem = pcall(steps, start, db, case, after, change)
  if ok then return db end
  db:close()
  if type(problem) ~= "table" then error(problem, 0) end
  return nil, problem
end

return expected
