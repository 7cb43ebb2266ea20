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
--   note      true: nobody is asked, and what is not clear is none; `open` has it
--   says_was  the desired schema is one where `was` can say it
-- A question is as runner.autogenerate.rename.question has it, when it is asked also with
-- `number` and `total`.
--
-- Strong evidence is followed. Where there is some, but not enough, and nobody answers,
-- all such questions are raised: what is dropped and added by mistake has lost its rows.
local alike = require("runner.autogenerate.compare.alike")
local decide = require("runner.autogenerate.rename.decide")
local former = require("runner.autogenerate.rename.former")
local given = require("runner.autogenerate.rename.given")
local open_questions = require("runner.autogenerate.rename.open")
local question_of = require("runner.autogenerate.rename.question")

local rename = {}

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
  return decide(questions, self.tables, self.options.ask)
end

local function column_keys(definition)
  local keys = {}
  for i, column in ipairs(definition.columns) do
    keys[i] = column.key
  end
  return keys
end

--- Of each that goes, and each that comes. Gives them, and what is said of the columns.
local function column_questions(self, have_table, want_table)
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
  return questions, said
end

--- Follow or ask for the columns of a table that is in both.
local function guess_columns(self, have_table, want_table)
  local questions, said = column_questions(self, have_table, want_table)
  local open = decide(questions, said, self.options.ask)
  self.columns[want_table.key] = next(said) and said or nil
  return open
end

--- What is open of columns if a table only got a new name, which is open itself.
local function supposed(self, question)
  local questions, said = column_questions(self, question.from, question.to)
  return decide(questions, said)
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

local function without_refused(renames)
  for old_key, new_key in pairs(renames) do
    renames[old_key] = new_key or nil
  end
  return renames
end

--- The best question of each old table and each new one.
local function best(questions)
  local list, seen = {}, {}
  for _, question in ipairs(questions) do
    if not (seen[question.from] or seen[question.to]) then
      seen[question.from], seen[question.to] = true, true
      list[#list + 1] = question
    end
  end
  return list
end

--- Guess what is not said. Gives the questions that nobody answered.
local function guess(self, have, want)
  local open = guess_tables(self, have, want)
  local function add(list)
    table.move(list, 1, #list, #open + 1, open)
  end
  for _, question in ipairs(self.options.note and {} or best(open)) do
    add(supposed(self, question))
  end
  for _, pair in ipairs(table_pairs(self, have, want)) do
    add(guess_columns(self, pair[1], pair[2]))
  end
  return open
end

--- The renames there are: { tables, columns, open = questions without an answer }. Raises
-- these unless `note` is set.
function rename.resolve(have, want, options)
  local self, open = given(have, want, options.renames, options.was), {}
  self.options = options
  if options.guess ~= false then
    open = guess(self, have, want)
  end
  if #open > 0 and not options.note then
    open_questions.raise(open, options.says_was)
  end
  without_refused(self.tables)
  for key, columns in pairs(self.columns) do
    self.columns[key] = next(without_refused(columns)) and columns or nil
  end
  return { tables = self.tables, columns = self.columns, open = open }
end

return rename
