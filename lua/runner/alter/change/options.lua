--- STRICT and WITHOUT ROWID, on and off: { strict = boolean, without_rowid = boolean }.
local column_word = require("runner.schema.column_word")
local definition = require("runner.alter.definition")
local failure = require("runner.failure")
local text = require("runner.alter.text.splice")

local function add(self, written)
  local options = self.tree.options
  local last = options[#options]
  local position = last and last.span[2] or self.tree.body[2]
  local inserted = (last and ", " or " ") .. written
  return text.splice(self.text, { { position + 1, position, inserted } })
end

--- Without the option `name`: the first goes with the comma behind it, others with the
-- one before them. (It may be there twice, and a comma may stand before the first.)
local function remove(self, name)
  local options, edits, kept = self.tree.options, {}, nil
  for i, option in ipairs(options) do
    local following = options[i + 1]
    if option.kind ~= name then
      kept = option
    elseif kept then
      edits[#edits + 1] = { options[i - 1].span[2] + 1, option.span[2], "" }
    elseif following then
      edits[#edits + 1] = { option.span[1], following.span[1] - 1, "" }
    else
      local span = i == 1 and self.tree.options_span or option.span
      edits[#edits + 1] = text.cut(self.text, span)
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
  { name = "strict", written = "STRICT", check = check_strict },
  { name = "without_rowid", written = "WITHOUT ROWID", check = check_without_rowid },
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
      self = definition.read(remove(self, switch.name))
      says[#says + 1] = "no " .. switch.written
    end
  end
  return { text = self.text, says = says }
end
