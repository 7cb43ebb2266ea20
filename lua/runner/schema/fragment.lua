--- Fragments: SQL expressions of authors that become a part of a statement. One that is
-- not complete in itself ("a > (", "1), b CHECK (1") would take in what follows it, or
-- let out what belongs inside. What an expression means is left to SQLite.
local ddl = require("runner.ddl")
local expression = require("runner.schema.expression")
local failure = require("runner.failure")
local words = require("runner.schema.words")

--- What is wrong with the brackets, commas and semicolons of some tokens, or nil.
local function nesting_problem(tokens)
  local depth = 0
  for _, token in ipairs(tokens) do
    if token.text == "(" then
      depth = depth + 1
    elseif token.text == ")" then
      depth = depth - 1
      if depth < 0 then
        return "has a ')' too many"
      end
    elseif token.text == ";" or (token.text == "," and depth == 0) then
      return ("is not one expression: there is a '%s' in it"):format(token.text)
    end
  end
  return depth > 0 and "has a '(' that is not closed" or nil
end

--- Does a comment begin behind the last token and not end?
local function has_open_comment(text, tokens)
  local rest = text:sub(#tokens > 0 and tokens[#tokens].last + 1 or 1)
  rest = rest:gsub("%-%-[^\n]*", ""):gsub("/%*.-%*/", "")
  return rest:find("/*", 1, true) ~= nil
end

local function problem_of(text)
  local is_whole, tokens = pcall(ddl.tokens, text)
  if not is_whole then
    return "has a quote that is not closed"
  elseif #tokens == 0 then
    return "is empty"
  elseif has_open_comment(text, tokens) then
    return "has a comment that is not closed"
  end
  return nesting_problem(tokens)
end

--- The text of an expression that an author wrote; `what` is what messages call it.
return function(what, value)
  words.expect(what, value, "expression")
  local text = expression.any_text(value)
  local problem = text:find("[^%w_ <>=.+*]") and problem_of(text)
  if problem then
    failure.raise(("%s %s: %s"):format(what, problem, text))
  end
  return text
end
