--- Questions that nobody answered, as texts and as an error.
--
--     open.texts(questions)               --> { "is the column ... with a new name" }
--     open.raise(questions, says_was)
--
-- There is one text for each old table or column, with all that it may be now.
-- `says_was`: the desired schema is one where `was` can say it, too.
local failure = require("runner.failure")

local open = {}

--- The questions of each old one: a list of lists.
local function grouped(questions)
  local groups, by_old = {}, {}
  for _, question in ipairs(questions) do
    local group = by_old[question.from]
    if not group then
      group = {}
      by_old[question.from], groups[#groups + 1] = group, group
    end
    group[#group + 1] = question
  end
  return groups
end

local function text_of(group)
  local names = {}
  for i, question in ipairs(group) do
    local told = question.told and #group > 1 and " (" .. question.told .. ")" or ""
    names[i] = "'" .. question.to.name .. "'" .. told
  end
  local first = group[1]
  local place = first.table and (" of '%s'"):format(first.table) or ""
  local text = ("is the %s %s%s the former '%s' with a new name"):format(
    first.kind,
    table.concat(names, " or "),
    place,
    first.from.name
  )
  local only_told = #group == 1 and first.told
  return only_told and ("%s (%s)"):format(text, only_told) or text
end

function open.texts(questions)
  local texts = {}
  for i, group in ipairs(grouped(questions)) do
    texts[i] = text_of(group)
  end
  return texts
end

-- ---- the error

local function was_text(question, says_was)
  local quoted = says_was and ("%q"):format(question.from.name)
  return quoted and (" (or was = %s in the schema)"):format(quoted) or ""
end

local function yes_words(group, says_was)
  local words = {}
  for i, question in ipairs(group) do
    words[i] = question.yes
  end
  return table.concat(words, " or ") .. was_text(group[1], says_was)
end

--- One line for the question, then one for each answer, to be copied.
local function paragraph(group, says_was)
  local lines = { "  " .. text_of(group) .. "?" }
  for _, question in ipairs(group) do
    local name = #group > 1 and (", it is '%s'"):format(question.to.name) or ""
    lines[#lines + 1] = ("    %s    yes%s%s"):format(
      question.yes,
      name,
      was_text(question, says_was)
    )
  end
  lines[#lines + 1] = ("    %s    no"):format(group[1].no)
  return table.concat(lines, "\n")
end

local function raise_one(group, says_was)
  local answer = ("answer with %s if it is, %s if it is not"):format(
    yes_words(group, says_was),
    group[1].no
  )
  failure.raise(text_of(group) .. "?", answer, "usage")
end

function open.raise(questions, says_was)
  local groups, paragraphs = grouped(questions), {}
  if #groups == 1 then
    raise_one(groups[1], says_was)
  end
  for i, group in ipairs(groups) do
    paragraphs[i] = paragraph(group, says_was)
  end
  failure.raise(
    ("%d tables and columns that go may be others that come, with a new name"):format(
      #groups
    ),
    "answer each question with one of its options, all in one command:\n"
      .. table.concat(paragraphs, "\n"),
    "usage"
  )
end

return open
