--- What drop_table, drop_index, drop_view and drop_trigger have in common.
local identifier = require("runner.schema.identifier")
local words = require("runner.schema.words")

--- The operation that drops a `noun` ("table"):
-- op.drop_table(name [, { if_exists = true }]). `check` may look at it first.
local function drop(noun, check)
  local place = "op.drop_" .. noun
  local function run(db, name, options)
    words.expect(("%s: the %s's name"):format(place, noun), name, "name")
    options = words.options(place, options, { if_exists = "boolean" })
    if check then
      check(db, place, name, options)
    end
    db:exec(
      ("DROP %s %s%s"):format(
        noun:upper(),
        options.if_exists and "IF EXISTS " or "",
        identifier.quote(name)
      )
    )
  end
  return { usage = noun .. " [, { if_exists = true }]", most = 2, run = run }
end

return drop
