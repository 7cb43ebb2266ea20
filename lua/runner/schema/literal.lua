--- Lua values as SQL literals.
--
--     nil, db.null   NULL          true, false   1, 0        "it's"   'it''s'
--     42             42            2.0           2.0         db.blob  x'00ff'
local expression = require("runner.schema.expression")

local function hexadecimal(bytes)
  return (bytes:gsub(".", function(byte)
    return string.format("%02x", byte:byte())
  end))
end

local function text_literal(text)
  if text:find("\0", 1, true) then -- SQL text ends at a zero byte
    return "CAST(x'" .. hexadecimal(text) .. "' AS TEXT)"
  end
  return "'" .. text:gsub("'", "''") .. "'"
end

--- The shortest digits that read back as the same number.
local function real_literal(number)
  if number == math.huge then
    return "9e999"
  elseif number == -math.huge then
    return "-9e999"
  end
  local digits = string.format("%.15g", number)
  if tonumber(digits) ~= number then
    digits = string.format("%.17g", number)
  end
  return digits:find("[.e]") and digits or digits .. ".0"
end

local function number_literal(number)
  if math.type(number) == "integer" then
    return string.format("%d", number)
  elseif number ~= number then
    return nil, "is not a number (0/0)"
  end
  return real_literal(number)
end

local function userdata_literal(value)
  local kind = getmetatable(value)
  if kind == "db.null" then
    return "NULL"
  elseif kind == "db.blob" then
    return "x'" .. hexadecimal(tostring(value)) .. "'"
  end
  return nil, "must be a plain value, not a " .. type(value)
end

local by_type = {
  ["nil"] = function()
    return "NULL"
  end,
  boolean = function(value)
    return value and "1" or "0"
  end,
  number = number_literal,
  string = text_literal,
  userdata = userdata_literal,
}

--- The literal of `value`, or nil and why there is none ("must be ..."). A marked
-- expression is its own text.
local function literal(value)
  local text = expression.text(value)
  if text then
    return text
  end
  local convert = by_type[type(value)]
  if convert then
    return convert(value)
  end
  return nil, "must be a plain value, not a " .. type(value)
end

return literal
