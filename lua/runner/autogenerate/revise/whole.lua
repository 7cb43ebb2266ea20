--- What comes as a whole, as the call of a word in a revision; or nil where the text
-- itself has to be run, because words make another one.
--
--     whole(object, { verbatim = true, naming = patterns })
--
-- What the words make is looked at without a database: the operation's statement is taken
-- from it instead of being run.
local index = require("runner.autogenerate.revise.index")
local operations = require("runner.op")
local render = require("runner.autogenerate.render")
local sql = require("runner.schema.expression")

local INDENT = "  "

--- The statement that a call runs.
local function statement_of(words, options)
  local statement
  local listener = {
    exec = function(_, text)
      statement = text
    end,
  }
  local op = operations.new(listener, { naming = options.naming })
  local chunk = load(words, "=words", "t", { op = op, sql = sql })
  return chunk and pcall(chunk) and statement or nil
end

--- Every line further in, if no text in it stretches over lines.
local function indented(words, options)
  local further = INDENT .. words:gsub("\n", "\n" .. INDENT)
  local is_same = statement_of(further, options) == statement_of(words, options)
  return is_same and further or INDENT .. words
end

--- An index is made over a table that has to be there, so its words are looked at apart.
local function is_verbatim(self, words, options)
  if self.kind == "index" then
    return index.create(self, nil, true) ~= nil
  end
  local made = statement_of(words, options)
  return made == self.text
end

return function(self, options)
  local words = render.object(self, { prefix = "op.", naming = options.naming })
  if words:find("^op%.execute") then
    return nil
  elseif options.verbatim and not is_verbatim(self, words, options) then
    return nil
  end
  return indented(words, options)
end
