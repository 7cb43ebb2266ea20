--- Is the table what it was to become, and does all that hung on it still work?
--
--     local before = verify.before(db, alteration)
--     ...                                             -- the alteration is carried out
--     verify.after(db, alteration, world, plan, before)
--
-- No row is read. What SQLite understands of the file's definition must be what it
-- understands of the new one alone; indexes, triggers and the sequence must be there as
-- before; views and triggers that worked must work. Anything else is raised, and the
-- savepoint around it takes the alteration back.
local catalogue = require("runner.catalogue")
local content = require("runner.alter.execute.content")
local ddl = require("runner.ddl")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local model = require("runner.alter.model")
local world_reader = require("runner.alter.world")

local verify = {}

-- ---- views and triggers that work

local function column_list(self)
  local parts = { tostring(self.without_rowid) }
  for _, column in ipairs(self.columns) do
    local generated = column.generated and " generated" or ""
    parts[#parts + 1] = identifier.quote(column.key) .. generated
  end
  return table.concat(parts, ", ")
end

local function key_list(self)
  local parts = {}
  local function add(key)
    for _, column in ipairs(key.columns) do
      parts[#parts + 1] = identifier.fold(column.name .. " " .. column.collation)
    end
    parts[#parts + 1] = ""
  end
  add(self.primary_key or { columns = {} })
  for _, unique in ipairs(self.uniques) do
    add(unique)
  end
  return table.concat(parts, "\n")
end

--- Can a view or trigger notice the difference? It sees columns, and keys in ON CONFLICT.
local function is_visible(alteration)
  local old, new = alteration.old, alteration.new
  return column_list(old) ~= column_list(new) or key_list(old) ~= key_list(new)
end

--- Views, triggers and full-text indexes that do not work.
local function all_broken(db)
  local list = catalogue.broken(db)
  for name, reason in pairs(content.broken(db)) do
    list[#list + 1] = { type = "full-text index", name = name, reason = reason }
  end
  return list
end

--- What does not work already, or nil if it need not be known.
function verify.before(db, alteration)
  content.check(db, alteration)
  if not is_visible(alteration) then
    return nil
  end
  local broken = {}
  for _, object in ipairs(all_broken(db)) do
    broken[object.type .. " " .. object.name] = true
  end
  return broken
end

--- Does SQLite take the new definition? What an author wrote into it may be no SQL.
function verify.text(alteration)
  local done, alone = pcall(model.open, alteration.new)
  if not done then
    failure.raise(
      ("'%s' cannot be altered so (%s): %s"):format(
        alteration.table,
        table.concat(alteration.changes or {}, ", "),
        alone.message
      )
    )
  end
  alone:close()
end

local function fail_broken(alteration, object)
  failure.raise(
    ("altering '%s' (%s) breaks the %s '%s': %s"):format(
      alteration.table,
      table.concat(alteration.changes or {}, ", "),
      object.type,
      object.name,
      object.reason
    ),
    ("drop the %s before and create it anew after, in the same revision"):format(
      object.type
    )
  )
end

local function check_objects(db, alteration, before)
  for _, object in ipairs(before and all_broken(db) or {}) do
    local was_broken = before[object.type .. " " .. object.name]
    if not was_broken and not catalogue.excuse(db, object.name) then
      fail_broken(alteration, object)
    end
  end
end

-- ---- the definition

local questions = {
  {
    "columns",
    'SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(?1)',
  },
  {
    "foreign keys",
    'SELECT "table", "from", "to", on_update, on_delete, match FROM '
      .. "pragma_foreign_key_list(?1) ORDER BY id, seq",
  },
  {
    "indexes of constraints",
    'SELECT l.name, x.cid, x.name, x."desc", x.coll FROM pragma_index_list(?1) AS l, '
      .. "pragma_index_xinfo(l.name) AS x WHERE l.origin <> 'c' ORDER BY l.name, x.seqno",
  },
}

--- The answer to a question as one text.
local function answer(db, question, name)
  local lines = {}
  for i, row in ipairs(catalogue.rows(db, question, name)) do
    for j, value in ipairs(row) do
      row[j] = tostring(value)
    end
    lines[i] = "(" .. table.concat(row, ", ") .. ")"
  end
  return table.concat(lines, ", ")
end

local function fail_different(name, what, found, expected)
  failure.raise(
    ("'%s' was not altered as planned: its %s are not what they should be"):format(
      name,
      what
    ),
    ("nothing was changed; please report this with what was found, %s, and expected, %s")
      :format(found, expected)
  )
end

-- Indexes of constraints that the file has no pages for. SQLite does not mind them until
-- they are used; the key of a WITHOUT ROWID table is the table itself.
local MISSING = "SELECT name FROM pragma_index_list(?1) WHERE origin <> 'c' AND NOT "
  .. "(origin = 'pk' AND ?2) AND name NOT IN (SELECT name FROM main.sqlite_schema "
  .. "WHERE type = 'index')"

local function check_stored(db, new)
  local missing = catalogue.rows(db, MISSING, new.name, new.without_rowid)
  if #missing > 0 then
    fail_different(new.name, "indexes", "no " .. missing[1][1], "one")
  end
end

local function check_definition(db, new, text)
  local name = new.name
  check_stored(db, new)
  local alone <close> = model.open(new)
  for _, question in ipairs(questions) do
    local what, sql = table.unpack(question)
    local found, expected = answer(db, sql, name), answer(alone, sql, name)
    if found ~= expected then
      fail_different(name, what, found, expected)
    end
  end
  if text ~= new.text and ddl.normalise(text) ~= ddl.normalise(new.text) then
    fail_different(name, "definition's words", text, new.text)
  end
end

-- ---- what hangs on it

--- Named texts as one text, so that two lists are compared in one go.
local function texts_of(list, is_ordered)
  local parts = {}
  for _, item in ipairs(list) do
    if item.text then
      parts[#parts + 1] = item.text
    end
  end
  if not is_ordered then
    table.sort(parts)
  end
  return table.concat(parts, "; ")
end

--- Triggers fire in their order. Indexes have none, and one that was made again is last.
local function check_dependents(now, world, plan)
  for what, is_ordered in pairs({ indexes = false, triggers = true }) do
    local found = texts_of(now[what], is_ordered)
    local expected = texts_of(world[what], is_ordered)
    if found ~= expected then
      fail_different(world.name, what, found, expected)
    end
  end
  if not plan.sequence and now.sequence ~= world.sequence then
    local found, expected = tostring(now.sequence), tostring(world.sequence)
    fail_different(world.name, "sequence values", found, expected)
  end
end

--- Raise what is not as it should be.
function verify.after(db, alteration, world, plan, before)
  local now = world_reader.read_own(db, alteration.new.name)
  check_objects(db, alteration, before)
  check_definition(db, alteration.new, now.text)
  check_dependents(now, world, plan)
end

return verify
