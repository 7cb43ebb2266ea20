--- The file name of a new revision, without ".lua".
--
-- `file_template` in runner.lua is a text with tokens such as %(rev)s or %(month).2d;
-- what follows the parenthesis is that of Python's % operator, as in Alembic's files.
local name = {}

local default_template = "%(rev)s_%(slug)s"
local default_length = 40

-- Characters beyond ASCII that do not belong to words: punctuation, symbols, spaces,
-- pictures. Everything else there is taken for a letter.
local no_letters = {
  { 0x80, 0xA9 },
  { 0xAB, 0xB4 },
  { 0xB6, 0xB9 },
  { 0xBB, 0xBF },
  { 0xD7, 0xD7 },
  { 0xF7, 0xF7 },
  { 0x2000, 0x206F },
  { 0x20A0, 0x20CF },
  { 0x2190, 0x2BFF },
  { 0x2E00, 0x2E7F },
  { 0x3000, 0x3004 },
  { 0x3008, 0x3020 },
  { 0x3030, 0x3030 },
  { 0xD800, 0xF8FF },
  { 0xFE00, 0xFE6F },
  { 0xFF01, 0xFF0F },
  { 0xFF1A, 0xFF20 },
  { 0xFF3B, 0xFF40 },
  { 0xFF5B, 0xFF65 },
  { 0xFFE0, 0xFFFF },
  { 0x1F000, 0x1FAFF },
}

local function is_letter(code)
  for _, range in ipairs(no_letters) do
    if code >= range[1] and code <= range[2] then
      return false
    end
  end
  return true
end

--- Replace by spaces what cannot stand in a word; bytes that are no UTF-8 too.
local function blank_no_letters(message)
  local clean = message:gsub("[\x80-\xFF][\x80-\xBF]*", function(character)
    local letter = utf8.len(character) == 1 and is_letter(utf8.codepoint(character))
    return letter and character or " "
  end)
  return clean
end

--- The words of the message, in lower case, joined by "_". A slug that is too long is cut
-- back to its last "_", which stays.
function name.slug(message, length)
  local words = {}
  for word in blank_no_letters(message):gmatch("[%w_\x80-\xFF]+") do
    words[#words + 1] = word
  end
  local slug = table.concat(words, "_"):lower()
  if utf8.len(slug) <= length then
    return slug
  end
  local cut = slug:sub(1, utf8.offset(slug, length + 1) - 1)
  return (cut:match("^(.*)_") or cut) .. "_"
end

local function tokens_of(fields)
  return {
    rev = (fields.rev:gsub("/", "_")),
    slug = name.slug(fields.message or "", fields.length or default_length),
    epoch = fields.epoch,
    year = fields.year,
    month = fields.month,
    day = fields.day,
    hour = fields.hour,
    minute = fields.minute,
    second = fields.second,
  }
end

local function refuse(token)
  error(
    ("`file_template` has %q; its tokens are rev, slug, epoch, year, month, day, hour, "
      .. "minute and second, written %%(rev)s or %%(month).2d"):format(token),
    0
  )
end

--- One token as text: %(month)s, %(month)d, %(month).2d or %(month)02d.
local function expand(tokens, token)
  local key, flags, form = token:match("^%%%((%w+)%)([%d.]*)([sd])$")
  local value = tokens[key]
  local number = type(value) == "number"
  if value == nil or #flags > 3 or (form == "d" and not number) then
    refuse(token)
  end
  return ("%" .. flags .. form):format(value)
end

--- `fields`: template (or nil), rev, message, length (or nil), and epoch, year, month,
-- day, hour, minute, second as whole numbers. The name may contain "/".
function name.render(fields)
  local tokens = tokens_of(fields)
  local parts, at = {}, 1
  local template = fields.template or default_template
  while at <= #template do
    local plain, token, after = template:match("^([^%%]*)(%%%b()[%d.]*%a?)()", at)
    if not plain then
      plain, token, after = template:match("^([^%%]*)(%%?.?)()", at)
    end
    parts[#parts + 1] = plain
    if token == "%%" then
      parts[#parts + 1] = "%"
    elseif token ~= "" then
      parts[#parts + 1] = expand(tokens, token)
    end
    at = after
  end
  return table.concat(parts)
end

return name
