--- Values as Lua source, on one line: what stands in a call of a word.
--
--     value.text({ "id", "INTEGER", primary_key = true })
--     --> { "id", "INTEGER", primary_key = true }
--
-- Keys come in the order in which people write them, whatever else there is by name.
local expression = require("runner.schema.expression")
local identifier = require("runner.schema.identifier")

local value = {}

local usual_order = {}
local usual_keys = [[type null primary_key autoincrement unique default collate check
  references on_delete on_update deferrable generated stored using desc where timing
  event of when body columns foreign_keys strict without_rowid if_not_exists name]]
for key in usual_keys:gmatch("%S+") do
  usual_order[#usual_order + 1] = key
  usual_order[key] = #usual_order
end

-- ---- texts

local escapes = { ["\\"] = "\\\\", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t" }

local function escape_byte(byte)
  return ("\\x%02x"):format(byte:byte())
end

--- A text in quotes: in single ones only if that saves escapes.
function value.quoted(text)
  local quote = '"'
  if text:find('"', 1, true) and not text:find("'", 1, true) then
    quote = "'"
  end
  local escaped = text:gsub("[\\\n\r\t]", escapes):gsub(quote, "\\" .. quote)
  escaped = escaped:gsub("%c", escape_byte)
  if not utf8.len(escaped) then
    escaped = escaped:gsub("[\128-\255]", escape_byte)
  end
  return quote .. escaped .. quote
end

--- A text in long brackets, as it stands, behind a line end that Lua leaves out; nil
-- where it would be read differently.
function value.bracketed(text)
  if text:find("[%z\1-\8\11-\31\127]") or not utf8.len(text) then
    return nil
  end
  local level = ""
  local function closes()
    local bracket = "]" .. level
    return text:find(bracket .. "]", 1, true) or text:sub(-#bracket) == bracket
  end
  while closes() do
    level = level .. "="
  end
  return ("[%s[\n%s]%s]"):format(level, text, level)
end

--- A text the way that reads best: lines as lines.
function value.string(text)
  return text:find("\n", 1, true) and value.bracketed(text) or value.quoted(text)
end

-- ---- tables

local function by_usage(a, b)
  local first, second = usual_order[a], usual_order[b]
  if first and second then
    return first < second
  elseif first or second then
    return first ~= nil
  end
  return a < b
end

--- The keys of a table that are no positions, as people order them.
function value.keys(given)
  local keys = {}
  for key in pairs(given) do
    if type(key) == "string" then
      keys[#keys + 1] = key
    end
  end
  table.sort(keys, by_usage)
  return keys
end

--- `key = value`
function value.field(key, given)
  local plain = identifier.is_plain(key) and key or ("[%s]"):format(value.quoted(key))
  return ("%s = %s"):format(plain, value.text(given))
end

local function table_text(given)
  local parts = {}
  for i, item in ipairs(given) do
    parts[i] = value.text(item)
  end
  for _, key in ipairs(value.keys(given)) do
    parts[#parts + 1] = value.field(key, given[key])
  end
  return #parts > 0 and "{ " .. table.concat(parts, ", ") .. " }" or "{}"
end

--- The digits that read back as the same number.
local function number_text(number)
  local text = tostring(number)
  return tonumber(text) == number and text or ("%.17g"):format(number)
end

--- The source of a text, a number, a boolean, an sql"...", db.null or a table of these.
function value.text(given)
  local marked = expression.text(given)
  if marked then
    return "sql" .. value.string(marked)
  elseif type(given) == "string" then
    return value.string(given)
  elseif type(given) == "table" then
    return table_text(given)
  elseif type(given) == "number" then
    return number_text(given)
  end
  return getmetatable(given) == "db.null" and "db.null" or tostring(given)
end

return value
