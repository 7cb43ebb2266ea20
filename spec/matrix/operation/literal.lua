--- Columns and values as the words of `op` take them, beside their SQL text.
local model = require("spec.matrix.model")
local sql = require("runner.schema.expression")
local sqlite = require("runner.sqlite")

local literal = {}

literal.defaults = {
  { value = 5, text = "5" }, { value = -7, text = "-7" }, { value = 1.5, text = "1.5" },
  { value = "new", text = "'new'" }, { value = "it's, (so)", text = "'it''s, (so)'" },
  { value = sql "(1 + 1)", text = "(1 + 1)" },
  { value = sqlite.blob("\0a"), text = "x'0061'" },
  { value = sql "lower('ABC')", text = "(lower('ABC'))" },
  { value = sql "NULL", text = "NULL" },
}
literal.not_null_defaults = table.move(literal.defaults, 1, 8, 1, {})

--- Marks that a column has no default.
literal.none = setmetatable({}, { __name = "no default" })

literal.expression, literal.null = sql, sqlite.null

--- The kinds of values that column types are made for.
literal.profiles = { integers = true, words = true, decimals = true, mixed = true,
  codes = true }

--- A default's SQL text as the words take it, or nil if they cannot write it so.
function literal.default(text)
  if text:find('^"') or text == "word" then return nil end
  local inside = text:match("^'(.*)'$")
  if inside then return (inside:gsub("''", "'")) end
  return sql(text:match("^%((.*)%)$") or text)
end

-- A piece of a column as words, by its kind. Each adds to the words, or gives false if
-- they have no way to say it.
local say = {
  not_null = function(words) words.null = false end,
  collate = function(words, piece) words.collate = piece.collation end,
  default = function(words, piece)
    words.default = piece.words
    if words.default == nil then words.default = literal.default(piece.value) end
    return words.default ~= nil
  end,
  unique = function(words, piece)
    words.unique = piece.name and { name = piece.name } or true
  end,
  check = function(words, piece, self)
    local text = self and model.fill(piece.text, self) or piece.text
    words.check = piece.name and { text, name = piece.name } or text
    return not text:find("\n", 1, true)
  end,
  references = function(words, piece, self)
    local parent = piece.parents and piece.parents[1]
    if piece.table:find("{", 1, true) and self then
      words.references = { self.name, model.column(self, parent:match("c%d+")).name }
    else
      words.references = { piece.table, parent }
    end
    words.references.on_delete = piece.on_delete and piece.on_delete:lower()
    words.references.on_update = piece.on_update and piece.on_update:lower()
    words.references.name = piece.name
    return not piece.deferrable
  end,
  generated = function(words, piece, self)
    words.generated = self and model.fill(piece.text, self) or piece.text
    words.stored = (piece.storage or ""):upper() == "STORED" or nil
    return piece.always and piece.storage ~= nil
      and piece.storage:upper() == piece.storage
  end,
  primary_key = function() return false end,
}

--- The column as a table of words; the table is needed for the names in its texts.
function literal.column(self, column)
  local words = { column.name, column.type }
  for _, piece in ipairs(column.pieces) do say[piece.kind](words, piece, self) end
  return words
end

--- The column without what stands around it, if the words can say it whole; else nil.
function literal.expressible(column)
  if column.type:find('"') then return nil end
  for _, piece in ipairs(column.pieces) do
    local named = piece.name and piece.kind ~= "unique" and piece.kind ~= "check"
      and piece.kind ~= "references"
    if piece.conflict or named or say[piece.kind]({}, piece) == false then return nil end
  end
  local copy = model.copy(column)
  copy.lead, copy.trail, copy.late = nil, nil, nil
  return copy
end

return literal
