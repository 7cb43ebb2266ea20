--- One text for SQL that means the same: spelling put aside.
--
--     meaning("(a>0) AND \"b\" == 'X' -- why")      -- A > 0 AND B = 'X'
--
-- What does not count: space, comments, case of keywords and names, quotes around names,
-- the spelling of operators and numbers, words that say what holds anyway (AS, INNER,
-- ASC, NULLS FIRST, main), and parentheses that SQLite's grammar drops without changing
-- what belongs to what. Parentheses are judged by the tokens around and inside
-- them; where that does not tell, they stay. The text is for comparison only.
-- https://www.sqlite.org/lang_expr.html#operators_and_parse_affecting_attributes
local alias = require("runner.schema.alias")
local clause = require("runner.schema.clause")
local operators = require("runner.schema.operators")
local wording = require("runner.schema.wording")

local ATOM, NOTHING = 99, 0

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
  elseif before.text == "(" or before.text == "," or operators.openers[before.text] then
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
  local chains = left <= operators.NOT and left == inner -- a AND (b AND c)
  local is_held = left == NOTHING or inner > left or chains
  return is_held and inner >= pull_from_right(neighbour(tokens, last, 1))
end

local function drop_parentheses(tokens)
  for _, group in ipairs(groups(tokens)) do
    local first, last = table.unpack(group)
    local holds_tables = tokens[first].clause == "FROM" -- what they are joined with first
    if not holds_tables and is_redundant(tokens, first, last) then
      tokens[first].gone, tokens[last].gone = true, true
    end
  end
end

-- ---- the text

--- The text to compare an SQL text by. `columns`: see runner.schema.operators.
return function(text, columns)
  local is_whole, tokens = pcall(operators.read, text, columns)
  if not is_whole then
    return text
  end
  clause.mark(tokens)
  alias.mark(tokens)
  wording.drop_idle(tokens)
  if text:find("(", 1, true) then
    drop_parentheses(tokens)
  end
  return wording.join(tokens)
end
