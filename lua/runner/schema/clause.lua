--- Which clause of a query each token stands in, for runner.schema.meaning.
--
--     clause.mark(tokens)     -- as runner.schema.operators reads them
--
-- sets `clause` to the word that the clause begins with: SELECT, FROM, ORDER and others
-- (nil in an expression in parentheses, or outside of queries), and `in_case` between
-- CASE and END.
-- https://www.sqlite.org/lang_select.html
local clause = {}

local begins = {}
for word in
  ([[SELECT VALUES FROM WHERE GROUP HAVING WINDOW ORDER LIMIT UNION EXCEPT INTERSECT SET
  RETURNING]]):gmatch("%a+")
do
  begins[word] = true
end

--- Is the FROM that of IS DISTINCT FROM?
local function is_comparison(tokens, i)
  return tokens[i].text == "FROM" and i > 1 and tokens[i - 1].text == "DISTINCT"
end

local function begins_clause(tokens, i)
  return tokens[i].is_word and begins[tokens[i].text] and not is_comparison(tokens, i)
end

--- May a table stand behind this token of a FROM clause?
function clause.opens_table(token)
  local text = token.clause == "FROM" and token.is_operator and token.text
  return text == "FROM" or text == "JOIN" or text == "," or text == "("
end

--- What is in the parentheses that open here: FROM (a, b) has tables.
local function clause_inside(tokens, i)
  local before = tokens[i - 1]
  return before and clause.opens_table(before) and "FROM" or nil
end

local function count_case(depth, token)
  local text = token.is_word and token.text
  return text == "CASE" and depth + 1 or text == "END" and math.max(0, depth - 1) or depth
end

--- The level inside parentheses knows nothing of that outside.
local function enter(self, tokens, i)
  table.insert(self, { clause = self.clause, cases = self.cases })
  self.clause, self.cases = clause_inside(tokens, i), 0
end

local function leave(self)
  local outer = table.remove(self) or { cases = 0 }
  self.clause, self.cases = outer.clause, outer.cases
end

function clause.mark(tokens)
  local self = { cases = 0 }
  for i, token in ipairs(tokens) do
    local sign = token.is_operator and not token.is_word and token.text
    if sign == ")" then
      leave(self)
    elseif begins_clause(tokens, i) then
      self.clause = token.text
    elseif sign == ";" then
      self.clause = nil
    end
    local before = self.cases
    self.cases = count_case(before, token)
    token.clause, token.in_case = self.clause, before > 0 or self.cases > 0
    if sign == "(" then
      enter(self, tokens, i)
      token.clause = self.clause
    end
  end
end

return clause
