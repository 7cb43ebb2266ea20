--- Questions: is this the former that, with a new name? With the evidence for it.
--
-- A question is { kind = "table" | "column", table = name, from, to = the old and the
-- new one, score (from 0 to 1), clear = is that enough by itself, text, answer = how it
-- can be answered on the command line }; have, want: the tables of a column. Options:
-- overlap, see runner.autogenerate.rename.
local score = require("runner.autogenerate.rename.score")
local words = require("runner.autogenerate.rename.words")

local PLAUSIBLE = 0.5 -- enough to be asked for
local WORTH_A_LOOK = 0.2 -- at the values: with them it may be asked for

local question_of = {}

--- As it is written behind an option in a shell.
local function argument(text)
  local is_plain = not text:find("[^%w_.,:=/@%%+\128-\255-]")
  return is_plain and text or "'" .. text:gsub("'", "'\\''") .. "'"
end

local function new_question(kind, owner, from, to)
  local question = { kind = kind, table = owner and owner.name, from = from, to = to }
  local place = owner and (" of '%s'"):format(owner.name) or ""
  question.text = ("is the %s '%s'%s the former '%s' with a new name"):format(
    kind,
    to.name,
    place,
    from.name
  )
  local old = (owner and owner.name .. "." or "") .. from.name
  question.answer = ("--rename %s if it is, --rename %s if it is not"):format(
    argument(old .. "=" .. to.name),
    argument(old .. "=")
  )
  return question
end

--- Values count as much as all that is declared about them. What speaks against a rename
-- makes a question of it, never a drop: other rows may be in the other database.
local function weigh_values(options, question)
  local is_worth = options.overlap and question.score >= WORTH_A_LOOK
  local overlap, told = nil, nil
  if is_worth then
    overlap, told = options.overlap(question)
  end
  if overlap then
    local least = question.score >= PLAUSIBLE and PLAUSIBLE or 0
    question.score = math.max(least, (question.score + overlap) / 2)
    question.clear = overlap >= 0.9 or (question.clear and overlap >= 0.5)
    question.text = question.text .. (told and " (" .. told .. ")" or "")
  end
end

--- Something in the name says that it may be the same: that is worth a question.
local function weigh_names(question, is_same)
  if is_same and question.score > 0 then
    question.score = math.max(question.score, PLAUSIBLE)
  end
end

--- All columns alone are enough where there are some; with the name, a few are.
function question_of.table(options, old, new)
  local question = new_question("table", nil, old, new)
  local shared
  question.score, shared = score.table(old, new)
  local is_same = words.same(old.name, new.name)
  local is_whole = question.score >= 0.9 and shared >= 4
  question.clear = is_whole and not words.numbered(old.name, new.name)
    or is_same and question.score >= 0.7 and shared >= 2
  weigh_names(question, is_same)
  weigh_values(options, question)
  return question
end

function question_of.column(options, pair)
  local question = new_question("column", pair.want, pair.old, pair.new)
  local is_same = words.same(pair.old.name, pair.new.name)
  question.have, question.want = pair.have, pair.want
  question.score = score.column(pair)
  question.clear = is_same and question.score >= 0.75
  weigh_names(question, is_same)
  weigh_values(options, question)
  return question
end

return question_of
