--- op.spell: the text that SQLite keeps of a table, an index, a view or a trigger, as it
-- shall stand there. It says the same in the same words: only space, comments, quotes
-- around names and the case of keywords may be others. The stored definition is edited.
local catalogue = require("runner.catalogue")
local ddl = require("runner.ddl")
local definition = require("runner.alter.definition")
local failure = require("runner.failure")
local older_rows = require("runner.alter.execute.older_rows")
local target = require("runner.alter.request.target")
local words = require("runner.schema.words")
local world = require("runner.alter.world")

local PLACE = "op.spell"
local STORED = "SELECT name, sql FROM main.sqlite_schema WHERE type = ? AND "
  .. "name = ? COLLATE NOCASE"

local function noun_of(tree)
  return tree.kind == "virtual_table" and "table" or tree.kind
end

--- The statement as SQLite would keep it: from its first word on, without a semicolon.
local function stored_form(text)
  local tokens = ddl.tokens(text)
  local last = tokens[#tokens]
  return text:sub(tokens[1].first, last.text == ";" and last.first - 1 or #text)
end

--- What a text says, whatever its spelling. The arguments of a virtual table reach its
-- module byte by byte.
local function form(text)
  local tree = ddl.parse(text)
  if tree.kind ~= "virtual_table" then
    return ddl.normalise(text)
  end
  local parts = { tree.kind, tree.name, tree.module }
  for _, span in ipairs(tree.arguments) do
    parts[#parts + 1] = text:sub(table.unpack(span))
  end
  return table.concat(parts, "\0")
end

--- SQLite compares names without their case; here words that differ in it are others.
local function check_same(noun, name, before, after)
  if form(before) ~= form(after) then
    failure.raise(
      ("%s: the text says something else than that of the %s '%s'"):format(
        PLACE,
        noun,
        name
      ),
      "only space, comments, quotes and the case of keywords may differ; what there is: "
        .. ddl.normalise(before)
    )
  end
end

--- Rows that are older than a column stay known as such: SQLite puts columns that it adds
-- on the line of the one before.
local function settle_rows(db, tree, name, before, after)
  if tree.kind == "table" then
    local old, new = definition.read(before), definition.read(after)
    older_rows.complete(db, old, new, world.read_own(db, name))
  end
end

--- The name and the text of what is there. A temporary one is nobody's to spell.
local function find(db, noun, name)
  local row = catalogue.rows(db, STORED, noun, name)[1]
  if not row then
    target.object(db, PLACE, noun, name)
    failure.raise(("%s: the %s '%s' is a temporary one"):format(PLACE, noun, name))
  end
  return row[1], row[2]
end

local function spell(db, text)
  words.expect(PLACE .. ": the statement", text, "text")
  local tree = ddl.parse(text)
  local noun = noun_of(tree)
  target.refuse_own(db, PLACE, tree.name)
  local name, before = find(db, noun, tree.name)
  local after = stored_form(text)
  check_same(noun, name, before, after)
  if before ~= after then
    db:savepoint(function()
      settle_rows(db, tree, name, before, after)
      catalogue.edit(db, { { type = noun, name = name, sql = after } })
    end)
  end
end

return { spell = { usage = "text", most = 1, run = spell } }
