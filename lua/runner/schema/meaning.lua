--- One text for SQL that means the same: spelling put aside.
--
--     meaning("(a>0) AND \"b\" == 'X' -- why")      -- A > 0 AND B = 'X'
--
-- What does not count: space, comments, case of keywords and names, quotes around names,
-- the two spellings of an operator, and parentheses that SQLite's grammar drops without
-- changing what belongs to what. Parentheses are judged by the tokens around and inside
-- them; where that does not tell, they stay. The text is for comparison only.
-- https://www.sqlite.org/lang_expr.html#operators_and_parse_affecting_attributes
local ddl = require("runner.ddl")
local identifier = require("runner.schema.identifier")

local ATOM, NOTHING = 99, 0
local OR, AND, NOT, EQUAL, UNARY = 1, 2, 3, 4, 12

-- How strongly operators bind, words and signs alike.
local strengths = { OR = OR, AND = AND, ESCAPE = 6, COLLATE = 11 }
for strength, list in pairs({
  [EQUAL] = "= <> IS LIKE GLOB MATCH REGEXP BETWEEN IN ISNULL NOTNULL",
  [5] = "< <= > >=",
  [7] = "& | << >>",
  [8] = "+ -",
  [9] = "* / %",
  [10] = "|| -> ->>",
}) do
  for operator in list:gmatch("%S+") do
    strengths[operator] = strength
  end
end

-- Words behind which an expression begins.
local openers = {}
local opener_text = [[CASE WHEN THEN ELSE WHERE HAVING ON SELECT DISTINCT BY LIMIT OFFSET
  RETURNING]]
for word in opener_text:gmatch("%a+") do
  openers[word] = true
end

local signs = { ["=="] = "=", ["!="] = "<>" }

-- Words that are values, and something else in quotes.
local values = { NULL = true, TRUE = true, FALSE = true }
values.CURRENT_DATE, values.CURRENT_TIME, values.CURRENT_TIMESTAMP = true, true, true

-- ---- tokens

local function plain_name(name)
  local upper = name:upper()
  if identifier.is_plain(name) and not values[upper] then
    return upper
  end
  return '"' .. upper:gsub('"', '""') .. '"'
end

local spell = {
  word = function(token)
    return token.text:upper()
  end,
  name = function(token)
    return plain_name(token.name)
  end,
  number = function(token)
    return token.text:upper()
  end,
  other = function(token)
    return signs[token.text] or token.text
  end,
}

--- The tokens as { text, word = is it a word without quotes, operand = ... }.
local function read(text)
  local tokens = ddl.tokens(text)
  for i, token in ipairs(tokens) do
    tokens[i] = {
      text = spell[token.kind] and spell[token.kind](token) or token.text,
      is_operator = token.kind == "word" or token.kind == "other",
      is_word = token.kind == "word",
    }
  end
  return tokens
end

--- Does an operand end with this token? Then what follows stands between two.
local function ends_operand(token)
  if not token then
    return false
  elseif not token.is_operator then
    return true
  elseif not token.is_word then
    return token.text == ")"
  end
  return token.text == "END"
    or not (strengths[token.text] or openers[token.text] or token.text == "NOT")
end

-- Signs and words of two meanings: how strongly they bind in front of an operand, and
-- behind one.
local two_meanings = {
  NOT = { NOT, EQUAL },
  ["+"] = { UNARY, strengths["+"] },
  ["-"] = { UNARY, strengths["-"] },
  ["~"] = { UNARY, UNARY },
}

local function strength_of(tokens, i)
  local meanings = two_meanings[tokens[i].text]
  if meanings then
    return meanings[ends_operand(tokens[i - 1]) and 2 or 1]
  end
  return strengths[tokens[i].text]
end

local count_from_zero = {
  __index = function()
    return 0
  end,
}
local levels = { ["("] = 1, [")"] = -1 }

--- Note how strongly each operator binds; AND of a BETWEEN is a part of that.
local function mark(tokens)
  local open, depth = setmetatable({}, count_from_zero), 0
  for i, token in ipairs(tokens) do
    local text = token.is_operator and token.text
    depth = depth + (levels[text] or 0)
    token.strength = text and strength_of(tokens, i)
    if text == "(" then
      open[depth] = nil
    elseif text == "BETWEEN" then
      open[depth] = open[depth] + 1
    elseif text == "AND" and open[depth] > 0 then
      open[depth], token.strength = open[depth] - 1, EQUAL
    end
  end
end

-- ---- parentheses

--- The positions of each "(" and its ")", inner ones first.
local function groups(tokens)
  local list, stack = {}, {}
  for i, token in ipairs(tokens) do
    if token.is_operator and token.text == "(" then
      stack[#stack + 1] = i
    elseif token.is_operator and token.text == ")" and #stack > 0 then
      list[#list + 1] = { table.remove(stack), i }
    end
  end
  return list
end

local function neighbour(tokens, i, step)
  repeat
    i = i + step
  until not tokens[i] or not tokens[i].gone
  return tokens[i]
end

local queries = { SELECT = true, WITH = true, VALUES = true }
local nesting = { ["("] = 1, CASE = 1, [")"] = -1, END = -1 }

--- The tokens inside a group that are still there; nil if they are a query, or nothing.
local function inside(tokens, first, last)
  local list = {}
  for i = first + 1, last - 1 do
    list[#list + 1] = not tokens[i].gone and tokens[i] or nil
  end
  local is_query = list[1] and list[1].is_word and queries[list[1].text]
  return list[1] and not is_query and list or nil
end

--- The weakest operator of a group's own level, or nil if it is not one expression.
local function weakest(tokens, first, last)
  local list = inside(tokens, first, last)
  local found, depth = list and ATOM, 0
  for _, token in ipairs(list or {}) do
    local text = token.is_operator and token.text
    depth = depth + (nesting[text] or 0)
    if depth == 0 and text == "," then
      return nil
    elseif depth == 0 then
      found = math.min(found, token.strength or ATOM)
    end
  end
  return found
end

--- How strongly what stands before a group pulls at it; nil: it is no group.
local function pull_from_left(before)
  if not before then
    return NOTHING
  elseif not before.is_operator then
    return nil
  elseif before.text == "(" or before.text == "," or openers[before.text] then
    return NOTHING
  elseif before.text == "IN" or before.text == "COLLATE" then
    return nil
  end
  return before.strength
end

local function pull_from_right(behind)
  return behind and behind.strength or NOTHING
end

local function is_redundant(tokens, first, last)
  local left = pull_from_left(neighbour(tokens, first, -1))
  local inner = left and weakest(tokens, first, last)
  if not inner then
    return false
  end
  local chains = left <= NOT and left == inner -- a AND (b AND c)
  local is_held = left == NOTHING or inner > left or chains
  return is_held and inner >= pull_from_right(neighbour(tokens, last, 1))
end

local function drop_parentheses(tokens)
  for _, group in ipairs(groups(tokens)) do
    local first, last = table.unpack(group)
    if is_redundant(tokens, first, last) then
      tokens[first].gone, tokens[last].gone = true, true
    end
  end
end

-- ---- the text

local longer = { ISNULL = "IS NULL", NOTNULL = "IS NOT NULL" }

local function join(tokens)
  local words = {}
  for _, token in ipairs(tokens) do
    if not token.gone then
      words[#words + 1] = token.is_word and longer[token.text] or token.text
    end
  end
  while words[#words] == ";" do
    words[#words] = nil
  end
  return table.concat(words, " ")
end

--- The text to compare an SQL text by.
return function(text)
  local is_whole, tokens = pcall(read, text)
  if not is_whole then
    return text
  end
  if text:find("(", 1, true) then
    mark(tokens)
    drop_parentheses(tokens)
  end
  return join(tokens)
end
