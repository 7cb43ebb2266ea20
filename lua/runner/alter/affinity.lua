--- The affinity of a column: how SQLite stores what is put into it.
--
-- https://www.sqlite.org/datatype3.html section 3.1; for STRICT tables
-- https://www.sqlite.org/stricttables.html section 2
local rules = {
  { "INT", "INTEGER" },
  { "CHAR", "TEXT" },
  { "CLOB", "TEXT" },
  { "TEXT", "TEXT" },
  { "BLOB", "BLOB" },
  { "REAL", "REAL" },
  { "FLOA", "REAL" },
  { "DOUB", "REAL" },
}

--- The affinity of a type's text: "INTEGER", "TEXT", "BLOB", "REAL" or "NUMERIC".
local function affinity(type_text, strict)
  local text = type_text:upper()
  if text == "" or (strict and text == "ANY") then
    return "BLOB"
  end
  for _, rule in ipairs(rules) do
    if text:find(rule[1], 1, true) then
      return rule[2]
    end
  end
  return "NUMERIC"
end

return affinity
