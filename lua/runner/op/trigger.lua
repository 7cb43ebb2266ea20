--- Operations on triggers. create_trigger takes words, or the whole statement as a text.
local drop = require("runner.op.drop")
local expression = require("runner.schema.expression")
local failure = require("runner.failure")
local trigger = require("runner.schema.trigger")

local place = "op.create_trigger"

local function whole_text(text)
  if not text:upper():find("^%s*CREATE%s+TRIGGER%s") then
    failure.raise(
      place .. ": a single argument must be a whole CREATE TRIGGER statement",
      "or write op.create_trigger(name, table, { timing = , event = , body = })"
    )
  end
  return text
end

local function create_trigger(_, name, table_name, given)
  if table_name == nil and given == nil and expression.any_text(name) then
    return whole_text(expression.any_text(name))
  end
  return trigger.text(trigger.check(place, name, table_name, given))
end

return {
  create_trigger = { usage = "name, table, { words }", most = 3, text = create_trigger },
  drop_trigger = drop("trigger"),
}
