--- A number of SQL in one spelling: 1.50 is 1.5, 1e3 is 1000.0, 0x1F is 31.
--
--     number("1.50")      -- "1.5"; 1 and 1.0 stay apart, since SQLite keeps both
--
-- What Lua would read differently stays as it is: whole numbers above 64 bits (SQLite
-- makes reals of them, but not behind every minus), and those that are negative in
-- hexadecimal; blobs, too.
-- https://www.sqlite.org/lang_expr.html#literal_values_constants_
return function(text)
  local value = tonumber(text)
  if math.type(value) == "integer" then
    return value >= 0 and ("%d"):format(value) or text:upper()
  elseif not value or not text:find("[.eE]") or value == math.huge then
    return text:upper()
  end
  local digits = ("%.17g"):format(value)
  return digits:find("[.e]") and digits or digits .. ".0"
end
