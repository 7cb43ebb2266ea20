--- Operations on the table as a whole: its key, its options, its order, its name.
local model = require("spec.matrix.model")

local operation = {}

local function names_of(self, ids)
  local list = {}
  for i, id in ipairs(ids) do list[i] = model.column(self, id).name end
  return list
end

-- ---- primary key

--- Take the key out, wherever it stands.
local function remove_key(self, change)
  local _, position = model.piece(self.constraints, "primary_key")
  if position then table.remove(self.constraints, position) end
  for _, one in ipairs(self.columns) do
    _, position = model.piece(one.pieces, "primary_key")
    if position then
      table.remove(one.pieces, position)
      change.touched[one.id] = true
    end
  end
end

--- Columns of a key are NOT NULL, except the rowid and where SQLite sees to it itself.
local function add_not_null(self, id, change)
  local one = model.column(self, id)
  if not model.piece(one.pieces, "not_null") then
    one.pieces[#one.pieces + 1] = { kind = "not_null", fresh = true }
    change.touched[id] = true
  end
end

local function has_key_name(self, name)
  for _, piece in ipairs(self.constraints) do
    if piece.name == name then return true end
  end
  return false
end

operation.create_primary_key = {
  pick = function(rng, self)
    local ids = {}
    for _, one in ipairs(self.columns) do
      if not model.is_generated(one) then ids[#ids + 1] = one.id end
    end
    local named = rng:chance(50) and not has_key_name(self, "pk_new")
    return { ids = rng:some(ids, 2), name = named and "pk_new" or nil }
  end,
  apply = function(self, op, change)
    change.rowids = true
    remove_key(self, change)
    local columns = {}
    for i, id in ipairs(op.ids) do columns[i] = { id = id } end
    if #op.ids == 1 and not op.name then
      local one = model.column(self, op.ids[1])
      table.insert(one.pieces, { kind = "primary_key", fresh = true })
      change.touched[one.id] = true
    else
      table.insert(self.constraints, 1, { kind = "primary_key", name = op.name,
        columns = columns, fresh = true })
    end
    if not self.without_rowid and not model.rowid_column(self) then
      for _, id in ipairs(op.ids) do add_not_null(self, id, change) end
    end
    change.loses_comments = true
  end,
  call = function(self, op)
    return { "create_primary_key", op.name, names_of(self, op.ids), count = 3 }
  end,
  reverse = function() return nil end,
}

-- ---- options

local strict_types = { INT = true, INTEGER = true, REAL = true, TEXT = true, BLOB = true,
  ANY = true }

local function has_strict_types(self)
  for _, one in ipairs(self.columns) do
    if not strict_types[one.type:upper()] then return false end
  end
  return true
end

-- Can the table become so?
local fits = {
  strict = has_strict_types,
  without_rowid = function(self)
    local key = model.primary_key(self)
    return key ~= nil and not key.piece.autoincrement
  end,
}

operation.set = {
  pick = function(rng, self)
    local name = rng:pick { "strict", "without_rowid" }
    local value = not self[name]
    if value and not fits[name](self) and rng:chance(85) then return nil end
    return { name = name, value = value }
  end,
  apply = function(self, op, change)
    self[op.name] = op.value
    -- It must be so at once, not only at the end.
    change.refusable = change.refusable or not fits[op.name](self)
    change.options = true
    change.types = change.types or op.name == "strict"
  end,
  call = function(_, op) return { "set", { [op.name] = op.value } } end,
  reverse = function(_, op)
    return { { word = "set", name = op.name, value = not op.value } }
  end,
}

-- ---- order

operation.reorder_columns = {
  pick = function(rng, self)
    if #self.columns < 2 then return nil end
    local ids = {}
    for i, one in ipairs(self.columns) do ids[i] = one.id end
    return { ids = rng:chance(60) and rng:shuffled(ids) or rng:some(ids, 2) }
  end,
  apply = function(self, op)
    for i, id in ipairs(op.ids) do
      local one, position = model.column(self, id)
      table.remove(self.columns, position)
      table.insert(self.columns, i, one)
    end
  end,
  call = function(self, op) return { "reorder_columns", names_of(self, op.ids) } end,
  reverse = function(self)
    local ids = {}
    for i, one in ipairs(self.columns) do ids[i] = one.id end
    return { { word = "reorder_columns", ids = ids } }
  end,
}

-- ---- name

operation.rename_table = {
  pick = function(_, self, context)
    if next(context.searched) then return nil end
    return { name = self.name == "renamed" and "Renamed Again" or "renamed" }
  end,
  apply = function(self, op, change)
    self.name, self.style, change.renamed = op.name, '"', true
  end,
  call = function(_, op) return { "rename_table", op.name } end,
  reverse = function(self) return { { word = "rename_table", name = self.name } } end,
}

return operation
