--- Texts in the arguments of virtual tables, in the quotes that the modules of SQLite
-- take: 'it''s', "it", `it`, [it].
--
--     argument.plain("'porter ascii'")          -- porter ascii
--     argument.words("ascii tokenchars '-_'")   -- { "ascii", "tokenchars", "-_" }
--     argument.split("2,3", "%d+")              -- { "2", "3" }
local argument = {}

local closing = { ["'"] = "'", ['"'] = '"', ["`"] = "`", ["["] = "]" }

--- The quoted text that begins at `first`, without its quotes, and the position behind
-- it; nil if there is none. A quote that is there twice stands for itself.
local function quoted(text, first)
  local quote = closing[text:sub(first, first)]
  if not quote then
    return nil
  end
  local parts, position = {}, first + 1
  while true do
    local last = text:find(quote, position, true)
    parts[#parts + 1] = text:sub(position, (last or #text + 1) - 1)
    if not last or text:sub(last + 1, last + 1) ~= quote or quote == "]" then
      return table.concat(parts, quote), (last or #text) + 1
    end
    position = last + 2
  end
end

--- A text without quotes, if it has any.
function argument.plain(text)
  local trimmed = text:match("^%s*(.-)%s*$")
  local inner, behind = quoted(trimmed, 1)
  return inner and behind > #trimmed and inner or trimmed
end

--- The quoted texts, and what matches `pattern` outside of them; anything else divides.
function argument.split(text, pattern)
  local list, position = {}, 1
  while position <= #text do
    local inner, behind = quoted(text, position)
    if not inner then
      local _, last = text:find("^" .. pattern, position)
      inner, behind = last and text:sub(position, last), (last or position) + 1
    end
    list[#list + 1] = inner or nil
    position = behind
  end
  return list
end

--- What spaces divide.
function argument.words(text)
  return argument.split(text, "[^%s'\"`%[]+")
end

return argument
