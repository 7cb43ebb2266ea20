--- Which tables and columns only get another name: as it is said, or as evidence has it.
--
--     local found = rename.resolve(have, want, { renames = { ["users.a"] = "title" } })
--     found.tables, found.columns       -- as in runner.autogenerate.rename.given
--
-- `have` and `want` are inventories. Options:
--   renames   what is said, see runner.autogenerate.rename.given; `was`: the same as
--             runner.autogenerate.source.words has it
--   guess     false: what is not said is none, so the old one goes and the new one comes
--   overlap   a function of a question, giving how much of the values of both is the
--             same, from 0 to 1, and that in words, or nil if it is not known
--             (runner.autogenerate.rename.overlap)
--   ask       a function of a question, giving true, false, or nil for no answer
-- A question is as runner.autogenerate.rename.question has it.
--
-- Strong evidence is followed. Where there is some, but not enough, and nobody answers,
-- the question is raised: what is dropped and added by mistake has lost its rows.
local alike = require("runner.autogenerate.compare.alike")
local failure = require("runner.failure")
local former = require("runner.autogenerate.rename.former")
local given = require("runner.autogenerate.rename.given")
local question_of = require("runner.autogenerate.rename.question")

local rename = {}

local PLAUSIBLE = 0.5
local CLEAR_LEAD = 0.15 -- over every other candidate

-- ---- evidence

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

--- Is there another question of the same old or new one that is nearly as good?
local function is_rivalled(question, lists)
  for _, subject in ipairs({ question.from, question.to }) do
    for _, other in ipairs(lists[subject]) do
      if other ~= question and other.score > question.score - CLEAR_LEAD then
        return true
      end
    end
  end
  return false
end

local function by_score(a, b)
  if a.score ~= b.score then
    return a.score > b.score
  end
  return a.from.key .. "\0" .. a.to.key < b.from.key .. "\0" .. b.to.key
end

local function ask(self, question)
  local answer = self.options.ask and self.options.ask(question)
  if answer == nil then
    table.insert(self.open, question)
    return false
  end
  return answer
end

--- Follow the questions from the best on; each old and new one is answered for once.
local function decide(self, questions, renames)
  table.sort(questions, by_score)
  local settled, lists = {}, by_subject(questions)
  for _, question in ipairs(questions) do
    local from, to = question.from, question.to
    if not (settled[from] or settled[to] or question.score < PLAUSIBLE) then
      local is_clear = question.clear and not is_rivalled(question, lists)
      if is_clear or ask(self, question) then
        renames[from.key], settled[from], settled[to] = to.key, true, true
      elseif self.open[#self.open] == question then
        settled[from], settled[to] = true, true
      end
    end
  end
end

-- ---- candidates

--- The keys of `after` that nothing has yet: what had them may get another name.
local function free_keys(before, after, said)
  local free = {}
  for key in pairs(after) do
    free[key] = not before[key] or said[key] or nil
  end
  for _, new_key in pairs(said) do
    free[new_key] = nil
  end
  return free
end

--- What is only in the one, and was not spoken of: { old ones }, { new ones }.
local function apart(before, after, said, order)
  local free = free_keys(before, after, said)
  local old, new = {}, {}
  for _, key in ipairs(order.have) do
    if before[key] and not after[key] and said[key] == nil then
      old[#old + 1] = before[key]
    end
  end
  for _, key in ipairs(order.want) do
    new[#new + 1] = free[key] and after[key] or nil
  end
  return old, new
end

local function guess_tables(self, have, want)
  local order = { have = have.order, want = want.order }
  local old, new = apart(have.tables, want.tables, self.tables, order)
  local questions = {}
  for _, from in ipairs(old) do
    for _, to in ipairs(new) do
      questions[#questions + 1] = question_of.table(self.options, from, to)
    end
  end
  decide(self, questions, self.tables)
end

local function column_keys(definition)
  local keys = {}
  for i, column in ipairs(definition.columns) do
    keys[i] = column.key
  end
  return keys
end

local function guess_columns(self, have_table, want_table)
  local before, after = have_table.definition, want_table.definition
  local said = self.columns[want_table.key] or {}
  local order = { have = column_keys(before), want = column_keys(after) }
  local old, new = apart(before.by_key, after.by_key, said, order)
  local questions = {}
  for _, from in ipairs(old) do
    for _, to in ipairs(new) do
      local pair = { old = from, new = to, have = have_table, want = want_table }
      questions[#questions + 1] = question_of.column(self.options, pair)
    end
  end
  decide(self, questions, said)
  self.columns[want_table.key] = next(said) and said or nil
end

--- The tables that are in both: { old, new } in the order of `want`.
local function table_pairs(self, have, want)
  local list, old_key_of = {}, former(self.tables)
  for _, key in ipairs(want.order) do
    local old, new = have.tables[old_key_of(key)], want.tables[key]
    if old and new and not alike(old, new) then
      list[#list + 1] = { old, new }
    end
  end
  return list
end

local function raise_open(open)
  local texts, answers = {}, {}
  for i, question in ipairs(open) do
    texts[i], answers[i] = question.text, question.answer
  end
  failure.raise(
    table.concat(texts, "? ") .. "?",
    "answer with " .. table.concat(answers, "; "),
    "usage"
  )
end

local function without_refused(renames)
  for old_key, new_key in pairs(renames) do
    renames[old_key] = new_key or nil
  end
  return renames
end

--- The renames there are. Raises a question without an answer.
function rename.resolve(have, want, options)
  local self = given(have, want, options.renames, options.was)
  self.options, self.open = options, {}
  if options.guess ~= false then
    guess_tables(self, have, want)
    for _, pair in ipairs(table_pairs(self, have, want)) do
      guess_columns(self, pair[1], pair[2])
    end
  end
  if #self.open > 0 then
    raise_open(self.open)
  end
  without_refused(self.tables)
  for key, columns in pairs(self.columns) do
    self.columns[key] = next(without_refused(columns)) and columns or nil
  end
  return { tables = self.tables, columns = self.columns }
end

return rename
