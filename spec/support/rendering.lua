--- Schemas written as Lua and run again, for specs of what writes them.
--
--     local text = rendering.text(db)            -- the whole schema, with the words
--     local again = rendering.run(text)          -- a database with it
--     rendering.pragmas(db)                      -- what SQLite says of the schema
local catalogue = require("runner.catalogue")
local expression = require("runner.schema.expression")
local inventory = require("runner.autogenerate.inventory")
local operations = require("runner.op")
local order = require("runner.autogenerate.order")
local render = require("runner.autogenerate.render")
local sqlite = require("runner.sqlite")
local words = require("runner.autogenerate.source.words")

local rendering = {}

--- Every object of the schema as Lua, in an order that loads.
function rendering.text(db, options)
  local texts = {}
  for i, object in ipairs(order(inventory.read(db))) do
    texts[i] = render.object(object, options)
  end
  return table.concat(texts, "\n")
end

--- A new database with what the text makes.
function rendering.run(text, settings)
  local db = sqlite.open(":memory:")
  local environment = words.new(db, operations.new(db, settings))
  environment.sql = expression
  assert(load(text, "=schema", "t", environment))()
  return db
end

local questions = {
  [[SELECT name, type, "notnull", dflt_value, pk, hidden FROM
    pragma_table_xinfo(%s) ORDER BY cid]],
  [[SELECT i."unique", i.origin, i.partial, x.name, x."desc", x.coll, x."key", x.seqno,
    iif(i.origin = 'c', i.name, '') FROM pragma_index_list(%s) AS i,
    pragma_index_xinfo(i.name) AS x ORDER BY i.origin, 9, (SELECT group_concat(y.name)
    FROM pragma_index_info(i.name) AS y), i."unique", x.seqno]],
  [[SELECT "table", "from", "to", on_update, on_delete, "match", seq FROM
    pragma_foreign_key_list(%s) ORDER BY 1, 2, 3, 4, 5, 6, 7]],
  "SELECT type, ncol, wr, strict FROM pragma_table_list WHERE name = %s",
}

--- A default may be written anew: `(2)` as 2, a name, which is the text of it, as a text.
local function plain_default(text)
  text = text:match("^%((%-?%d+)%)$") or text
  text = text:match('^"(.*)"$') or text:match("^%[(.*)%]$") or text:match("^`(.*)`$")
    or text:match("^'(.*)'$") or text:match("^%((.*)%)$") or text
  return text:gsub("%s+", "")
end

local function plain(db, value, column)
  if value == db.null then return "NULL" end
  return column == 4 and plain_default(tostring(value)) or tostring(value)
end

--- What SQLite says of every table and view, as lines.
function rendering.pragmas(db)
  local lines = {}
  local names = catalogue.rows(db, "SELECT name FROM sqlite_schema WHERE type IN "
    .. "('table', 'view') AND name NOT LIKE 'sqlite%' ORDER BY name")
  for _, row in ipairs(names) do
    local quoted = "'" .. row[1]:gsub("'", "''") .. "'"
    for _, question in ipairs(questions) do
      for _, answer in ipairs(catalogue.rows(db, (question:format(quoted)))) do
        for i, value in ipairs(answer) do answer[i] = plain(db, value, i) end
        lines[#lines + 1] = quoted .. " " .. table.concat(answer, "|")
      end
    end
  end
  return table.concat(lines, "\n")
end

return rendering
