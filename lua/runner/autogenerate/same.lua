--- Do the statements of a schema say what an inventory holds, as can be seen without
-- making all of it?
--
--     same.sql(inventory, "schema.sql", options)    -- true: no need to run and compare
--     same.lua(inventory, "schema.lua", options)    -- `order`, and the settings of `op`
--
-- SQLite keeps a statement as it was written, but for what stands before the name, so
-- what `runner schema` wrote is there to the letter. A table that was altered in place
-- has another text: where that is the same but for its spelling, it need not be made,
-- either; other tables and views, with all that hangs on them, are made alone and
-- compared. Statements must come in an order that can be run: the table before its index.
--
-- A schema.lua is run for that where it sees no database and nothing it could change. If
-- it wants more, if it has a mistake, or if anything differs, the answer is false: then
-- it is run as it should be, which says whatever is to be said of it.
local alike = require("runner.autogenerate.compare.alike")
local compare = require("runner.autogenerate.compare")
local ddl = require("runner.ddl")
local identifier = require("runner.schema.identifier")
local inventory = require("runner.autogenerate.inventory")
local operations = require("runner.op")
local schema_words = require("runner.autogenerate.source.words")
local script = require("runner.autogenerate.source.script")
local source = require("runner.source")

local same = {}

--- What has to be found yet: the objects by their texts, and how many there are.
-- `statements` are those that were found, each with the table or view it belongs to;
-- `doubtful` the keys of those that have to be made.
local function search_of(have)
  local search = { have = have, objects = {}, seen = {}, missing = 0, statements = {},
    doubtful = {} }
  for _, home in pairs(inventory.homes) do
    for _, object in pairs(have[home]) do
      search.missing = search.missing + 1
      search.objects[object.text] = object
    end
  end
  return search
end

-- ---- what a statement makes

local home_of = {
  TABLE = "tables",
  VIEW = "views",
  INDEX = "indexes",
  TRIGGER = "triggers",
}

local function upper(token)
  return token and token.kind == "word" and token.text:upper() or ""
end

--- Where the objects of CREATE [UNIQUE] ... are, and the token of the name.
local function head_of(tokens)
  local at = upper(tokens[2]) == "UNIQUE" and 3 or 2
  return upper(tokens[1]) == "CREATE" and home_of[upper(tokens[at])], at + 1
end

--- The object that a statement makes, by its kind and name, or nil: also where more than
-- the name stands there.
local function named(search, statement)
  local is_whole, tokens = pcall(ddl.tokens, statement:match("^[^(\n]*"))
  local home, at = head_of(is_whole and tokens or {})
  local name, behind = home and tokens[at] and tokens[at].name, tokens[at + 1]
  local is_more = upper(behind) == "NOT" or behind and behind.text == "."
  return name and not is_more and search.have[home][identifier.fold(name)] or nil
end

--- May there be a text in double quotes, which SQLite tells when it makes it? In a table
-- only an expression may have one. (DEFAULT "a" is DEFAULT a.)
local function may_have_text(kind, statement)
  local text = kind == "table" and statement:upper()
  return not text or text:find("%f[%w_]CHECK%f[^%w_]") or text:find("%f[%w_]AS%f[^%w_]")
end

--- Is the statement the text of the object in another spelling?
local function is_spelling(object, statement)
  local has_quotes = statement:find('"', 1, true) or object.text:find('"', 1, true)
  return not (has_quotes and may_have_text(object.kind, statement))
    and alike(object, { kind = object.kind, text = statement })
end

--- Is it the statement of an object that is found for the first time, and not before what
-- it hangs on?
local function find(search, statement)
  local exact = search.objects[statement]
    or statement:find(";", -1, true) and search.objects[statement:sub(1, -2)]
  local object = exact or named(search, statement)
  if not object or search.seen[object] then
    return false
  end
  local owner = object
  if object.table then
    owner = inventory.owner(search.have, identifier.fold(object.table))
    if not search.seen[owner] then
      return false
    end
  end
  if not exact and not is_spelling(object, statement) then
    search.doubtful[owner.key] = true
  end
  search.seen[object], search.missing = true, search.missing - 1
  table.insert(search.statements, { owner = owner.key, text = statement })
  return true
end

-- ---- what has to be made

--- The inventories of what is doubtful: as it is, and as the statements make it.
local function doubtful_parts(search, db, options)
  for _, statement in ipairs(search.statements) do
    if search.doubtful[statement.owner] then
      db:exec(statement.text)
    end
  end
  local have = setmetatable({ order = {} }, { __index = search.have })
  for _, key in ipairs(search.have.order) do
    table.insert(have.order, search.doubtful[key] and key or nil)
  end
  return have, inventory.read(db, options)
end

local function has_differences(found)
  for _, home in ipairs({ "tables", "views", "virtual_tables", "triggers" }) do
    local list = found[home]
    if #list.added + #list.dropped + #list.changed > 0 then
      return true
    end
  end
  return false
end

--- Is all there, and what is doubtful the same when it is made?
local function is_complete(search, options)
  if search.missing > 0 then
    return false
  elseif not next(search.doubtful) then
    return true
  end
  local db <close> = source.scratch(options)
  local have, want = doubtful_parts(search, db, options)
  return not has_differences(compare(have, want, { order = options.order }))
end

-- ---- what was called otherwise

--- Was the name given up for the new one before? `by_key`: what there is.
local function is_past(former, key, by_key)
  local old_key = identifier.fold(former)
  local is_done = old_key == key or not by_key[old_key]
  return is_done and by_key[key] ~= nil and not (former .. key):find(".", 1, true)
end

--- Does what `was` says change nothing any more?
local function are_past(renames, tables)
  for key, former in pairs(renames.tables) do
    if not is_past(former, key, tables) then
      return false
    end
  end
  for table_key, columns in pairs(renames.columns) do
    local by_key = tables[table_key] and tables[table_key].definition.by_key or {}
    for key, former in pairs(columns) do
      if not is_past(former, key, by_key) or table_key:find(".", 1, true) then
        return false
      end
    end
  end
  return true
end

-- ---- the kinds of schemas

local function is_same_script(have, path, options)
  local search, text = search_of(have), script.read(path)
  local spans = script.statements(text, path)
  for i = 1, #spans, 2 do
    local statement = text:sub(spans[i], spans[i + 1])
    if not find(search, statement) and not script.passes_over(statement) then
      return false
    end
  end
  return is_complete(search, options)
end

function same.sql(have, path, options)
  local done, is_same = pcall(is_same_script, have, path, options)
  return done and is_same
end

function same.lua(have, path, options)
  local search, db = search_of(have), {}
  return (pcall(function()
    local op = operations.texts(db, options, function(statement)
      assert(find(search, statement or ""))
    end)
    local words, outcome = schema_words.new(db, op)
    source.compute(path, words)
    outcome.check()
    assert(is_complete(search, options) and are_past(outcome.renames, have.tables))
  end))
end

return same
