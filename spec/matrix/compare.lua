--- Compare a database after a change with what it was and with what SQLite makes of it.
--
--     compare.check { before =, now =, wanted =, case =, after =, change = } -> problems
--
-- before, now and wanted are snapshots (see snapshot.lua): of the real database before
-- and after the change, and of the one expected.lua built.
local model = require("spec.matrix.model")
local token = require("spec.matrix.token")

local compare = {}

local function join(list) return table.concat(list, "\n    ") end

--- Note a problem if two lists of texts differ.
local function same_lists(problems, what, wanted, found)
  if table.concat(wanted, "\n") == table.concat(found, "\n") then return end
  problems[#problems + 1] = ("%s:\n    %s\n  should be:\n    %s"):format(what,
    join(found), join(wanted))
end

local function same(problems, what, wanted, found)
  if wanted ~= found then
    problems[#problems + 1] = ("%s:\n    %s\n  should be:\n    %s"):format(what,
      tostring(found), tostring(wanted))
  end
end

-- ---- the catalogue

local engine_tables = { ["table sqlite_sequence"] = true, ["table sqlite_stat1"] = true }

local function sorted_keys(objects)
  local keys = {}
  for key in pairs(objects) do
    if not engine_tables[key] then keys[#keys + 1] = key end
  end
  table.sort(keys)
  return keys
end

--- The text an object must have: what it had, byte for byte, unless its meaning changed.
local function same_text(problems, key, run)
  local now, wanted, before = run.now.schema[key], run.wanted.schema[key],
    run.before.schema[key]
  same(problems, key .. " belongs to", wanted.table:lower(), now.table:lower())
  if not wanted.sql or not now.sql then
    same(problems, key, wanted.sql, now.sql)
  elseif before and before.sql
    and token.normal(before.sql) == token.normal(wanted.sql) then
    same(problems, key, before.sql, now.sql)
  else
    same(problems, key, token.normal(wanted.sql), token.normal(now.sql))
  end
end

local function check_catalogue(problems, run)
  local keys = sorted_keys(run.wanted.schema)
  same_lists(problems, "the catalogue", keys, sorted_keys(run.now.schema))
  local main = "table " .. run.after.name
  for _, key in ipairs(keys) do
    if key ~= main and run.now.schema[key] then same_text(problems, key, run) end
  end
end

--- The triggers that both snapshots have: by table, in the order of `order`.
local function common(order, before, now)
  local by_table, names = {}, {}
  for _, key in ipairs(order) do
    if key:find("^trigger ") and before.schema[key] and now.schema[key] then
      local owner = now.schema[key].table
      if not by_table[owner] then names[#names + 1] = owner end
      by_table[owner] = (by_table[owner] or owner) .. " " .. key
    end
  end
  table.sort(names)
  for i, name in ipairs(names) do names[i] = by_table[name] end
  return names
end

--- Triggers fire in the order of the catalogue.
local function check_order(problems, run)
  local before, now = run.before, run.now
  same_lists(problems, "the order of triggers", common(before.order, before, now),
    common(now.order, before, now))
end

-- ---- the definition of the table

--- The templates of all parts that no operation named.
local function kept_parts(run)
  local parts = {}
  local function note(pieces)
    for _, piece in ipairs(pieces) do
      if not piece.fresh then parts[#parts + 1] = model.piece_text(piece) end
    end
  end
  for _, column in ipairs(run.after.columns) do
    if not run.change.fresh[column.id] then
      if not run.change.touched[column.id] then
        parts[#parts + 1] = model.column_text(column)
      end
      note(column.pieces)
    end
  end
  note(run.after.constraints)
  return parts
end

--- Every part that no operation named must stand in the text as it did.
local function check_parts(problems, run, sql)
  -- SQLite may quote a renamed column in another way.
  local form = run.change.renamed and token.normal or function(text) return text end
  local whole = form(sql)
  for _, template in ipairs(kept_parts(run)) do
    local text = form(model.fill(template, run.after))
    if not whole:find(text, 1, true) then
      problems[#problems + 1] = ("'%s' is not in the definition any more:\n    %s")
        :format(text, whole)
    end
  end
end

--- Comments stay. Those of a column or constraint that is named in the change may go.
local function check_comments(problems, run, sql)
  local before = run.before.schema["table " .. run.case.model.name]
  for _, comment in ipairs(token.comments(before.sql)) do
    local id = comment:match("%f[%w]c%d+")
    local free = run.change.loses_comments or id and run.change.touched[id]
    if not free and not sql:find(comment, 1, true) then
      problems[#problems + 1] = ("the comment %s is lost:\n    %s"):format(comment, sql)
    end
  end
end

local function check_definition(problems, run)
  local main = run.now.schema["table " .. run.after.name]
  if not main then return end
  local wanted = token.table(run.wanted.schema["table " .. run.after.name].sql)
  local found = token.table(main.sql)
  same_lists(problems, "the columns in " .. main.sql, wanted.columns, found.columns)
  same(problems, "the constraints in " .. main.sql, wanted.constraints, found.constraints)
  same(problems, "the rest of " .. main.sql, wanted.rest, found.rest)
  check_parts(problems, run, main.sql)
  check_comments(problems, run, main.sql)
end

local function check_pragmas(problems, run)
  for _, what in ipairs { "columns", "indexes", "keys" } do
    same_lists(problems, "the " .. what .. " by the pragmas", run.wanted[what],
      run.now[what])
  end
  same(problems, "the kind of table", run.wanted.kind, run.now.kind)
end

-- ---- rows

--- The rowid may become another one only where there was none, or a column is it now.
local function without_rowid(rows)
  local list = {}
  for i, row in ipairs(rows) do list[i] = row:gsub("^rowid %S+", "") end
  table.sort(list)
  return list
end

local function check_rows(problems, run)
  local main = run.after.name
  local function rows_of(which)
    local rows = which.rows[main]
    return run.case.model.without_rowid and without_rowid(rows or {}) or rows or {}
  end
  same_lists(problems, "the rows", rows_of(run.wanted), rows_of(run.now))
  for name, rows in pairs(run.before.rows) do
    if name ~= run.case.model.name then
      same_lists(problems, "the rows of " .. name, rows, run.now.rows[name] or {})
    end
  end
end

-- ---- sequence, statistics, soundness

local function autoincrements(self)
  local key = model.primary_key(self)
  return key and key.piece.autoincrement
end

--- The lines of `list` that are not of the table `name`; the others go through `change`.
local function lines_of(list, name, change)
  local kept = {}
  for _, line in ipairs(list) do
    if line:sub(1, #name + 1) == name .. " " then
      kept[#kept + 1] = change(line:sub(#name + 2))
    else
      kept[#kept + 1] = line
    end
  end
  table.sort(kept)
  return kept
end

local function check_sequence(problems, run)
  local had, has = autoincrements(run.case.model), autoincrements(run.after)
  local wanted = lines_of(run.before.sequence, run.case.model.name, function(rest)
    return had and has and run.after.name .. " " .. rest or nil
  end)
  if has and not had then wanted = run.wanted.sequence end
  same_lists(problems, "sqlite_sequence", wanted, run.now.sequence)
end

--- What an index is about: the columns of its key. A collation may be what was changed,
-- and a UNIQUE may have become the primary key.
local function key_columns(description)
  local columns = description:match("columns=(.*)$"):gsub(" %u+ (%d %d)", " %1")
  while columns:find(",[^,]* 0$") do
    columns = columns:gsub(",[^,]* 0$", "")
  end
  return columns
end

--- What an index of the table is, by its name: SQLite numbers the automatic ones anew
-- when a key comes or goes. A table without rowid is the index of its own key.
local function index_parts(snapshot, table_name)
  local parts = {}
  for _, line in ipairs(snapshot.indexes) do
    local name, rest = line:match("^(.*) (unique=.*)$")
    if name:find("^sqlite_autoindex") then
      parts[name] = key_columns(rest)
      parts[table_name] = rest:find(" origin=pk ") and parts[name] or parts[table_name]
    else
      parts[name] = name
    end
  end
  return parts
end

--- The statistics of the table: those of automatic indexes (and of a table without rowid)
-- by what they are; the second list, of which some may be missing.
local function statistics_of(snapshot, name, list)
  local kept, automatic, parts = {}, {}, index_parts(snapshot, name)
  for _, line in ipairs(list) do
    local index, stat = line:match("^" .. name:gsub("%p", "%%%0") .. " (.*): (.*)$")
    if not index or index == "-" then
      kept[#kept + 1] = line
    elseif parts[index] == index then
      kept[#kept + 1] = line
    else
      automatic[#automatic + 1] = (parts[index] or "gone") .. ": " .. stat
    end
  end
  table.sort(kept)
  table.sort(automatic)
  return kept, automatic
end

local function includes(list, other)
  local set = {}
  for _, one in ipairs(list) do set[one] = true end
  for _, one in ipairs(other) do
    if not set[one] then return false end
  end
  return true
end

--- The numbers of the automatic indexes, and whose; another type of a key may change
-- them.
local function numbers(snapshot)
  local list = {}
  for _, line in ipairs(snapshot.indexes) do
    list[#list + 1] = line:match("^sqlite_autoindex.*_(%d+ unique=%d origin=%a+)")
  end
  return table.concat(list, " ")
end

local function check_statistics(problems, run)
  local old, new = run.case.model.name, run.after.name
  local before = lines_of(run.before.statistics, old, function(rest)
    local index = rest:match("^(.*): ")
    local automatic = index:find("^sqlite_autoindex") or index == old
    local stays = index == "-" or automatic or run.wanted.schema["index " .. index]
    if index == old then rest = new .. rest:sub(#old + 1) end
    if automatic and index ~= old then
      rest = "sqlite_autoindex_" .. new .. rest:sub(#"sqlite_autoindex_" + #old + 1)
    end
    return stays and new .. " " .. rest or nil
  end)
  if not run.change.keys and numbers(run.before) == numbers(run.now) then
    same_lists(problems, "sqlite_stat1", before, run.now.statistics)
    return
  end
  local wanted, keys = statistics_of(run.before, new, before)
  local found, now_keys = statistics_of(run.now, new, run.now.statistics)
  same_lists(problems, "sqlite_stat1", wanted, found)
  if not run.change.renamed and not includes(keys, now_keys) then
    same_lists(problems, "sqlite_stat1 of the keys", keys, now_keys)
  end
end

local function check_soundness(problems, run)
  same_lists(problems, "what the checks of SQLite say", run.wanted.problems,
    run.now.problems)
  same_lists(problems, "views and triggers that do not work", run.before.broken,
    run.now.broken)
  same(problems, "the full-text index", run.before.search, run.now.search)
end

--- The problems, an empty list if there is none.
function compare.check(run)
  local problems = {}
  check_catalogue(problems, run)
  check_order(problems, run)
  check_definition(problems, run)
  check_pragmas(problems, run)
  check_rows(problems, run)
  check_sequence(problems, run)
  check_statistics(problems, run)
  check_soundness(problems, run)
  return problems
end

--- After a refusal: everything must be as before. `form`: how texts are compared, to the
-- letter if it is left out.
function compare.unchanged(before, now, form)
  local problems = {}
  form = form or function(text) return text end
  same_lists(problems, "the catalogue's order", before.order, now.order)
  for key, object in pairs(before.schema) do
    local is = now.schema[key] and now.schema[key].sql
    same(problems, key, object.sql and form(object.sql), is and form(is))
  end
  for name, rows in pairs(before.rows) do
    same_lists(problems, "the rows of " .. name, rows, now.rows[name] or {})
  end
  for _, what in ipairs { "sequence", "statistics", "problems", "broken" } do
    same_lists(problems, what, before[what], now[what])
  end
  return problems
end

--- The other objects must mean what they did.
local function check_meanings(problems, start, now, name)
  for key, object in pairs(start.schema) do
    if key ~= "table " .. name then
      local is = now.schema[key] and now.schema[key].sql
      same(problems, key, object.sql and token.normal(object.sql),
        is and token.normal(is))
    end
  end
end

--- After the way back: what the definition means and all rows are as at the start.
function compare.restored(start, now, name, change)
  local problems = {}
  for _, what in ipairs { "columns", "indexes", "keys", "sequence", "statistics" } do
    if what ~= "statistics" or not (change.keys or change.indexes) then
      same_lists(problems, what, start[what], now[what])
    end
  end
  same(problems, "the kind of table", start.kind, now.kind)
  if not change.types then
    local pass = change.options and without_rowid or function(rows) return rows end
    same_lists(problems, "the rows", pass(start.rows[name]), pass(now.rows[name] or {}))
  end
  check_meanings(problems, start, now, name)
  return problems
end

return compare
