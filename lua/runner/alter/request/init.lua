--- Requests: what an author asks of a table, each word with its arguments checked as far
-- as that needs no table.
--
--     request.drop_column("op.drop_column", "day", { if_exists = true })
--     --> { word = "drop_column", place = "op.drop_column", name = "day",
--     -->   if_exists = true }
--
-- A request is a plain table, so that columns in it can follow a rename: name, names,
-- position, model, given, wanted, value (see runner.alter.request.rename). `place` is
-- what messages call the caller.
local altered = require("runner.alter.request.altered")
local column = require("runner.alter.request.column")
local constraint = require("runner.alter.request.constraint")
local expression = require("runner.schema.expression")
local failure = require("runner.failure")
local index = require("runner.schema.index")
local words = require("runner.schema.words")

local request = {
  add_column = column.add_column,
  alter_column = altered,
  drop_column = column.drop_column,
  rename_column = column.rename_column,
  reorder_columns = column.reorder_columns,
}
for word, make in pairs(constraint) do
  request[word] = make
end

--- The whole definition: a CREATE TABLE statement.
function request.define(place, text)
  words.expect(place .. ": the definition", text, "expression")
  text = expression.any_text(text):gsub("^%s+", ""):gsub("[%s;]+$", "")
  return { word = "define", place = place, text = text }
end

--- Values for several columns from one function.
function request.backfill(place, given)
  words.expect(place .. ": what is given", given, "table")
  words.check(place, given, { from = "names", into = "names", set = "function" })
  if given.into == nil or given.set == nil then
    failure.raise(
      place .. " does not say " .. (given.into and "what to do" or "which columns"),
      "write t:backfill { from = { ... }, into = { ... }, set = function }"
    )
  end
  return {
    word = "backfill",
    place = place,
    from = given.from and words.names(place .. ": from", given.from) or {},
    into = words.names(place .. ": into", given.into),
    run = given.set,
  }
end

function request.set(place, given)
  local shape = { strict = "boolean", without_rowid = "boolean" }
  words.check(place .. ": the table's options", given, shape)
  return { word = "set", place = place, given = given }
end

--- Created when the alteration is done; the table's name is filled in then.
function request.create_index(place, name, columns, options)
  if name ~= nil then
    words.expect(place .. ": the index's name", name, "name")
  end
  local model = index.check(place, name or "unnamed", "unnamed", columns, options)
  model.name = name
  return { word = "create_index", place = place, model = model }
end

function request.drop_index(place, name, options)
  words.expect(place .. ": the index's name", name, "name")
  options = words.options(place, options, { if_exists = "boolean" })
  return {
    word = "drop_index",
    place = place,
    index = name,
    if_exists = options.if_exists or false,
  }
end

return request
