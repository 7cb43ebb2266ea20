--- Names that are texts, for runner.schema.operators.
--
--     quoted.read(tokens, columns)     -- of runner.ddl; marks them as strings
--
-- `columns` is a function that tells whether a column has that name, or gives "perhaps"
-- where that is not known; without it, no name is a text.
local identifier = require("runner.schema.identifier")
local literal = require("runner.schema.literal")

local quoted = {}

-- What no column stands in front of, and behind.
local no_column = { ["("] = true, ["."] = true, AS = true }
local no_column_behind = {}
for word in (". COLLATE AS FROM JOIN INTO UPDATE WITH RECURSIVE"):gmatch("%S+") do
  no_column_behind[word] = true
end

local function may_be_text(token, before, behind)
  return token.kind == "name"
    and token.text:sub(1, 1) == '"'
    and not (behind and no_column[behind.text:upper()])
    and not (before and no_column_behind[before.text:upper()])
end

--- SQLite takes a name in double quotes for a text where no column has it, unless it is
-- qualified or called. https://www.sqlite.org/quirks.html#dblquote
local function read_columns(tokens, columns)
  for i, token in ipairs(tokens) do
    local known = not may_be_text(token, tokens[i - 1], tokens[i + 1])
      or columns(identifier.fold(token.name))
    if not known then
      token.kind, token.text = "string", literal(token.name)
    elseif known == "perhaps" then
      token.kind = "undecided" -- stays to the letter
    end
  end
end

--- The message of RAISE(ABORT, "it") is a text, whatever its quotes.
-- https://www.sqlite.org/syntax/raise-function.html
local function read_messages(tokens)
  for i, token in ipairs(tokens) do
    local message = tokens[i + 4]
    if token.text:upper() == "RAISE" and message and message.name then
      message.kind, message.text = "string", literal(message.name)
    end
  end
end

function quoted.read(tokens, columns)
  if columns then
    read_columns(tokens, columns)
  end
  read_messages(tokens)
end

return quoted
