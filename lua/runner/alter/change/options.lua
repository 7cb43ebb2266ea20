--- STRICT and WITHOUT ROWID, on and off: { strict = boolean, without_rowid = boolean }.
local column_word = require("runner.schema.column_word")
local ddl = require("runner.ddl")
local definition = require("runner.alter.definition")
local failure = require("runner.failure")
local text = require("runner.alter.text")

--- The options behind the body: a list of { first, last, word }, word the first of each.
local function read_options(self)
  local from = self.tree.body.last + 1
  local options, open = {}, false
  for _, token in ipairs(ddl.tokens(self.text, from, #self.text)) do
    if token.text == "," or token.text == ";" then
      open = false
    elseif open then
      options[#options].last = token.last
    else
      open = true
      options[#options + 1] =
        { first = token.first, last = token.last, word = token.text:upper() }
    end
  end
  return options
end

local function add(self, written)
  local options = read_options(self)
  local last = options[#options]
  local position = last and last.last or self.tree.body.last
  local inserted = (last and ", " or " ") .. written
  return text.splice(self.text, { { position + 1, position, inserted } })
end

--- Without the options that begin with `word`: each goes with the comma before it, the
-- first with the one behind it.
local function remove(self, word)
  local options, edits = read_options(self), {}
  local kept_before = self.tree.body.last
  local kept = false
  for i, option in ipairs(options) do
    if option.word ~= word then
      kept, kept_before = true, option.last
    elseif kept then
      edits[#edits + 1] = { kept_before + 1, option.last, "" }
      kept_before = option.last
    elseif i == #options then
      edits[#edits + 1] = text.cut(self.text, kept_before + 1, option.first, option.last)
    else
      edits[#edits + 1] = { option.first, options[i + 1].first - 1, "" }
      kept_before = options[i + 1].first - 1
    end
  end
  return text.splice(self.text, edits)
end

local function check_strict(self, place)
  for _, column in ipairs(self.columns) do
    column_word.strict_type(
      ("%s: column '%s' of '%s'"):format(place, column.name, self.name),
      column.type
    )
  end
end

local function check_without_rowid(self, place)
  local key = self.primary_key
  if not key then
    failure.raise(
      ("%s: '%s' has no primary key, so it needs its rowid"):format(place, self.name),
      "give it a key first with t:create_primary_key"
    )
  elseif key.autoincrement then
    failure.raise(
      ("%s: autoincrement of '%s' needs the rowid"):format(place, self.name),
      ("write t:alter_column('%s', { autoincrement = false }) first"):format(
        key.columns[1].name
      )
    )
  end
end

local switches = {
  { name = "strict", word = "STRICT", written = "STRICT", check = check_strict },
  {
    name = "without_rowid",
    word = "WITHOUT",
    written = "WITHOUT ROWID",
    check = check_without_rowid,
  },
}

return function(self, place, given)
  local says = {}
  for _, switch in ipairs(switches) do
    local wanted = given[switch.name]
    if wanted == true and not self[switch.name] then
      switch.check(self, place)
      self = definition.read(add(self, switch.written))
      says[#says + 1] = switch.written
    elseif wanted == false and self[switch.name] then
      self = definition.read(remove(self, switch.word))
      says[#says + 1] = "no " .. switch.written
    end
  end
  return { text = self.text, says = says }
end
