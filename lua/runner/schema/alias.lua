--- Names that a query gives to columns and tables: `a x` is `a AS x`, `main.t` is `t`.
--
--     alias.mark(tokens)      -- marked by runner.schema.clause
--
-- makes each such name a token with is_alias, in one spelling, also if it is a text or a
-- word (`a 'x'`), and marks a qualifier `main.` as gone: in a view or trigger of the main
-- schema every table is one of that schema.
-- https://www.sqlite.org/syntax/result-column.html
-- https://www.sqlite.org/syntax/table-or-subquery.html
local clause = require("runner.schema.clause")
local identifier = require("runner.schema.identifier")
local operators = require("runner.schema.operators")

local alias = {}

local function set(text)
  local words = {}
  for word in text:gmatch("%S+") do
    words[word] = true
  end
  return words
end

-- Words of SQLite that may be names, also behind an operand.
local names = set([[ACTION AFTER BEFORE DATABASE FIRST GROUPS KEY LAST NO OF OTHERS PLAN
  QUERY RANGE ROW ROWS TEMP TIES TRIGGER VIEW]])

-- Words with which an operand may end.
local ends = set([[NULL TRUE FALSE CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP END ISNULL
  NOTNULL]])

local function is_free(word)
  return names[word] or not identifier.is_keyword(word)
end

local function ends_operand(token)
  if not token.is_operator then
    return true
  elseif token.is_word then
    return ends[token.text] or is_free(token.text)
  end
  return token.text == ")"
end

--- May a name be given where the token stands?
local function has_place(token, before)
  local clause_name = token.clause == "SELECT" or token.clause == "FROM"
  return clause_name and not token.in_case and before ~= nil
end

--- Is the token a name without AS in front? Not if it is a call, or a word of SQLite's.
local function is_implicit(token, before, behind)
  local is_call = behind and behind.is_operator and behind.text == "("
  local is_reserved = token.is_word and not is_free(token.text)
  return not is_reserved and ends_operand(before) and not is_call
end

local function is_given(tokens, i)
  local token, before = tokens[i], tokens[i - 1]
  if not (token.name and has_place(token, before)) then
    return false
  end
  local is_said = before.is_word and before.text == "AS"
  return is_said or is_implicit(token, before, tokens[i + 1])
end

local function is_point(token)
  return token ~= nil and token.is_operator and token.text == "."
end

--- Is it `main.` in front of a table, or of a table and its column?
local function is_qualifier(tokens, i)
  local token, before = tokens[i], tokens[i - 1]
  local is_main = token.name and identifier.fold(token.name) == "main"
  if not (is_main and is_point(tokens[i + 1])) or is_point(before) then
    return false
  end
  return is_point(tokens[i + 3]) or before ~= nil and clause.opens_table(before)
end

local begins_query = { ["("] = true, MATERIALIZED = true, NOT = true }

--- May it be a table of WITH: `t AS (`, `t (a) AS (`?
local function is_common(tokens, i)
  local behind, next_one = tokens[i + 1], tokens[i + 2]
  local text = behind and behind.text
  return text == "(" or text == "AS" and next_one and begins_query[next_one.text]
end

--- What the query itself calls by a name, so that `main.` tells another thing from it.
local function own_names(tokens)
  local given = {}
  for i, token in ipairs(tokens) do
    if token.name and (token.is_alias or is_common(tokens, i)) then
      given[identifier.fold(token.name)] = true
    end
  end
  return given
end

local function drop_qualifiers(tokens)
  local own
  for i, token in ipairs(tokens) do
    if is_qualifier(tokens, i) then
      own = own or own_names(tokens)
      local qualified = tokens[i + 2]
      local is_idle = qualified.name and not own[identifier.fold(qualified.name)]
      token.gone, tokens[i + 1].gone = is_idle, is_idle
    end
  end
end

function alias.mark(tokens)
  for i, token in ipairs(tokens) do
    if is_given(tokens, i) then
      token.text = operators.name(token.name)
      token.is_alias, token.is_word, token.is_operator = true, false, false
    end
  end
  drop_qualifiers(tokens)
end

return alias
