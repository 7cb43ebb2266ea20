--- Questions: is this the former that, with a new name? With the evidence for it.
--
-- A question is { kind = "table" | "column", table = name, from, to = the old and the
-- new one, score (from 0 to 1), likeness = that of the names, plausible = is it worth
-- asking, plausible_alone = is it if nothing else goes and comes, clear = is no question
-- needed, text, told = what the values say, yes and no = the options that answer it };
-- have, want: the tables of a column. Options: overlap, see runner.autogenerate.rename.
local score = require("runner.autogenerate.rename.score")
local words = require("runner.autogenerate.rename.words")

local PLAUSIBLE = 0.5 -- enough to be asked for
local ALIKE_IN_TYPES = 0.5 -- enough for the only table that goes and the only that comes
local WORTH_A_LOOK = 0.2 -- at the values: with them it may be asked for

local question_of = {}

--- As it is written behind an option in a shell.
local function argument(text)
  local is_plain = not text:find("[^%w_.,:=/@%%+\128-\255-]")
  return is_plain and text or "'" .. text:gsub("'", "'\\''") .. "'"
end

local function new_question(kind, owner, from, to)
  local question = { kind = kind, table = owner and owner.name, from = from, to = to }
  question.likeness = score.likeness(from.name, to.name)
  local place = owner and (" of '%s'"):format(owner.name) or ""
  question.text = ("is the %s '%s'%s the former '%s' with a new name"):format(
    kind,
    to.name,
    place,
    from.name
  )
  local old = (owner and owner.name .. "." or "") .. from.name
  question.yes = "--rename " .. argument(old .. "=" .. to.name)
  question.no = "--rename " .. argument(old .. "=")
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
    question.told = told
    question.text = question.text .. (told and " (" .. told .. ")" or "")
  end
end

--- Something else than the score says that it may be the same: that is worth a question.
local function weigh_sign(question, is_sign)
  if is_sign and question.score > 0 then
    question.score = math.max(question.score, PLAUSIBLE)
  end
end

--- All columns alone are enough where there are some; with the name, a few are. Without
-- any that both have, the types of them all are a reason to ask.
function question_of.table(options, old, new)
  local question = new_question("table", nil, old, new)
  local shared
  question.score, shared = score.table(old, new)
  local likeness, is_same = score.types(old, new), words.same(old.name, new.name)
  local is_whole = question.score >= 0.9 and shared >= 4
  question.clear = is_whole and not words.numbered(old.name, new.name)
    or is_same and question.score >= 0.7 and shared >= 2
  weigh_sign(question, is_same)
  if likeness == 1 then
    question.score = math.max(question.score, PLAUSIBLE)
  end
  weigh_values(options, question)
  question.plausible = question.score >= PLAUSIBLE
  question.plausible_alone = likeness >= ALIKE_IN_TYPES
  return question
end

function question_of.column(options, pair)
  local question = new_question("column", pair.want, pair.old, pair.new)
  local is_same = words.same(pair.old.name, pair.new.name)
  local placed
  question.have, question.want = pair.have, pair.want
  question.score, placed = score.column(pair)
  question.clear = is_same and question.score >= 0.75
  weigh_sign(question, is_same or placed)
  weigh_values(options, question)
  question.plausible = question.score >= PLAUSIBLE
  question.plausible_alone = question.score > 0
  return question
end

return question_of
