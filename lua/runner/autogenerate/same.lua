--- Are the statements of a schema, to the letter, those that an inventory holds?
--
--     same.sql(inventory, "schema.sql")             -- true: no need to run and compare
--     same.lua(inventory, "schema.lua", settings)   -- settings of `op`
--
-- So it is with what `runner schema` wrote. SQLite keeps a statement as it was written,
-- but for what stands before the name, so running it would give what is there already.
-- Statements must come in an order that can be run: the table before its index.
--
-- A schema.lua is run for that where it sees no database and nothing it could change. If
-- it wants more, if it has a mistake, or as soon as a statement is another, the answer
-- is false: then it is run as it should be, which says whatever is to be said of it.
local identifier = require("runner.schema.identifier")
local inventory = require("runner.autogenerate.inventory")
local operations = require("runner.op")
local schema_words = require("runner.autogenerate.source.words")
local script = require("runner.autogenerate.source.script")
local source = require("runner.source")

local same = {}

local homes = { "tables", "views", "virtual_tables", "indexes", "triggers" }

--- What has to be found yet: the objects by their texts, and how many there are.
local function search_of(have)
  local search = { have = have, objects = {}, seen = {}, missing = 0 }
  for _, home in ipairs(homes) do
    for _, object in pairs(have[home]) do
      search.missing = search.missing + 1
      search.objects[object.text] = object
    end
  end
  return search
end

--- Is it the statement of an object that is found for the first time, and not before what
-- it hangs on?
local function find(search, statement)
  local object = search.objects[statement]
    or statement:find(";", -1, true) and search.objects[statement:sub(1, -2)]
  if not object or search.seen[object] then
    return false
  end
  local key = object.table and identifier.fold(object.table)
  if key and not search.seen[inventory.owner(search.have, key)] then
    return false
  end
  search.seen[object], search.missing = true, search.missing - 1
  return true
end

function same.sql(have, path)
  local search, text = search_of(have), script.read(path)
  local spans = script.statements(text, path)
  for i = 1, #spans, 2 do
    local statement = text:sub(spans[i], spans[i + 1])
    if not find(search, statement) and not script.passes_over(statement) then
      return false
    end
  end
  return search.missing == 0
end

function same.lua(have, path, settings)
  local search, db = search_of(have), {}
  return (pcall(function()
    local op = operations.texts(db, settings, function(statement)
      assert(find(search, statement or ""))
    end)
    local words, outcome = schema_words.new(db, op)
    source.compute(path, words)
    outcome.check()
    assert(search.missing == 0 and not next(outcome.renames.tables))
    assert(not next(outcome.renames.columns))
  end))
end

return same
