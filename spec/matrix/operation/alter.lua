--- alter_column: type, nullability, default and collation, one or several at once.
local column = require("spec.matrix.generate.column")
local literal = require("spec.matrix.operation.literal")
local model = require("spec.matrix.model")

local operation = {}

--- Put a piece in, or another in its place; nil takes it out.
local function set_piece(one, kind, piece)
  for i = #one.pieces, 1, -1 do
    if one.pieces[i].kind == kind then table.remove(one.pieces, i) end
  end
  if piece then
    piece.fresh = true
    table.insert(one.pieces, piece)
  end
end

-- What can be set: `pick` gives a value, `apply` puts it into a column of the model, `say`
-- gives it in words, `old` is the value that undoes it, or nil if words cannot say that.
local settings = {}

settings.type = {
  pick = function(rng, one, self)
    local profile = rng:chance(60) and one.profile or rng:pick { "integers", "words", "mixed" }
    if not literal.profiles[profile] then profile = "words" end
    local name
    repeat name = column.type(rng, profile, self.strict) until not name:find('"')
    return name
  end,
  apply = function(one, value) one.type = value end,
  say = function(value) return value end,
  old = function(one) return not one.type:find('"') and one.type or nil end,
}

settings.null = {
  pick = function(_, one) return model.piece(one.pieces, "not_null") ~= nil end,
  apply = function(one, value)
    set_piece(one, "not_null", not value and { kind = "not_null" } or nil)
  end,
  say = function(value) return value end,
  old = function(one)
    local piece = model.piece(one.pieces, "not_null")
    if piece and (piece.name or piece.conflict) then return nil end
    return piece == nil
  end,
}

settings.default = {
  pick = function(rng, one)
    local has = model.piece(one.pieces, "default")
    return has and rng:chance(40) and literal.none or rng:pick(literal.defaults)
  end,
  apply = function(one, value)
    set_piece(one, "default", value ~= literal.none and { kind = "default",
      value = value.text } or nil)
  end,
  say = function(value)
    return value == literal.none and literal.null or value.value
  end,
  old = function(one)
    local piece = model.piece(one.pieces, "default")
    if not piece then return literal.none end
    local value = literal.default(piece.value)
    return value and { value = value, text = piece.value } or nil
  end,
}

settings.collate = {
  pick = function(rng) return rng:pick { "NOCASE", "RTRIM", "BINARY" } end,
  apply = function(one, value)
    set_piece(one, "collate", value and { kind = "collate", collation = value } or nil)
  end,
  say = function(value) return value end,
  old = function(one)
    local piece = model.piece(one.pieces, "collate")
    return piece and piece.collation or "BINARY"
  end,
}

local names = { "type", "null", "default", "collate" }

local function pick_settings(rng, self, one)
  local set = {}
  for _, name in ipairs(rng:some(names, rng:chance(70) and 1 or 3)) do
    set[name] = settings[name].pick(rng, one, self)
  end
  if model.is_generated(one) then set.default = nil end
  return next(set) ~= nil and set or nil
end

local conversions = { "coalesce({c}, 0)", "CAST({c} AS TEXT)", "length({c})", "7" }

local function in_key(self, id)
  for _, one in ipairs((model.primary_key(self) or { columns = {} }).columns) do
    if one.id == id then return true end
  end
  return false
end

operation.alter_column = {
  pick = function(rng, self)
    local one = rng:pick(self.columns)
    local set = pick_settings(rng, self, one)
    local using = set and set.type and not model.is_generated(one) and rng:chance(25)
      and rng:pick(conversions):gsub("{c}", "{" .. one.id .. "}") or nil
    return set and { id = one.id, set = set, using = using } or nil
  end,
  apply = function(self, op, change)
    local one = model.column(self, op.id)
    for name, value in pairs(op.set) do settings[name].apply(one, value) end
    if op.set.null and self.without_rowid and in_key(self, op.id) then
      change.refusable = true
    end
    change.touched[op.id] = true
    change.using[op.id] = op.using or change.using[op.id]
  end,
  call = function(self, op)
    local words = {}
    for name, value in pairs(op.set) do words[name] = settings[name].say(value) end
    words.using = op.using and literal.expression(model.fill(op.using, self))
    return { "alter_column", model.column(self, op.id).name, words }
  end,
  reverse = function(self, op)
    local set = {}
    for name in pairs(op.set) do
      set[name] = settings[name].old(model.column(self, op.id))
      if set[name] == nil then return nil end
    end
    return { { word = "alter_column", id = op.id, set = set } }
  end,
}

return operation
