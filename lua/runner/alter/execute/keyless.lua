--- A definition without its keys, for a table that is filled before they are there.
--
-- UNIQUE and PRIMARY KEY have indexes, and keeping those up to date row by row costs
-- several times what building them at the end does. A CHECK takes the place of each, as
-- it may stand wherever a key may. The rowid's own key costs nothing, and the key of a
-- WITHOUT ROWID table is the table: both stay. So do all keys where an index that is
-- built would be another one (runner.alter.key).
local ddl = require("runner.ddl")
local identifier = require("runner.schema.identifier")
local keys = require("runner.alter.key")

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

--- Those of the keys.
local function key_edits(self)
  local edits = {}
  if keys.has_own_order(self) then
    return edits
  end
  for i, unique in ipairs(self.uniques) do
    edits[i] = replacement(unique, "1")
  end
  local key = self.primary_key
  if key and not (key.rowid or self.without_rowid) then
    edits[#edits + 1] = replacement(key, self.strict and present(key) or "1")
  end
  return edits
end

--- Are there keys to be left out?
function keyless.has_keys(self)
  return #key_edits(self) > 0
end

--- The edits of the text, for runner.alter.text.splice, that take the keys away, and
-- AUTOINCREMENT: the values it has given are kept under the real table's name.
function keyless.edits(self)
  local edits = key_edits(self)
  local key = self.primary_key
  local span = key and key.autoincrement and key.tree.span
  for _, token in ipairs(span and ddl.tokens(self.text, span[1], span[2]) or {}) do
    if token.kind == "word" and token.text:upper() == "AUTOINCREMENT" then
      edits[#edits + 1] = { token.first, token.last, "" }
    end
  end
  return edits
end

return keyless
