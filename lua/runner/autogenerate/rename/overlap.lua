--- What values say about renames: are those of what goes also in what comes?
--
--     options.overlap = overlap.between(db, desired)
--     options.overlap(question)     --> share, told; nil if the values say nothing
--
-- Both databases need rows for that: the project's, and that of a developer, say, who has
-- made the change by hand already. Their first rows are looked at
-- (runner.autogenerate.rename.sample). `share` is from 0 (nothing is the same) to 1; near
-- 1 only if row by row the same values stand there. `told` says it in words.
local agreement = require("runner.autogenerate.rename.agreement")
local key = require("runner.alter.key")
local pace = require("runner.pace")
local sample = require("runner.autogenerate.rename.sample")

local overlap = {}

local LONGEST_TIME = 10 -- seconds for all questions
local MOST_COLUMNS = 8 -- of a table
local SAME_ROWS = 0.5 -- from here on the rows are taken to be the same ones
-- The same values in other rows may be of another column: enough to ask, but not more.
local MOST_FOR_VALUES = 0.8

-- ---- columns

--- The sample of a column, read once; nil if the database cannot be read.
local function sample_of(side, owner, column)
  local name = owner.key .. "\0" .. column.key
  if side.samples[name] == nil then
    local done, rows = pcall(sample.read, side.db, owner, column)
    if not done and type(rows) ~= "userdata" then
      error(rows, 0) -- none of SQLite's
    end
    side.samples[name] = done and rows or false
  end
  return side.samples[name] or nil
end

local function is_key(owner, column)
  return key.in_primary(owner.definition, column)
end

--- What both samples have in common, and whether row by row. A part of the key is the
-- same in rows of the same key anyway.
local function common_of(pair, old, new)
  local is_part = is_key(pair.have, pair.old) or is_key(pair.want, pair.new)
  local rows = not is_part and agreement.of_rows(old, new) or nil
  if rows and rows.share >= SAME_ROWS then
    return rows, true
  end
  return agreement.of_values(old, new), false
end

local function told_of(common, is_by_row)
  if is_by_row then
    return ("the same value in %d of %d rows"):format(common.same, common.count)
  elseif common.same == 0 then
    return ("none of %d values is in both"):format(common.count)
  end
  return ("%d of %d values are in both"):format(common.same, common.count)
end

local function of_column(self, pair)
  if pair.old.generated or pair.new.generated or pace.now() > self.latest then
    return nil
  end
  local old = sample_of(self.have, pair.have, pair.old)
  local new = old and sample_of(self.want, pair.want, pair.new)
  if not new then
    return nil
  end
  local common, is_by_row = common_of(pair, old, new)
  if not common then
    return nil
  end
  local most = is_by_row and 1 or MOST_FOR_VALUES
  return math.min(most, common.share), told_of(common, is_by_row)
end

-- ---- tables

--- The mean of the columns that both have and whose values say something.
local function of_table(self, have, want)
  local sum, count = 0, 0
  for _, old in ipairs(have.definition.columns) do
    local new = want.definition.by_key[old.key]
    local share = new
      and count < MOST_COLUMNS
      and of_column(self, { have = have, want = want, old = old, new = new })
    if share then
      sum, count = sum + share, count + 1
    end
  end
  if count == 0 then
    return nil
  end
  local share = sum / count
  local columns = count == 1 and "1 column" or count .. " columns"
  return share, ("the values of %s agree by %d %%"):format(columns, share * 100 // 1)
end

--- `have`, `want`: the databases. Only their rows are read, and only when asked.
function overlap.between(have, want)
  local self = { have = { db = have, samples = {} }, want = { db = want, samples = {} } }
  return function(question)
    self.latest = self.latest or pace.now() + LONGEST_TIME
    if question.kind == "table" then
      return of_table(self, question.from, question.to)
    end
    return of_column(self, {
      have = question.have,
      want = question.want,
      old = question.from,
      new = question.to,
    })
  end
end

return overlap
