--- Tokens of SQL as one text, one for all words that say the same, for
-- runner.schema.meaning.
--
--     wording.drop_idle(tokens)     -- marks as gone what may be left out
--     wording.join(tokens)          -- the text of those that are there
--
-- The tokens are marked by runner.schema.clause and runner.schema.alias.
-- https://www.sqlite.org/lang_select.html, https://www.sqlite.org/lang_expr.html
local operators = require("runner.schema.operators")

local wording = {}

local function is_word(token, text)
  return token ~= nil and token.is_word and token.text == text
end

-- ---- words that may be left out

-- By the word, from what stands around it.
local idle = {
  ASC = function(token)
    return token.clause == "ORDER"
  end,
  NULLS = function(token, before, behind)
    local usual = is_word(before, "DESC") and "LAST" or "FIRST"
    return token.clause == "ORDER" and is_word(behind, usual)
  end,
  ALL = function(_, before)
    return is_word(before, "SELECT") or before.text == "("
  end,
  RECURSIVE = function(_, before)
    return is_word(before, "WITH")
  end,
  AS = function(_, _, behind)
    return behind ~= nil and behind.is_alias -- which says so
  end,
  INNER = function(_, _, behind)
    return is_word(behind, "JOIN")
  end,
}
idle.OUTER = idle.INNER

function wording.drop_idle(tokens)
  local nothing = { text = "" }
  for i, token in ipairs(tokens) do
    local test = token.is_word and idle[token.text]
    if test and test(token, tokens[i - 1] or nothing, tokens[i + 1]) then
      token.gone = true
      if token.text == "NULLS" then
        tokens[i + 1].gone = true
      end
    end
  end
end

-- ---- words for words

-- In front of JOIN they make it another one than a comma.
local join_kinds = {}
for word in ("NATURAL LEFT RIGHT FULL CROSS"):gmatch("%a+") do
  join_kinds[word] = true
end

-- By the word, from what stands around it.
local spell = {
  ISNULL = function()
    return "IS NULL"
  end,
  NOTNULL = function()
    return "IS NOT NULL"
  end,
  NOT = function(token, before, behind)
    local is_test = token.strength ~= operators.NOT and is_word(behind, "NULL")
    return is_test and not is_word(before, "IS") and "IS NOT" or "NOT"
  end,
  REPLACE = function(_, before, behind)
    local is_whole = is_word(behind, "INTO") and not is_word(before, "OR")
    return is_whole and "INSERT OR REPLACE" or "REPLACE"
  end,
  JOIN = function(token, before)
    local is_kind = before.is_word and join_kinds[before.text]
    return token.clause == "FROM" and not is_kind and "," or "JOIN"
  end,
}

local function text_of(token, before, behind)
  local word = token.is_word and spell[token.text]
  if token.is_alias then
    return "AS " .. token.text
  end
  return word and word(token, before, behind) or token.text
end

function wording.join(tokens)
  local words, before = {}, { text = "" }
  for i, token in ipairs(tokens) do
    if not token.gone then
      words[#words + 1] = text_of(token, before, tokens[i + 1])
      before = token
    end
  end
  while words[#words] == ";" do
    words[#words] = nil
  end
  return table.concat(words, " ")
end

return wording
