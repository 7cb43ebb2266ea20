--- Triggers: the words of CREATE TRIGGER, and its text.
--
--     { timing = "after", event = "update", of = { "status" },
--       when = "new.status = 'closed'", body = "UPDATE ..." }
local fragment = require("runner.schema.fragment")
local expression = require("runner.schema.expression")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local words = require("runner.schema.words")

local trigger = {}

local shape = {
  timing = "text",
  event = "text",
  of = "names",
  when = "expression",
  body = "any",
  if_not_exists = "boolean",
}
local timings = { "BEFORE", "AFTER", "INSTEAD OF" }
local events = { "INSERT", "UPDATE", "DELETE" }

--- One statement of the body, ended by one semicolon. A comment at the end would hide it.
local function statement_text(place, given)
  words.expect(place, given, "expression")
  local text = expression.any_text(given):gsub("^%s+", ""):gsub("%s+$", "")
  if text:find(";$") then
    return text
  end
  local last_line = text:match("[^\n]*$")
  return text .. (last_line:find("--", 1, true) and "\n;" or ";")
end

--- The body: one text, or a list of statements.
local function check_body(place, given)
  if given == nil then
    failure.raise(place .. " has no body", 'write body = "UPDATE ..."')
  elseif expression.any_text(given) then
    given = { given }
  end
  words.list(place .. ": body", given)
  local statements = {}
  for i, statement in ipairs(given) do
    statements[i] = statement_text(("%s: body %d"):format(place, i), statement)
  end
  if #statements == 0 then
    failure.raise(place .. " has an empty body")
  end
  return statements
end

--- Check the words of a trigger and give a plain table: name, table, timing, event, of,
-- when, body (a list), if_not_exists.
function trigger.check(place, name, table_name, given)
  words.expect(place .. ": the trigger's name", name, "name")
  words.expect(place .. ": the table's name", table_name, "name")
  place = ("%s '%s'"):format(place, name)
  words.expect(place .. ": the words", given, "table")
  words.check(place, given, shape)
  local event = words.choice(place .. ": event", given.event, events)
  local of = given.of and words.list(place .. ": of", given.of)
  if of and event ~= "UPDATE" then
    failure.raise(place .. ": of belongs to the event update, not " .. event:lower())
  end
  return {
    name = name,
    table = table_name,
    timing = words.choice(place .. ": timing", given.timing, timings),
    event = event,
    of = of and words.names(place .. ": of", of),
    when = given.when and fragment(place .. ": when", given.when),
    body = check_body(place, given.body),
    if_not_exists = given.if_not_exists or false,
  }
end

--- The statement that creates a checked trigger.
function trigger.text(model)
  return ("CREATE TRIGGER %s%s\n%s %s%s ON %s\n%sBEGIN\n  %s\nEND"):format(
    model.if_not_exists and "IF NOT EXISTS " or "",
    identifier.quote(model.name),
    model.timing,
    model.event,
    model.of and " OF " .. identifier.quote_all(model.of) or "",
    identifier.quote(model.table),
    model.when and "WHEN " .. expression.parenthesize(model.when) .. "\n" or "",
    table.concat(model.body, "\n  ")
  )
end

return trigger
