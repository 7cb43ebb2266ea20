--- Changes of a definition's text, for specs: what an author asks, without a database.
--
--   change.text("CREATE TABLE t (a)", { "add_column", { "b", "" }, { first = true } })
--   change.problem("CREATE TABLE t (a)", { "drop_column", "b" })     -- message, hint
local alteration = require("runner.alter.alteration")
local convention = require("runner.alter.request.convention")
local definition = require("runner.alter.definition")
local request = require("runner.alter.request")

local change = {}

--- The requests of one word: { name, arguments ... }.
function change.requests(word)
  return { request[word[1]]("op", table.unpack(word, 2, word.n or #word)) }
end

--- The alteration that some words lead to.
function change.alteration(text, ...)
  local self, all = alteration.new(definition.read(text), change.options), {}
  for _, word in ipairs({ ... }) do
    for _, asked in ipairs(change.requests(word)) do
      convention(change.patterns, self.new, asked)
      alteration.apply(self, asked)
      all[#all + 1] = asked
    end
  end
  alteration.check(self, all)
  return self
end

--- The text they lead to, and what was done, joined by "; ".
function change.text(text, ...)
  local self = change.alteration(text, ...)
  return self.new.text, table.concat(self.changes, "; ")
end

--- Message and hint of the failure they lead to.
function change.problem(text, ...)
  local ok, problem = pcall(change.alteration, text, ...)
  if ok then error("no error was raised", 2) end
  if type(problem) == "string" then error("not an error object: " .. problem, 2) end
  return problem.message, problem.hint
end

return change
