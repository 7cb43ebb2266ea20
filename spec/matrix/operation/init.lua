--- The operations of the matrix. Each word is a table of functions over a model:
--
--     pick(rng, model, context)    an operation for this table, or nil
--     apply(model, op, change)     what it makes of the model (changed in place)
--     call(model, op)              { method, argument... } for op.alter_table
--     reverse(model, op)           operations that undo it, or nil
--
-- `call` and `reverse` get the model as it is before the operation. `change` collects
-- what the operations did: fresh, touched, dropped (sets of column ids), using (SQL by
-- id), renamed, loses_comments.
local model = require("spec.matrix.model")

local operation = { words = {} }

-- Words with many forms are picked more often.
local weights = { alter_column = 5, add_column = 2 }
local urn = {}

for _, name in ipairs { "column", "alter", "constraint", "index", "table" } do
  for word, one in pairs(require("spec.matrix.operation." .. name)) do
    operation[word] = one
    table.insert(operation.words, word)
  end
end
table.sort(operation.words)
for _, word in ipairs(operation.words) do
  for _ = 1, weights[word] or 1 do urn[#urn + 1] = word end
end

-- ---- who uses a column

--- The ids of the columns that a piece names, as a set.
local function named_in(piece)
  local ids = model.mentioned((piece.text or "") .. table.concat(piece.parents or {}))
  for _, one in ipairs(piece.columns or {}) do ids[one.id] = true end
  return ids
end

local function used_in(pieces, id, ignored)
  for _, piece in ipairs(pieces) do
    local ids = named_in(piece)
    local alone = next(ids) == id and next(ids, id) == nil and piece.kind ~= "primary_key"
    if ids[id] and not (ignored and alone) then return true end
  end
  return false
end

local function used_around(objects, id)
  for _, object in ipairs(objects) do
    if model.mentioned(object.text)[id] then return true end
    for _, row in ipairs(object.rows or {}) do
      if model.mentioned(row)[id] then return true end
    end
  end
  return false
end

--- Does anything but the column itself need it?
local function is_used(self, objects, id)
  if used_around(objects, id) then return true end
  for _, one in ipairs(self.columns) do
    if one.id ~= id and used_in(one.pieces, id) then return true end
    if one.id == id and model.piece(one.pieces, "primary_key") then return true end
  end
  return used_in(self.constraints, id, true)
end

--- What the pickers need to know beyond the table.
function operation.context(objects)
  local context = { searched = {}, objects = objects }
  function context.used(self, id) return is_used(self, objects, id) end
  for _, object in ipairs(objects) do
    if object.kind == "search" then context.searched = model.mentioned(object.text) end
  end
  return context
end

-- ---- several operations

function operation.new_change(objects)
  return { fresh = {}, touched = {}, dropped = {}, using = {}, objects = objects }
end

--- Pick up to `count` operations, each for what the ones before leave.
function operation.pick(rng, self, objects, count)
  local list, current = {}, model.copy(self)
  for _ = 1, 40 do
    if #list == count then break end
    local word = rng:pick(urn)
    local op = operation[word].pick(rng, current, operation.context(objects))
    if op then
      op.word = word
      local change = operation.new_change(objects)
      operation[word].apply(current, op, change)
      objects, list[#list + 1] = change.objects, op
      if not pcall(model.text, current) then break end -- what something else uses is gone
    end
  end
  return list
end

--- One column of a key as text, with all that decides its order in the index.
local function key_column_text(self, piece, one)
  local owner = model.column(self, one.id)
  local collation = owner and model.piece(owner.pieces, "collate")
  return ("%s %s %s %s"):format(one.id, one.collate or "", one.order or piece.order or "",
    collation and collation.collation or "")
end

--- The keys of a table, which SQLite makes indexes for, as one text.
local function keys_text(self)
  local rowid = model.rowid_column(self)
  local texts = { tostring(self.without_rowid), rowid and rowid.id }
  local function note(piece, column)
    if piece.kind ~= "unique" and piece.kind ~= "primary_key" then return end
    for _, one in ipairs(piece.columns or { column }) do
      texts[#texts + 1] = key_column_text(self, piece, one)
    end
    texts[#texts + 1] = piece.kind
  end
  for _, column in ipairs(self.columns) do
    for _, piece in ipairs(column.pieces) do note(piece, column) end
  end
  for _, piece in ipairs(self.constraints) do note(piece) end
  return table.concat(texts, "; ")
end

--- The model after the operations, and what they did.
function operation.apply(self, ops, objects)
  local after, change = model.copy(self), operation.new_change(objects)
  for _, op in ipairs(ops) do operation[op.word].apply(after, op, change) end
  change.keys = keys_text(self) ~= keys_text(after)
  return after, change
end

--- The calls, in order: lists of a method and its arguments.
function operation.calls(self, ops)
  local calls, current = {}, model.copy(self)
  for i, op in ipairs(ops) do
    calls[i] = operation[op.word].call(current, op)
    operation[op.word].apply(current, op, operation.new_change({}))
  end
  return calls
end

--- The operations that undo them, last first, or nil if there is no way to say one.
function operation.reverse(self, ops)
  local groups, current = {}, model.copy(self)
  for _, op in ipairs(ops) do
    local back = operation[op.word].reverse(current, op)
    if not back then return nil end
    table.insert(groups, 1, back)
    operation[op.word].apply(current, op, operation.new_change({}))
  end
  local list = {}
  for _, group in ipairs(groups) do table.move(group, 1, #group, #list + 1, list) end
  -- A constraint that was added and went along with its column cannot be dropped again.
  return pcall(operation.apply, current, list, {}) and list or nil
end

return operation
