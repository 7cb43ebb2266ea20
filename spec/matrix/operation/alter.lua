--- alter_column: one or several of its words at once (see operation/setting.lua), a
-- conversion, a new place.
local literal = require("spec.matrix.operation.literal")
local model = require("spec.matrix.model")
local settings = require("spec.matrix.operation.setting")

local operation = {}

-- The words, the frequent ones several times.
local names = { "type", "type", "type", "null", "null", "default", "default",
  "collate", "collate", "collate", "check", "unique", "references", "generated",
  "stored", "autoincrement" }

local function pick_settings(rng, self, one)
  local set = {}
  for _, name in ipairs(rng:some(names, rng:chance(70) and 1 or 3)) do
    set[name] = settings[name].pick(rng, one, self)
  end
  if model.is_generated(one) or set.generated then set.default = nil end
  return next(set) ~= nil and set or nil
end

-- In this order the words are carried out.
local order = { "type", "null", "generated", "stored", "default", "collate", "check",
  "unique", "references", "autoincrement" }

--- Put a column behind another, or first.
local function move(self, id, place)
  local one, position = model.column(self, id)
  if not place or place.after == id then return end
  table.remove(self.columns, position)
  local _, behind = model.column(self, place.after or "")
  table.insert(self.columns, (behind or 0) + 1, one)
end

local function pick_place(rng, self, id)
  if not rng:chance(10) or #self.columns < 2 then return nil end
  local other = rng:pick(self.columns).id
  return other == id and { first = true } or { after = other }
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
    local place = pick_place(rng, self, one.id)
    if not set and not place then return nil end
    return { id = one.id, set = set or {}, using = using, place = place }
  end,
  apply = function(self, op, change)
    local one = model.column(self, op.id)
    for _, name in ipairs(order) do
      if op.set[name] ~= nil then
        settings[name].apply(one, op.set[name], self, change)
      end
    end
    move(self, op.id, op.place)
    if op.set.null and self.without_rowid and in_key(self, op.id) then
      change.refusable = true
    end
    change.touched[op.id] = true
    change.using[op.id] = op.using or change.using[op.id]
  end,
  call = function(self, op)
    local words = {}
    for name, value in pairs(op.set) do words[name] = settings[name].say(value, self) end
    if op.place then
      words.first = op.place.first
      words.after = op.place.after and model.column(self, op.place.after).name
    end
    words.using = op.using and literal.expression(model.fill(op.using, self))
    return { "alter_column", model.column(self, op.id).name, words }
  end,
  reverse = function(self, op)
    local one, position = model.column(self, op.id)
    local set = {}
    for name in pairs(op.set) do
      set[name] = settings[name].old(one, self)
      if set[name] == nil then return nil end
    end
    local place = op.place and (position == 1 and { first = true }
      or { after = self.columns[position - 1].id })
    return { { word = "alter_column", id = op.id, set = set, place = place } }
  end,
}

return operation
