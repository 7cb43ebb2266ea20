--- The tokens of SQL with what operators among them bind, for runner.schema.meaning.
--
--     operators.read("a AND NOT b", columns)
--
-- gives a list of { text = in one spelling, is_word = a word without quotes,
-- is_operator = a word or a sign, name = what a word, a name or a text would be as a
-- name, strength = how strongly an operator binds, or nil }.
-- https://www.sqlite.org/lang_expr.html#operators_and_parse_affecting_attributes
local ddl = require("runner.ddl")
local identifier = require("runner.schema.identifier")
local number = require("runner.schema.number")
local quoted = require("runner.schema.quoted")

local operators = {}

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
operators.openers = openers
local opener_text = [[CASE WHEN THEN ELSE WHERE HAVING ON SELECT DISTINCT ALL BY LIMIT
  OFFSET RETURNING FROM JOIN]]
for word in opener_text:gmatch("%a+") do
  openers[word] = true
end

local signs = { ["=="] = "=", ["!="] = "<>" }

-- Words that are something else in quotes: values, and those that are never names.
-- https://www.sqlite.org/lang_keywords.html
local reserved = {}
for word in
  ([[NULL TRUE FALSE CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP AND AS BETWEEN CASE
  COLLATE DELETE DISTINCT ELSE ESCAPE EXISTS FROM GROUP HAVING IN INSERT INTO IS ISNULL
  JOIN LIMIT NOT NOTHING NOTNULL ON OR ORDER RETURNING SELECT SET THEN UNION UPDATE USING
  VALUES WHEN WHERE]]):gmatch("%S+")
do
  reserved[word] = true
end

-- ---- tokens

--- A name in one spelling, with quotes only where it needs them.
function operators.name(name)
  local upper = name:upper()
  if identifier.is_plain(name) and not reserved[upper] then
    return upper
  end
  return '"' .. upper:gsub('"', '""') .. '"'
end

local spell = {
  word = function(token)
    return token.text:upper()
  end,
  name = function(token)
    return operators.name(token.name)
  end,
  number = function(token)
    return number(token.text)
  end,
  other = function(token)
    return signs[token.text] or token.text
  end,
}

--- The name that the token would be where a name stands, or nil.
local function name_of(token)
  if token.kind == "string" then
    return (token.text:sub(2, -2):gsub("''", "'"))
  end
  return token.name
end

--- IS DISTINCT FROM is IS NOT, and IS NOT DISTINCT FROM is IS, but not in front of a NOT
-- of its own. https://www.sqlite.org/lang_expr.html#the_is_and_is_not_operators
local function shorten(list, behind)
  local function is_word(back, text)
    local token = list[#list - back]
    return token ~= nil and token.is_word and token.text == text
  end
  if not (is_word(0, "FROM") and is_word(1, "DISTINCT")) then
    return
  elseif is_word(2, "IS") then
    list[#list] = nil
    list[#list].text = "NOT"
  elseif behind and behind.text:upper() == "NOT" then
    return
  elseif is_word(2, "NOT") and is_word(3, "IS") then
    list[#list], list[#list - 1], list[#list - 2] = nil, nil, nil
  end
end

local function read(text, columns)
  local list, tokens = {}, ddl.tokens(text)
  quoted.read(tokens, columns)
  for i, token in ipairs(tokens) do
    list[#list + 1] = {
      text = spell[token.kind] and spell[token.kind](token) or token.text,
      name = name_of(token),
      is_operator = token.kind == "word" or token.kind == "other",
      is_word = token.kind == "word",
    }
    shorten(list, tokens[i + 1])
  end
  return list
end

local operand_ends = { END = true, ISNULL = true, NOTNULL = true }

--- Does an operand end with this token? Then what follows stands between two.
local function ends_operand(token)
  if not token then
    return false
  elseif not token.is_operator then
    return true
  elseif not token.is_word then
    return token.text == ")"
  end
  return operand_ends[token.text]
    or not (strengths[token.text] or openers[token.text] or token.text == "NOT")
end

-- Words that are names where an operand begins: `WHERE end > start`.
local names = {}
for word in
  ([[ASC BY CROSS DESC END FULL GLOB INNER LEFT LIKE MATCH NATURAL OFFSET OUTER REGEXP
  RIGHT]]):gmatch("%S+")
do
  names[word] = true
end

--- Does an operand begin with token i? Behind NOT that is no part of NOT LIKE it does.
local function begins_operand(tokens, i)
  local before = tokens[i - 1]
  local last = before and before.is_word and before.text == "NOT" and i - 2 or i - 1
  return not ends_operand(tokens[last])
end

local function mark_names(tokens)
  for i, token in ipairs(tokens) do
    if token.is_word and names[token.text] and begins_operand(tokens, i) then
      token.is_word, token.is_operator = false, false
    end
  end
end

-- Signs and words of two meanings: how strongly they bind in front of an operand, and
-- behind one.
local two_meanings = {
  NOT = { NOT, EQUAL },
  ["+"] = { UNARY, strengths["+"] },
  ["-"] = { UNARY, strengths["-"] },
  ["~"] = { UNARY, UNARY },
}

local function is_not(tokens, i)
  return i > 1 and tokens[i].text == "NOT" and tokens[i - 1].text == "IS"
end

local function strength_of(tokens, i)
  local meanings = two_meanings[tokens[i].text]
  if meanings then
    return meanings[(ends_operand(tokens[i - 1]) or is_not(tokens, i)) and 2 or 1]
  end
  return strengths[tokens[i].text]
end

local count_from_zero = {
  __index = function()
    return 0
  end,
}
local levels = { ["("] = 1, CASE = 1, [")"] = -1, END = -1 }

--- Note how strongly each operator binds; AND of a BETWEEN is a part of that.
local function mark(tokens)
  local open, depth = setmetatable({}, count_from_zero), 0
  for i, token in ipairs(tokens) do
    local text = token.is_operator and token.text
    depth = depth + (levels[text] or 0)
    token.strength = text and strength_of(tokens, i)
    if levels[text] == 1 then
      open[depth] = nil
    elseif text == "BETWEEN" then
      open[depth] = open[depth] + 1
    elseif text == "AND" and open[depth] > 0 then
      open[depth], token.strength = open[depth] - 1, EQUAL
    end
  end
end

operators.NOT = NOT

--- `columns`: a function that tells whether a column has that name, or gives "perhaps"
-- where that is not known.
function operators.read(text, columns)
  local tokens = read(text, columns)
  mark_names(tokens)
  mark(tokens)
  return tokens
end

return operators
