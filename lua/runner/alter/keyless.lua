--- A definition without its keys, for a table that is filled before they are there.
--
-- UNIQUE and PRIMARY KEY have indexes, and keeping those up to date row by row costs
-- several times what building them at the end does. A CHECK takes the place of each, as
-- it may stand wherever a key may. The rowid's own key costs nothing, and the key of a
-- WITHOUT ROWID table is the table: both stay.
local ddl = require("runner.ddl")
local identifier = require("runner.schema.identifier")

local keyless = {}

--- What a STRICT table asks of its primary key besides being distinct.
local function present(key)
  local terms = {}
  for i, column in ipairs(key.columns) do
    terms[i] = identifier.quote(column.name) .. " IS NOT NULL"
  end
  return table.concat(terms, " AND ")
end

local function replacement(key, condition)
  local span = key.tree.span
  return { span[1], span[2], ("CHECK (%s)"):format(condition) }
end

--- The edits of the text, for runner.alter.text, that take the keys away.
function keyless.edits(self)
  local edits = {}
  for i, unique in ipairs(self.uniques) do
    edits[i] = replacement(unique, "1")
  end
  local key = self.primary_key
  if key and not (key.rowid or self.without_rowid) then
    edits[#edits + 1] = replacement(key, self.strict and present(key) or "1")
  end
  return edits
end

--- The edit that takes AUTOINCREMENT away, in a list.
function keyless.without_sequence(self)
  local key = self.primary_key
  if not key or not key.autoincrement then
    return {}
  end
  local span = key.tree.span
  for _, token in ipairs(ddl.tokens(self.text, span[1], span[2])) do
    if token.kind == "word" and token.text:upper() == "AUTOINCREMENT" then
      return { { token.first, token.last, "" } }
    end
  end
end

return keyless
