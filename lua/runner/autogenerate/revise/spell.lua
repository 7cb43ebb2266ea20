--- The texts of a schema, to the letter: which of them are not what they had been.
--
--     local before = spell.read(db)
--     for _, text in ipairs(spell.differing(before, spell.read(changed))) do ... end
--
-- SQLite puts the names in quotes that it renames, in all that mentions them, and some
-- statements are not kept as they were run. Tables of a virtual table's module are left
-- out: which text they have is up to the module.
local catalogue = require("runner.catalogue")
local identifier = require("runner.schema.identifier")

local spell = {}

local SCHEMA = "SELECT type, name, tbl_name, sql FROM main.sqlite_schema WHERE "
  .. "sql IS NOT NULL ORDER BY rowid"
local SHADOWS = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND "
  .. "type = 'shadow'"

local function shadows(db, rows)
  local names = {}
  for _, row in ipairs(rows) do
    if row[4]:find("^CREATE VIRTUAL") then
      for _, shadow in ipairs(catalogue.rows(db, SHADOWS)) do
        names[shadow[1]] = true
      end
      break
    end
  end
  return names
end

--- The schema as a list of { kind, name, table, text }.
function spell.read(db)
  local rows, list = catalogue.rows(db, SCHEMA), {}
  local left_out = shadows(db, rows)
  for _, row in ipairs(rows) do
    if not left_out[row[2]] then
      list[#list + 1] = { kind = row[1], name = row[2], table = row[3], text = row[4] }
    end
  end
  return list
end

--- Those of `before` that `after` has with another text, or not at all: each as it was,
-- with `now`, what there is in its place, or nil.
function spell.differing(before, after)
  local by_key, found = {}, {}
  for _, object in ipairs(after) do
    by_key[object.kind .. " " .. identifier.fold(object.name)] = object
  end
  for _, object in ipairs(before) do
    local now = by_key[object.kind .. " " .. identifier.fold(object.name)]
    local is_same = now
      and now.text == object.text
      and now.name == object.name
      and now.table == object.table
    if not is_same then
      found[#found + 1] = {
        kind = object.kind,
        name = object.name,
        text = object.text,
        now = now,
      }
    end
  end
  return found
end

return spell
