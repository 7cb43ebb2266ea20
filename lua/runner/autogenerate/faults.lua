--- What of a schema does not work, though SQLite keeps it: views and triggers that cannot
-- be used, tables with a foreign key to columns that are no key.
--
--     faults.of(db) --> { { kind = "trigger", name =, reason = }, ... }
--
-- A revision may leave such things as they were, and its downgrade() bring them back, if
-- it says so: op.allow_broken.
local catalogue = require("runner.catalogue")
local identifier = require("runner.schema.identifier")
local value = require("runner.autogenerate.render.value")

local faults = {}

local with_keys = "SELECT name FROM sqlite_schema WHERE type = 'table' AND "
  .. "sql LIKE '%references%' ORDER BY name"
local key_check = "SELECT 1 FROM pragma_foreign_key_check(?, 'main')"

local key_hint = "the columns of the parent need a PRIMARY KEY or a UNIQUE index"

local function message_of(problem)
  return type(problem) == "userdata" and problem.message or tostring(problem)
end

local function add_tables(list, db)
  for _, row in ipairs(catalogue.rows(db, with_keys)) do
    local done, problem = pcall(catalogue.rows, db, key_check, row[1])
    local message = not done and message_of(problem) or ""
    if message:find("^foreign key mismatch") then
      list[#list + 1] =
        { kind = "table", name = row[1], reason = message, hint = key_hint }
    end
  end
end

--- All of them. Rows are not looked at.
function faults.of(db)
  local copy <close> = catalogue.copy(db)
  local list = {}
  for i, object in ipairs(catalogue.broken(copy)) do
    list[i] = { kind = object.type, name = object.name, reason = object.reason }
  end
  add_tables(list, copy)
  return list
end

--- The same for two faults of the same thing.
function faults.key(fault)
  return fault.kind .. " " .. identifier.fold(fault.name)
end

--- By key, for asking whether something is one of them.
function faults.set(list)
  local set = {}
  for _, fault in ipairs(list) do
    set[faults.key(fault)] = true
  end
  return set
end

--- What a body begins with, so that the things called `names` may be broken.
function faults.allowance(names, list)
  if #names == 0 then
    return ""
  end
  local named, lines, quoted = {}, {}, {}
  for i, name in ipairs(names) do
    named[identifier.fold(name)], quoted[i] = true, value.text(name)
  end
  for _, fault in ipairs(list) do
    if named[identifier.fold(fault.name)] then
      local text = ("-- %s '%s' does not work: %s"):format(
        fault.kind,
        fault.name,
        fault.reason
      )
      lines[#lines + 1] = "  " .. text:gsub("[\r\n]+", " ") .. "\n"
    end
  end
  local call = ("  op.allow_broken(%s)\n"):format(table.concat(quoted, ", "))
  return table.concat(lines) .. call
end

return faults
