--- From evidence to renames: what is clear is followed, the rest is asked, best first.
--
--     local open = decide(questions, renames, ask)
--
-- `questions` are those of runner.autogenerate.rename.question, of all pairs of an old
-- and a new one. What is found goes into `renames`, { old key: new key }. `ask` is a
-- function of a question, giving true, false, or nil for no answer; the question then has
-- `number`, and `total`: so many there may be as far as can be seen. Gives the list of
-- questions that nobody answered, {} if there are none. Each old one is asked about with
-- the three best new ones at the most, and no more once the answer is known.
local CLEAR_LEAD = 0.15 -- over every other candidate
local MOST_CANDIDATES = 3

local Decision = {}
Decision.__index = Decision

local function by_score(a, b)
  if a.score ~= b.score then
    return a.score > b.score
  elseif a.likeness ~= b.likeness then
    return a.likeness > b.likeness
  end
  return a.from.key .. "\0" .. a.to.key < b.from.key .. "\0" .. b.to.key
end

--- The questions by what they are about: { [old or new one] = list }.
local function by_subject(questions)
  local lists = {}
  for _, question in ipairs(questions) do
    for _, subject in ipairs({ question.from, question.to }) do
      lists[subject] = lists[subject] or {}
      table.insert(lists[subject], question)
    end
  end
  return lists
end

function Decision:is_moot(question)
  return self.settled[question.from] or self.settled[question.to]
end

function Decision:settle(question)
  self.renames[question.from.key] = question.to.key
  self.settled[question.from], self.settled[question.to] = true, true
end

--- Is there another question of the same old or new one that is nearly as good?
function Decision:is_rivalled(question)
  for _, subject in ipairs({ question.from, question.to }) do
    for _, other in ipairs(self.lists[subject]) do
      local is_near = other.score > question.score - CLEAR_LEAD
      if other ~= question and is_near and not self:is_moot(other) then
        return true
      end
    end
  end
  return false
end

function Decision:follow_clear()
  for _, question in ipairs(self.questions) do
    local is_clear = question.clear and question.plausible and not self:is_moot(question)
    if is_clear and not (self.refused[question] or self:is_rivalled(question)) then
      self:settle(question)
    end
  end
end

--- Is there one old thing only, and one new one? Then it may be the same.
function Decision:is_only_pair()
  local first
  for _, question in ipairs(self.questions) do
    if not self:is_moot(question) then
      first = first or question
      if question.from ~= first.from or question.to ~= first.to then
        return false
      end
    end
  end
  return first ~= nil
end

--- What has to be asked, as far as it can be seen.
function Decision:open()
  local list, counts, is_only = {}, {}, self:is_only_pair()
  for _, question in ipairs(self.questions) do
    local is_plausible = question.plausible or is_only and question.plausible_alone
    local count = counts[question.from] or 0
    if is_plausible and count < MOST_CANDIDATES and not self:is_moot(question) then
      counts[question.from] = count + 1
      list[#list + 1] = not self.refused[question] and question or nil
    end
  end
  return list
end

return function(questions, renames, ask)
  local self = setmetatable({ renames = renames, settled = {}, refused = {} }, Decision)
  table.sort(questions, by_score)
  self.questions, self.lists = questions, by_subject(questions)
  local asked = 0
  while true do
    self:follow_clear()
    local open = self:open()
    local question = open[1]
    if not (question and ask) then
      return open
    end
    question.number, question.total = asked + 1, asked + #open
    local answer = ask(question)
    if answer == nil then
      return open
    elseif answer then
      self:settle(question)
    end
    self.refused[question], asked = not answer, asked + 1
  end
end
