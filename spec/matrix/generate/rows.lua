--- Rows of a generated table: INSERT statements as templates. Rows that a constraint
-- refuses are left out by SQLite itself (INSERT OR IGNORE).
local model = require("spec.matrix.model")

local rows = {}

local values = {
  integers = { "0", "1", "-1", "42", "9007199254740993", "4611686018427387905",
    "-9223372036854775808", "4294967296", "7", "100" },
  words = { "''", "'abc'", "'ABC'", "'it''s'", "'\195\188n\195\175'", "'two words'",
    "' lead'", "'trail '", "'line' || char(10) || 'break'", "'b'", "'B'", "'a'", "'C'" },
  decimals = { "0.5", "1e300", "-2.25", "3.0", "12345678901234.5", "0.1", "-0.5", "2" },
  mixed = { "1", "2.5", "'007'", "'1e3'", "'text'", "x'00ff'", "x''", "x'313233'",
    "9007199254740993", "' 5'", "3.0", "''" },
  codes = { "'12'", "'3'", "'45'", "'600'", "'7'", "'-8'" },
  parent_id = { "1", "2", "3" },
  none = { "NULL" },
  parent_code = { "'one'", "'two'", "'three'" },
}

local function value(rng, column, number)
  if column.nulls and rng:chance(25) then return "NULL" end
  if column.profile == "key" then return ("%d"):format(number * 3 - 5) end
  if column.profile == "key_word" then return ("'k%d'"):format(number) end
  return rng:pick(values[column.profile])
end

local rowids = { "-3", "0", "5", "1099511627776", "17", "90", "1000", "1001" }

--- The columns a row may set, without those that come later by ALTER TABLE.
local function settable(self)
  local list = {}
  for _, column in ipairs(self.columns) do
    if not model.is_generated(column) and not column.late then
      list[#list + 1] = column
    end
  end
  return list
end

--- `count` INSERT statements; some name odd rowids.
function rows.generate(rng, self, count)
  local list, columns = {}, settable(self)
  local rowid = not model.rowid_column(self) and model.rowid_name(self)
  for number = 1, count do
    local names, texts = {}, {}
    if rowid and rng:chance(60) then
      names[1], texts[1] = rowid, rng:pick(rowids)
    end
    for _, column in ipairs(columns) do
      names[#names + 1] = "{" .. column.id .. '"}'
      texts[#texts + 1] = value(rng, column, number)
    end
    list[number] = ("INSERT OR IGNORE INTO {t} (%s) VALUES (%s)"):format(
      table.concat(names, ", "), table.concat(texts, ", "))
  end
  for _, row in ipairs(self.late_rows or {}) do list[#list + 1] = row end
  return list
end

return rows
