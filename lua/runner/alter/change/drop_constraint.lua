--- A constraint less, found by its name, or by its kind and what it is about:
-- { name, kind, columns, condition }. Not exactly one is an error that lists what there
-- is.
local clause = require("runner.alter.text.clause")
local constraints = require("runner.alter.text.constraints")
local failure = require("runner.failure")
local find = require("runner.alter.text.find")
local words = require("runner.schema.words")

local function describe(wanted)
  local parts = {}
  if wanted.name then
    parts[#parts + 1] = ("with the name '%s'"):format(wanted.name)
  end
  if wanted.kind then
    parts[#parts + 1] = "of type " .. wanted.kind
  end
  if wanted.columns then
    parts[#parts + 1] = "of " .. table.concat(wanted.columns, ", ")
  end
  if wanted.condition then
    parts[#parts + 1] = ("with the condition '%s'"):format(wanted.condition)
  end
  return table.concat(parts, " ")
end

local function fail_missing(self, place, wanted, list)
  local names = {}
  for _, item in ipairs(list) do
    names[#names + 1] = item.name
  end
  local hint = #list > 0 and "there are: " .. constraints.texts(list)
    or ("'%s' has no constraints"):format(self.name)
  local suggestion = wanted.name and words.suggestion(wanted.name, names)
  local is_there = wanted.name
    and #constraints.matching(list, { name = wanted.name }) > 0
  if not is_there and suggestion and suggestion:find("^did you mean") then
    hint = suggestion .. " " .. hint
  end
  failure.raise(
    ("%s: '%s' has no constraint %s"):format(place, self.name, describe(wanted)),
    hint
  )
end

local function fail_ambiguous(self, place, wanted, matching)
  failure.raise(
    ("%s: '%s' has %d constraints %s"):format(
      place,
      self.name,
      #matching,
      describe(wanted)
    ),
    "there are: " .. constraints.texts(matching) .. "; say columns or condition"
  )
end

local function check(self, place, item)
  if item.kind == "primary_key" and self.without_rowid then
    failure.raise(
      ("%s: '%s' is without rowid, so it needs a primary key"):format(place, self.name),
      "give it another with op.create_primary_key, or a rowid with"
        .. " t:set({ without_rowid = false })"
    )
  end
end

return function(self, place, wanted, if_exists)
  if wanted.columns then
    find.columns(self, place, wanted.columns)
  end
  local list = constraints.list(self)
  local matching = constraints.matching(list, wanted)
  if #matching == 0 and if_exists then
    return { text = self.text, says = {} }
  elseif #matching == 0 then
    fail_missing(self, place, wanted, list)
  elseif #matching > 1 then
    fail_ambiguous(self, place, wanted, matching)
  end
  check(self, place, matching[1])
  return {
    text = clause.without(self, matching),
    says = { "drop constraint " .. matching[1].text },
  }
end
