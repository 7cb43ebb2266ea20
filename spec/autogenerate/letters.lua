--- The texts that a database keeps of its schema, compared to the letter.
local letters = {}

local SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_schema"

--- The schema as { [type and name] = all that is kept of it, as one text }.
function letters.of(db)
  local texts = {}
  for kind, name, table_name, sql in db:rows(SCHEMA) do
    texts[kind .. " " .. name] = table_name .. ": " .. tostring(sql)
  end
  return texts
end

--- What `after` lacks of `before` or has otherwise, as one text: "" if nothing.
function letters.lost(before, after)
  local lines = {}
  for key, text in pairs(before) do
    if after[key] ~= text then
      lines[#lines + 1] = ("%s: %q became %q"):format(key, text, tostring(after[key]))
    end
  end
  table.sort(lines)
  return table.concat(lines, "\n")
end

return letters
