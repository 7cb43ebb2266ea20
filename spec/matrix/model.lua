--- A table as the generator means it, and its CREATE TABLE text.
--
--     { name =, style =, columns = { COLUMN... }, constraints = { PIECE... },
--       strict = bool, without_rowid = bool, options = "WITHOUT ROWID /* why */" }
--     COLUMN: { id = "c1", name =, style =, type =, lead =, trail =,
--       pieces = { PIECE... } }
--     PIECE:  { kind = "check", name =, conflict =, before = " ", ... }
--
-- Texts inside pieces, and the texts of other objects, are templates: {c1} stands for the
-- name of column c1, {t} for the table; {c1"} writes it in double quotes. So a renamed
-- column needs no search through texts, and the model needs no parser.
local model = {}

local reserved = {}
for word in ("add all and as case check collate create default delete drop else from "
  .. "group having in index insert into is join limit not null on or order primary "
  .. "references select set table then to unique update using values when where"
  ):gmatch("%a+") do
  reserved[word] = true
end

local closing = { ['"'] = '"', ["`"] = "`", ["["] = "]", ["'"] = "'" }

--- A name as SQL text; `style` is the opening quote, or "" where it needs none.
function model.spell(name, style)
  local plain = name:find("^[%a_][%w_]*$") and not reserved[name:lower()]
  if style == "" and not plain or style == "[" and name:find("]", 1, true) then
    style = '"'
  end
  if style == "" then return name end
  local close = closing[style]
  if style ~= "[" then name = name:gsub(close, close .. close) end
  return style .. name .. close
end

--- The text with the names of the table in it.
function model.fill(text, self)
  return (text:gsub("{(%w+)([\"`%[]?)}", function(id, style)
    if id == "t" then return model.spell(self.name, style) end
    local column = model.column(self, id) or error("no column " .. id, 0)
    return model.spell(column.name, style)
  end))
end

--- The ids of the columns that a template mentions, as a set.
function model.mentioned(text)
  local ids = {}
  for id in text:gmatch("{(c%d+)[\"`%[]?}") do ids[id] = true end
  return ids
end

--- The column with this id and its position, or nil.
function model.column(self, id)
  for i, column in ipairs(self.columns) do
    if column.id == id then return column, i end
  end
  return nil
end

--- The first piece of this kind of a list, and its position, or nil.
function model.piece(pieces, kind)
  for i, piece in ipairs(pieces) do
    if piece.kind == kind then return piece, i end
  end
  return nil
end

function model.copy(value)
  if type(value) ~= "table" or getmetatable(value) then return value end
  local copy = {}
  for key, inner in pairs(value) do copy[key] = model.copy(inner) end
  return copy
end

-- ---- text

local function key_columns(columns)
  local texts = {}
  for i, column in ipairs(columns) do
    texts[i] = ("{%s}%s%s"):format(column.id,
      column.collate and " COLLATE " .. column.collate or "",
      column.order and " " .. column.order or "")
  end
  return "(" .. table.concat(texts, ", ") .. ")"
end

local function references(piece)
  local text = "REFERENCES " .. piece.table
  if piece.parents then
    text = text .. " (" .. table.concat(piece.parents, ", ") .. ")"
  end
  if piece.on_delete then text = text .. " ON DELETE " .. piece.on_delete end
  if piece.on_update then text = text .. " ON UPDATE " .. piece.on_update end
  return text .. (piece.deferrable and " " .. piece.deferrable or "")
end

local function primary_key(piece)
  if not piece.columns then
    return "PRIMARY KEY" .. (piece.order and " " .. piece.order or "")
  end
  local text = "PRIMARY KEY " .. key_columns(piece.columns)
  return piece.autoincrement and text:gsub("%)$", " AUTOINCREMENT)") or text
end

local texts = {
  not_null = function(piece) return piece.lower and "not null" or "NOT NULL" end,
  default = function(piece) return "DEFAULT " .. piece.value end,
  collate = function(piece) return "COLLATE " .. piece.collation end,
  check = function(piece) return "CHECK (" .. piece.text .. ")" end,
  primary_key = primary_key,
  references = references,
  unique = function(piece)
    return "UNIQUE" .. (piece.columns and " " .. key_columns(piece.columns) or "")
  end,
  foreign_key = function(piece)
    return "FOREIGN KEY " .. key_columns(piece.columns) .. " " .. references(piece)
  end,
  generated = function(piece)
    return ("%sAS (%s)%s"):format(piece.always and "GENERATED ALWAYS " or "", piece.text,
      piece.storage and " " .. piece.storage or "")
  end,
}

--- The template of a piece, from CONSTRAINT to its last word.
function model.piece_text(piece)
  local text = texts[piece.kind](piece)
  if piece.name then
    text = ("CONSTRAINT %s %s"):format(model.spell(piece.name, piece.style or ""), text)
  end
  if piece.conflict then text = text .. " ON CONFLICT " .. piece.conflict end
  if piece.autoincrement and not piece.columns then text = text .. " AUTOINCREMENT" end
  return text
end

--- The template of a column, without the noise around it.
function model.column_text(column)
  local text = model.spell(column.name, column.style)
  if column.type ~= "" then text = text .. " " .. column.type end
  for _, piece in ipairs(column.pieces) do
    text = text .. (piece.before or " ") .. model.piece_text(piece)
  end
  return text
end

--- A column with the noise around it; `first` has no comma before it.
local function column_part(column, first)
  return ("%s%s%s%s"):format(first and "" or ",", column.lead or " ",
    model.column_text(column), column.trail or "")
end

--- A constraint of the table; SQLite needs no comma between two of them.
local function constraint_part(piece, first)
  local joined = not first and piece.no_comma
  return (joined and "" or ",") .. (piece.before or " ") .. model.piece_text(piece)
end

--- The end of the text: the closing bracket and what stands around it.
local function last_part(self)
  local options = {}
  if self.strict then options[#options + 1] = "STRICT" end
  if self.without_rowid then options[#options + 1] = "WITHOUT ROWID" end
  return (self.trail or "") .. ")" .. (#options > 0 and " " or "")
    .. table.concat(options, ", ") .. (self.remark or "")
end

--- The CREATE TABLE statement.
function model.text(self)
  local parts = { ("CREATE TABLE %s%s("):format(model.spell(self.name, self.style),
    self.lead or " ") }
  for i, column in ipairs(self.columns) do
    parts[#parts + 1] = column_part(column, i == 1)
  end
  for i, piece in ipairs(self.constraints) do
    parts[#parts + 1] = constraint_part(piece, i == 1)
  end
  parts[#parts + 1] = last_part(self)
  return model.fill(table.concat(parts), self)
end

-- ---- questions

--- The primary key: { columns = { { id, ... } }, piece =, column = or nil }, or nil.
function model.primary_key(self)
  for _, column in ipairs(self.columns) do
    local piece = model.piece(column.pieces, "primary_key")
    if piece then
      return { columns = { { id = column.id } }, piece = piece, column = column }
    end
  end
  local piece = model.piece(self.constraints, "primary_key")
  return piece and { columns = piece.columns, piece = piece }
end

--- Is the primary key the rowid (https://www.sqlite.org/lang_createtable.html#rowid)?
function model.rowid_column(self)
  local key = model.primary_key(self)
  if not key or self.without_rowid or #key.columns ~= 1 then return nil end
  local column = model.column(self, key.columns[1].id)
  if not column then return nil end
  local plain = column.type:upper() == "INTEGER"
  local descending = key.column and key.piece.order == "DESC"
  return plain and not descending and column or nil
end

--- A name for the rowid that no column hides, or nil.
function model.rowid_name(self)
  if self.without_rowid then return nil end
  for _, name in ipairs { "rowid", "_rowid_", "oid" } do
    local hidden = false
    for _, column in ipairs(self.columns) do
      hidden = hidden or column.name:lower() == name
    end
    if not hidden then return name end
  end
  return nil
end

function model.is_generated(column)
  return model.piece(column.pieces, "generated") ~= nil
end

return model
