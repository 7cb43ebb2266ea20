--- The words of alter_column, one by one.
--
--     pick(rng, column, model)             a value for this column, or nil
--     apply(column, value, model, change)  what it makes of the model
--     say(value, model)                    the value as the words take it
--     old(column, model)                   the value that undoes it, or nil
local column = require("spec.matrix.generate.column")
local literal = require("spec.matrix.operation.literal")
local model = require("spec.matrix.model")

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

local settings = {}

-- What the values of a kind can be converted to.
local convertible = {
  codes = { "INTEGER", "TEXT", "NUMERIC", "BIGINT", "" },
  integers = { "TEXT", "NUMERIC", "REAL", "" },
}

settings.type = {
  pick = function(rng, one, self)
    if convertible[one.profile] and not self.strict and rng:chance(50) then
      return rng:pick(convertible[one.profile])
    end
    local profile = rng:chance(60) and one.profile
      or rng:pick { "integers", "words", "mixed" }
    if not literal.profiles[profile] then profile = "words" end
    local name
    repeat name = column.type(rng, profile, self.strict) until not name:find('"')
    return name
  end,
  apply = function(one, value, _, change)
    one.type = value
    change.types = true
  end,
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

-- ---- constraints of one column, wherever they stand

--- The constraints that are about this column only: lists of { list, position, piece }.
local function about(self, one, kinds)
  local found = {}
  local function look(list, own)
    for i, piece in ipairs(list) do
      local alone = own or piece.columns and #piece.columns == 1
        and piece.columns[1].id == one.id
      if kinds[piece.kind] and alone then
        found[#found + 1] = { list = list, position = i, piece = piece }
      end
    end
  end
  look(one.pieces, true)
  look(self.constraints, false)
  return found
end

local function remove_all(found, change)
  for i = #found, 1, -1 do table.remove(found[i].list, found[i].position) end
  change.loses_comments = change.loses_comments or #found > 0
end

local function add(one, piece)
  piece.fresh = true
  table.insert(one.pieces, piece)
end

--- A setting that is false (take it away), or something.
local function pick_or_none(make)
  return function(rng, one, self)
    if rng:chance(40) then return false end
    return make(rng, one, self)
  end
end

settings.check = {
  pick = pick_or_none(function(rng, one) return { text = column.check(rng, one.id) } end),
  apply = function(one, value, self, change)
    local found = {}
    for _, entry in ipairs(about(self, one, { check = true })) do
      if entry.list == one.pieces then found[#found + 1] = entry end
    end
    if value and #found > 1 then
      change.refusable = true
    elseif value and #found == 1 then
      found[1].piece.text, found[1].piece.fresh = value.text, true
    elseif value then
      add(one, { kind = "check", text = value.text })
    else
      remove_all(found, change)
    end
  end,
  say = function(value, self) return value and model.fill(value.text, self) end,
  old = function() return nil end,
}

settings.unique = {
  pick = pick_or_none(function() return true end),
  apply = function(one, value, self, change)
    local found = about(self, one, { unique = true })
    if value and #found == 0 then add(one, { kind = "unique" }) end
    if not value then remove_all(found, change) end
  end,
  say = function(value) return value end,
  old = function() return nil end,
}

settings.references = {
  pick = pick_or_none(function(rng, one)
    if one.profile:sub(1, 6) ~= "parent" then return nil end
    return { parent = one.profile == "parent_code" and "code" or "id",
      on_delete = rng:chance(50) and "CASCADE" or nil }
  end),
  apply = function(one, value, self, change)
    local found = about(self, one, { references = true, foreign_key = true })
    if value and #found > 1 then
      change.refusable = true
    elseif value and #found == 1 then
      local piece = found[1].piece
      piece.table, piece.parents, piece.on_delete = "parent", { value.parent },
        value.on_delete
      piece.on_update, piece.deferrable, piece.fresh = nil, nil, true
    elseif value then
      add(one, { kind = "references", table = "parent", parents = { value.parent },
        on_delete = value.on_delete })
    else
      remove_all(found, change)
    end
  end,
  say = function(value)
    return value and { "parent", value.parent,
      on_delete = value.on_delete and value.on_delete:lower() }
  end,
  old = function() return nil end,
}

settings.generated = {
  pick = function(rng, one, self)
    local is = model.is_generated(one)
    if is and rng:chance(50) then return false end
    local other = rng:pick(self.columns)
    if not is and not rng:chance(20) or other == one then return nil end
    return ("typeof({%s})"):format(other.id)
  end,
  apply = function(one, value, _, change)
    local piece = model.piece(one.pieces, "generated")
    if not value then
      if piece then set_piece(one, "generated", nil) end
    elseif piece then
      piece.text, piece.fresh = value, true
    else
      set_piece(one, "generated", { kind = "generated", always = true, text = value,
        storage = "VIRTUAL" })
      -- A default would have to go first.
      change.refusable = true
    end
  end,
  say = function(value, self) return value and model.fill(value, self) end,
  old = function() return nil end,
}

settings.stored = {
  pick = function(rng, one)
    if not model.is_generated(one) then return nil end
    return rng:chance(50)
  end,
  apply = function(one, value, _, change)
    local piece = model.piece(one.pieces, "generated")
    if not piece then
      change.refusable = true
      return
    end
    local is = (piece.storage or ""):upper() == "STORED"
    if is ~= value then
      piece.storage, piece.fresh = value and "STORED" or "VIRTUAL", true
    end
  end,
  say = function(value) return value end,
  old = function() return nil end,
}

settings.autoincrement = {
  pick = function(_, one, self)
    if model.rowid_column(self) ~= one then return nil end
    return not model.primary_key(self).piece.autoincrement
  end,
  apply = function(_, value, self, change)
    local key = model.primary_key(self)
    if not key then
      change.refusable = true
      return
    end
    key.piece.autoincrement, key.piece.fresh = value or nil, true
  end,
  say = function(value) return value end,
  old = function(_, self) return model.primary_key(self).piece.autoincrement or false end,
}

return settings
