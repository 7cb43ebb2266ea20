--- What drop_table, drop_index, drop_view and drop_trigger have in common.
local identifier = require("runner.schema.identifier")
local target = require("runner.alter.request.target")
local words = require("runner.schema.words")

--- A thing that is not there is told with the nearest that is.
local function check_object(noun)
  return function(db, place, name, options)
    if not options.if_exists then
      target.object(db, place, noun, name)
    end
  end
end

--- The operation that drops a `noun` ("table"):
-- op.drop_table(name [, { if_exists = true }]). `check` looks at it first, if what
-- serves for most things is not enough; `exec(db, name, text)` runs the statement, if
-- db:exec alone would not do.
local function drop(noun, check, exec)
  check = check or check_object(noun)
  local place = "op.drop_" .. noun
  local function run(db, name, options)
    words.expect(("%s: the %s's name"):format(place, noun), name, "name")
    options = words.options(place, options, { if_exists = "boolean" })
    check(db, place, name, options)
    local text = ("DROP %s %s%s"):format(
      noun:upper(),
      options.if_exists and "IF EXISTS " or "",
      identifier.quote(name)
    )
    if exec then
      exec(db, name, text)
    else
      db:exec(text)
    end
  end
  return { usage = noun .. " [, { if_exists = true }]", most = 2, run = run }
end

return drop
