--- Operations on columns: what each does to the model, how it is called, and its reverse.
-- The interface is described in operation/init.lua.
local column = require("spec.matrix.generate.column")
local literal = require("spec.matrix.operation.literal")
local model = require("spec.matrix.model")

local operation = {}

--- The folded names of a table's columns, as a set.
local function taken_names(self)
  local taken = {}
  for _, one in ipairs(self.columns) do taken[one.name:lower()] = true end
  return taken
end

local function fresh_id(self)
  local number = 100
  while model.column(self, "c" .. number) do number = number + 1 end
  return "c" .. number
end

-- ---- add_column

-- What a new column may say: lists of pieces with the same thing in words of `op`.
local new_columns = {
  function() return { type = "TEXT", pieces = {} } end,
  function(rng)
    local default = rng:pick(literal.defaults)
    return { type = rng:pick { "TEXT", "INTEGER", "" }, pieces = {
      { kind = "default", value = default.text, words = default.value } } }
  end,
  function(rng)
    local default = rng:pick(literal.not_null_defaults)
    return { type = "", pieces = { { kind = "not_null" },
      { kind = "default", value = default.text, words = default.value } } }
  end,
  function() return { type = "INTEGER", pieces = { { kind = "not_null" } } } end,
  function(rng)
    return { type = "TEXT", pieces = { { kind = "unique",
      name = rng:chance(50) and "uq_new" or nil } } }
  end,
  function(rng, id)
    return { type = "REAL", pieces = { { kind = "check", text = column.check(rng, id),
      name = rng:chance(50) and "ck_new" or nil } } }
  end,
  function(rng)
    return { type = "INTEGER", pieces = { { kind = "references", table = "parent",
      parents = { "id" }, on_delete = rng:chance(50) and "CASCADE" or nil } } }
  end,
  function(rng, _, other)
    return { type = "TEXT", pieces = { { kind = "generated", always = true,
      text = ("typeof({%s})"):format(other),
      storage = rng:pick { "VIRTUAL", "STORED" } } } }
  end,
  function()
    return { type = "TEXT", pieces = { { kind = "collate", collation = "NOCASE" } } }
  end,
}

local function pick_place(rng, self)
  if rng:chance(50) then return nil end
  local id = rng:pick(self.columns).id
  return rng:pick { { first = true }, { after = id }, { before = id } }
end

operation.add_column = {
  pick = function(rng, self)
    local id = fresh_id(self)
    local one = rng:pick(new_columns)(rng, id, rng:pick(self.columns).id)
    one.id, one.style, one.profile, one.nulls = id, "", "words", true
    one.name = rng:chance(80) and "added_" .. id or "Added Column " .. id
    if self.strict and one.type == "" then one.type = "ANY" end
    return { column = one, place = pick_place(rng, self) }
  end,
  apply = function(self, op, change)
    local at = #self.columns + 1
    if op.place then
      local id = op.place.after or op.place.before
      local _, position = model.column(self, id)
      at = op.place.first and 1 or op.place.after and position + 1 or position
    end
    local one = model.copy(op.column)
    for _, piece in ipairs(one.pieces) do piece.fresh = true end
    table.insert(self.columns, at, one)
    change.fresh[one.id], change.touched[one.id] = true, true
    -- What works on an empty table must work on a full one, so this is always refused.
    if model.piece(one.pieces, "not_null") and not model.piece(one.pieces, "default") then
      change.refusable = true
    end
  end,
  call = function(self, op)
    local place = op.place and {}
    if op.place and op.place.first then place.first = true end
    for _, word in ipairs { "after", "before" } do
      if op.place and op.place[word] then
        place[word] = model.column(self, op.place[word]).name
      end
    end
    local with = model.copy(self)
    with.columns[#with.columns + 1] = op.column
    return { "add_column", literal.column(with, op.column), place }
  end,
  reverse = function(_, op)
    return { { word = "drop_column", id = op.column.id } }
  end,
}

-- ---- drop_column

--- Where a column stands, as add_column takes it.
local function place_of(self, id)
  local _, position = model.column(self, id)
  if position == 1 then return { first = true } end
  return { after = self.columns[position - 1].id }
end

--- Is a constraint of the table about this column and nothing else? It goes with it.
local function is_about(piece, id)
  if piece.kind == "primary_key" then return false end
  local ids = piece.text and model.mentioned(piece.text) or {}
  for _, one in ipairs(piece.columns or {}) do ids[one.id] = true end
  return ids[id] and next(ids) == id and next(ids, id) == nil
end

operation.drop_column = {
  pick = function(rng, self, context)
    if #self.columns < 2 then return nil end
    local list = {}
    for _, one in ipairs(self.columns) do
      if not context.used(self, one.id) then list[#list + 1] = one end
    end
    if #list == 0 or rng:chance(10) then list = self.columns end
    local one = rng:pick(list)
    -- Without that column the word would mean the rowid, so nothing seems to miss it.
    if one.name == "rowid" and context.used(self, one.id) then return nil end
    return { id = one.id }
  end,
  apply = function(self, op, change)
    local one, position = model.column(self, op.id)
    -- The key must be replaced first, also where it is a single column's.
    change.refusable = change.refusable or model.piece(one.pieces, "primary_key") ~= nil
    table.remove(self.columns, position)
    for i = #self.constraints, 1, -1 do
      if is_about(self.constraints[i], op.id) then table.remove(self.constraints, i) end
    end
    change.touched[op.id] = true
    change.dropped[op.id] = true
  end,
  call = function(self, op)
    return { "drop_column", model.column(self, op.id).name }
  end,
  reverse = function(self, op)
    local one = literal.expressible(model.column(self, op.id))
    return one
      and { { word = "add_column", column = one, place = place_of(self, op.id) } }
  end,
}

-- ---- rename_column

operation.rename_column = {
  pick = function(rng, self, context)
    local one = rng:pick(self.columns)
    if context.searched[one.id] then return nil end
    local taken = taken_names(self)
    local name = rng:pick { "renamed", "New Name", "order", "from", 'q"q' }
    return not taken[name:lower()] and { id = one.id, name = name } or nil
  end,
  apply = function(self, op, change)
    model.column(self, op.id).name = op.name
    model.column(self, op.id).style = ""
    change.touched[op.id] = true
    change.renamed = true
  end,
  call = function(self, op)
    return { "rename_column", model.column(self, op.id).name, op.name }
  end,
  reverse = function(self, op)
    local name = model.column(self, op.id).name
    return { { word = "rename_column", id = op.id, name = name } }
  end,
}

return operation
