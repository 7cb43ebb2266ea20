--- Operations on constraints of the table.
local model = require("spec.matrix.model")

local operation = {}

local function add(self, change, piece)
  piece.fresh = true
  self.constraints[#self.constraints + 1] = piece
  change.constraints = true
end

local function ids_of(self)
  local ids = {}
  for i, one in ipairs(self.columns) do ids[i] = one.id end
  return ids
end

local function names_of(self, columns)
  local list = {}
  for i, one in ipairs(columns) do list[i] = model.column(self, one.id).name end
  return list
end

local function free_name(self, word)
  local taken = {}
  local function note(pieces)
    for _, piece in ipairs(pieces) do taken[piece.name or ""] = true end
  end
  note(self.constraints)
  for _, one in ipairs(self.columns) do note(one.pieces) end
  local number = 100
  while taken[word .. number] do number = number + 1 end
  return word .. number
end

local function drop_named(_, op)
  return { { word = "drop_constraint", name = op.name } }
end

-- ---- adding

local function some_columns(rng, ids, most)
  local columns = {}
  for i, id in ipairs(rng:some(ids, most)) do columns[i] = { id = id } end
  return columns
end

operation.create_unique_constraint = {
  pick = function(rng, self)
    return { name = free_name(self, "uq_"), columns = some_columns(rng, ids_of(self), 3) }
  end,
  apply = function(self, op, change)
    add(self, change, { kind = "unique", name = op.name, columns = op.columns })
  end,
  call = function(self, op)
    return { "create_unique_constraint", op.name, names_of(self, op.columns) }
  end,
  reverse = drop_named,
}

operation.create_check_constraint = {
  pick = function(rng, self)
    local id = rng:pick(ids_of(self))
    return { name = free_name(self, "ck_"), text = rng:pick({
      "{%s} IS NOT NULL OR 1", "length({%s}) < 1000", "{%s\"} <> 'abc'",
      "typeof({%s}) IN ('null', 'text', 'integer', 'real')" }):format(id) }
  end,
  apply = function(self, op, change)
    add(self, change, { kind = "check", name = op.name, text = op.text })
  end,
  call = function(self, op)
    return { "create_check_constraint", op.name, model.fill(op.text, self) }
  end,
  reverse = drop_named,
}

operation.create_foreign_key = {
  pick = function(rng, self)
    local ids = ids_of(self)
    if model.column(self, "c80") then
      ids = { "c80" }
    elseif rng:chance(70) then
      return nil
    end
    local column = model.column(self, rng:pick(ids))
    if model.is_generated(column) then return nil end
    return { name = free_name(self, "fk_"), id = column.id,
      parent = column.profile == "parent_code" and "code" or "id",
      on_delete = rng:chance(50) and rng:pick { "CASCADE", "SET NULL", "RESTRICT" }
        or nil }
  end,
  apply = function(self, op, change)
    add(self, change, { kind = "foreign_key", name = op.name,
      columns = { { id = op.id } }, table = "parent", parents = { op.parent },
      on_delete = op.on_delete })
  end,
  call = function(self, op)
    return { "create_foreign_key", op.name, "parent", names_of(self, { op }),
      { op.parent }, op.on_delete and { on_delete = op.on_delete:lower() } or nil }
  end,
  reverse = drop_named,
}

-- ---- dropping

local droppable = { unique = true, check = true, references = true, foreign_key = true,
  primary_key = true, not_null = true }

-- The constraints that their columns address, by their kind in the words.
local by_columns = { unique = "unique", references = "foreign_key",
  foreign_key = "foreign_key", primary_key = "primary_key" }

--- What addresses a constraint: its name, or its kind and columns, or a CHECK's text; nil
-- if nothing does.
local function address(piece, column)
  if piece.name and droppable[piece.kind] then return { name = piece.name } end
  if by_columns[piece.kind] then
    return { kind = by_columns[piece.kind],
      columns = piece.columns or { { id = column.id } } }
  end
  return piece.kind == "check" and { kind = "check", text = piece.text } or nil
end

--- The addresses of all constraints that have one.
local function addresses(self)
  local list = {}
  local function note(pieces, column)
    for _, piece in ipairs(pieces) do list[#list + 1] = address(piece, column) end
  end
  for _, one in ipairs(self.columns) do note(one.pieces, one) end
  note(self.constraints)
  return list
end

local function same_columns(piece, column, wanted)
  local columns = piece.columns or { { id = column and column.id } }
  if #columns ~= #wanted then return false end
  local set = {}
  for _, one in ipairs(columns) do set[one.id] = true end
  for _, one in ipairs(wanted) do
    if not set[one.id] then return false end
  end
  return true
end

local function matches(piece, op, column)
  if op.name then return piece.name == op.name end
  local kind = piece.kind == "references" and "foreign_key" or piece.kind
  if kind ~= op.kind then return false end
  if op.text then return piece.text == op.text end
  return same_columns(piece, column, op.columns)
end

--- The lists that hold constraints, each with its column.
local function each_list(self)
  local lists = {}
  for _, one in ipairs(self.columns) do lists[#lists + 1] = { one.pieces, one } end
  lists[#lists + 1] = { self.constraints }
  return lists
end

local function find(self, op)
  local found
  for _, entry in ipairs(each_list(self)) do
    for i, piece in ipairs(entry[1]) do
      if matches(piece, op, entry[2]) then
        if found then return { ambiguous = true } end
        found = { list = entry[1], position = i, piece = piece, column = entry[2] }
      end
    end
  end
  return found
end

-- How what was dropped is added again, as far as the words can say it.
local again = {
  unique = function(piece) return { word = "create_unique_constraint", name = piece.name,
    columns = piece.columns } end,
  check = function(piece) return { word = "create_check_constraint", name = piece.name,
    text = piece.text } end,
}

local function simple(piece)
  if piece.conflict or not piece.name then return false end
  for _, one in ipairs(piece.columns or {}) do
    if one.collate or one.order then return false end
  end
  return not (piece.text and piece.text:find("\n"))
end

operation.drop_constraint = {
  pick = function(rng, self)
    local list = addresses(self)
    return #list > 0 and rng:pick(list) or nil
  end,
  apply = function(self, op, change)
    local found = find(self, op) or error("no such constraint")
    if found.ambiguous then
      change.refusable = true
      return
    end
    -- The key must not be missing in between, even if the option goes afterwards.
    local key = found.piece.kind == "primary_key"
    change.refusable = change.refusable or key and self.without_rowid
    table.remove(found.list, found.position)
    if found.column then change.touched[found.column.id] = true end
    change.loses_comments = true
  end,
  call = function(self, op)
    if op.name then return { "drop_constraint", op.name } end
    local which = { type = op.kind }
    if op.text then which.condition = model.fill(op.text, self) end
    if op.columns then which.columns = names_of(self, op.columns) end
    return { "drop_constraint", nil, which, count = 3 }
  end,
  reverse = function(self, op)
    local found = find(self, op)
    local piece = found.piece
    if found.ambiguous or found.column or not again[piece.kind] or not simple(piece) then
      return nil
    end
    return { again[piece.kind](piece) }
  end,
}

return operation
