--- Values as Lua text, as a person would write them: "text", [[long text]], 12, true,
-- sql"...", db.null, { "id", "INTEGER", primary_key = true }.
local sql = require("runner.schema.expression")

local MOST_COLUMNS = 90

local escapes = { ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t", ["\\"] = "\\\\" }

local function quoted(text, quote)
  local written = text:gsub("[%c\\\127" .. quote .. "]", function(letter)
    return escapes[letter] or letter == quote and "\\" .. quote
      or ("\\x%02x"):format(letter:byte())
  end)
  return quote .. written .. quote
end

--- A long text: brackets that it does not hold. Lua takes away a line end that is first.
local function bracketed(text)
  local level = ""
  while (text .. "]"):find("]" .. level .. "]", 1, true) do
    level = level .. "="
  end
  local lead = text:find("^\n") and "\n" or ""
  return ("[%s[%s%s]%s]"):format(level, lead, text, level)
end

local function text_of(text)
  local has_lines = text:find("\n", 1, true) and not text:find("[%z\1-\8\11-\31\127]")
  if has_lines then
    return bracketed(text)
  end
  local is_quoting = text:find('"', 1, true) and not text:find("'", 1, true)
  return quoted(text, is_quoting and "'" or '"')
end

-- Words in the order in which people write them; others follow by letters.
local positions = {}
for i, word in ipairs({
  "type", "null", "primary_key", "autoincrement", "unique", "default", "check",
  "collate", "references", "generated", "stored", "using", "on_delete", "on_update",
  "deferrable", "columns", "condition", "name",
}) do
  positions[word] = i
end

local function sorted_words(given)
  local keys = {}
  for key in pairs(given) do
    if type(key) == "string" then
      keys[#keys + 1] = key
    end
  end
  table.sort(keys, function(a, b)
    local first, second = positions[a] or 99, positions[b] or 99
    if first ~= second then
      return first < second
    end
    return a < b
  end)
  return keys
end

local value

local function parts_of(given)
  local parts = {}
  for i, item in ipairs(given) do
    parts[i] = value(item)
  end
  for _, key in ipairs(sorted_words(given)) do
    parts[#parts + 1] = key .. " = " .. value(given[key])
  end
  return parts
end

local function userdata_text(given)
  if getmetatable(given) == "db.null" then
    return "db.null"
  end
  return "db.blob(" .. quoted(tostring(given), '"') .. ")"
end

function value(given)
  local text = sql.text(given)
  if text then
    return "sql" .. text_of(text)
  elseif type(given) == "string" then
    return text_of(given)
  elseif type(given) == "table" then
    local parts = parts_of(given)
    return #parts == 0 and "{}" or "{ " .. table.concat(parts, ", ") .. " }"
  elseif type(given) == "userdata" then
    return userdata_text(given)
  end
  return math.type(given) == "float" and ("%.17g"):format(given) or tostring(given)
end

--- The call of a function with these values, on one line if they fit, at `indent`.
local function call(name, arguments, indent)
  local parts = {}
  for i = 1, arguments.n do
    parts[i] = value(arguments[i])
  end
  local line = ("%s%s(%s)"):format(indent, name, table.concat(parts, ", "))
  local last = arguments[arguments.n]
  local is_long = #line > MOST_COLUMNS and not line:find("\n", 1, true)
  if not is_long or type(last) ~= "table" or sql.text(last) then
    return line
  end
  parts[arguments.n] = "{\n" .. indent .. "  "
    .. table.concat(parts_of(last), ",\n" .. indent .. "  ") .. ",\n" .. indent .. "}"
  return ("%s%s(%s)"):format(indent, name, table.concat(parts, ", "))
end

return { text = value, call = call }
