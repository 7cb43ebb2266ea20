--- A generated table: columns, keys, table constraints, foreign keys, options.
local column = require("spec.matrix.generate.column")
local model = require("spec.matrix.model")

local generate = {}

local function key_column(rng, id, taken, type, profile, pieces)
  local self = column.new(rng, id, taken, false)
  self.type, self.profile, self.nulls, self.pieces = type, profile, false, pieces
  return self
end

-- The kinds of primary key: each adds what it needs to the table.
local keys = {}

function keys.none() end

function keys.integer(self, rng, taken)
  local piece = { kind = "primary_key", name = column.constraint_name(rng, "pk", 1),
    conflict = column.conflict(rng), autoincrement = rng:chance(40) or nil }
  if self.without_rowid then piece.autoincrement = nil end
  table.insert(self.columns, rng:integer(#self.columns + 1),
    key_column(rng, "c90", taken, "INTEGER", "key", { piece }))
end

function keys.integer_descending(self, rng, taken)
  table.insert(self.columns, 1, key_column(rng, "c90", taken, "INTEGER", "key",
    { { kind = "primary_key", order = "DESC" } }))
end

function keys.text(self, rng, taken)
  table.insert(self.columns, 1, key_column(rng, "c90", taken, "TEXT", "key_word",
    { { kind = "primary_key", name = column.constraint_name(rng, "pk", 1) },
      rng:chance(50) and { kind = "not_null" }
        or { kind = "collate", collation = "NOCASE" } }))
end

function keys.table(self, rng, taken)
  local type = rng:pick { "INTEGER", "INT" }
  table.insert(self.columns, 1, key_column(rng, "c90", taken, type, "key", {}))
  table.insert(self.constraints, 1, { kind = "primary_key", columns = { { id = "c90" } },
    name = column.constraint_name(rng, "pk", 1), conflict = column.conflict(rng) })
end

function keys.composite(self, rng, taken)
  table.insert(self.columns, 1, key_column(rng, "c90", taken, "INTEGER", "key", {}))
  table.insert(self.columns, key_column(rng, "c91", taken, "TEXT", "key_word", {}))
  local order = rng:chance(20) and "DESC" or nil
  self.constraints[#self.constraints + 1] = { kind = "primary_key", before = "\n ",
    columns = { { id = "c91", order = order }, { id = "c90" } },
    name = column.constraint_name(rng, "pk", 1) }
end

local with_rowid = { "none", "integer", "integer", "integer", "integer_descending",
  "text", "table", "composite" }
local without_rowid = { "integer", "text", "table", "composite" }

-- ---- foreign keys

local actions = { "CASCADE", "SET NULL", "RESTRICT", "NO ACTION", "SET DEFAULT" }

local function reference(rng, kind, parents)
  return { kind = kind, table = "parent", parents = parents,
    name = column.constraint_name(rng, "fk", rng:integer(90)),
    on_delete = rng:chance(50) and rng:pick(actions) or nil,
    on_update = rng:chance(30) and rng:pick(actions) or nil,
    deferrable = rng:chance(30) and rng:pick { "DEFERRABLE INITIALLY DEFERRED",
      "NOT DEFERRABLE", "DEFERRABLE" } or nil }
end

-- What a column that references `parent` is like, by the parent's column.
local referring = {
  id = { type = "INTEGER", profile = "parent_id" },
  code = { type = "TEXT", profile = "parent_code" },
}

local function add_reference(self, rng, taken)
  if not rng:chance(35) then return end
  local parent = rng:chance(60) and "id" or "code"
  local one = key_column(rng, "c80", taken, referring[parent].type,
    referring[parent].profile, {})
  one.nulls = true
  self.columns[#self.columns + 1] = one
  if rng:chance(50) then
    -- The parent's primary key need not be named.
    local unnamed = parent == "id" and rng:chance(40)
    one.pieces[1] = reference(rng, "references", not unnamed and { parent } or nil)
  else
    local piece = reference(rng, "foreign_key", { parent })
    piece.columns = { { id = "c80" } }
    self.constraints[#self.constraints + 1] = piece
  end
end

--- A reference to the table's own key, followed by the rows once they are all there.
local function add_self_reference(self, rng, taken)
  local key = model.primary_key(self)
  if not key or #key.columns > 1 or not rng:chance(20) then return end
  local parent = model.column(self, key.columns[1].id)
  local one = key_column(rng, "c85", taken, parent.type, "none", {})
  one.nulls = true
  local piece = reference(rng, "references", { "{" .. parent.id .. "}" })
  piece.table = '{t"}'
  one.pieces[1] = piece
  table.insert(self.columns, one)
  self.late_rows = { ("UPDATE {t\"} SET {c85} = (SELECT min({%s}) FROM {t\"}) "
    .. "WHERE {%s} > 0"):format(parent.id, parent.id) }
end

-- ---- the table

local function settable(self)
  local ids = {}
  for _, one in ipairs(self.columns) do
    if not model.is_generated(one) then ids[#ids + 1] = one.id end
  end
  return ids
end

local function check(rng, ids)
  return { kind = "check", before = "\n  ",
    text = ("{%s} IS NULL OR {%s\"} IS NOT 'a, b)'"):format(rng:pick(ids), rng:pick(ids)),
    name = column.constraint_name(rng, "ck", 50) }
end

local function unique(rng, ids)
  local columns = {}
  for i, id in ipairs(rng:some(ids, 3)) do
    columns[i] = { id = id, collate = rng:chance(10) and "NOCASE" or nil }
  end
  return { kind = "unique", columns = columns,
    before = rng:chance(30) and " /* unique */ " or " ",
    name = column.constraint_name(rng, "uq", 50), conflict = column.conflict(rng) }
end

local function add_constraints(self, rng)
  local ids = settable(self)
  if rng:chance(25) then table.insert(self.constraints, check(rng, ids)) end
  if rng:chance(25) then table.insert(self.constraints, unique(rng, ids)) end
  for i, piece in ipairs(self.constraints) do
    piece.no_comma = i > 1 and rng:chance(10) or nil
  end
end

--- May this column come by ALTER TABLE ADD COLUMN, after the rows?
local function may_be_late(one)
  for _, piece in ipairs(one.pieces) do
    if piece.kind == "unique" or piece.kind == "primary_key" or piece.kind == "generated"
      or piece.kind == "not_null" then
      return false
    end
  end
  local default = model.piece(one.pieces, "default")
  return default and not default.value:find("^%(")
    and not model.piece(one.pieces, "references") and #one.id == 2
end

local function make_late(self, rng)
  local last = self.columns[#self.columns]
  if may_be_late(last) and rng:chance(70) then
    last.late = true
    self.short_rows = true
  end
end

local function add_columns(self, rng, taken)
  for i = 1, rng:integer(4) + 1 do
    local id = "c" .. i
    self.columns[i] = i > 1 and rng:chance(15)
      and column.generated(rng, id, taken, self.strict, "c" .. rng:integer(i - 1))
      or column.new(rng, id, taken, self.strict)
  end
end

local table_names = { "tickets", "Ticket List", "order", "t" }

--- A table.
function generate.new(rng)
  local self = { name = rng:pick(table_names), style = rng:pick { "", "", '"', "[", "`" },
    columns = {}, constraints = {}, strict = rng:chance(20),
    without_rowid = rng:chance(15), lead = rng:chance(20) and " /* the table */ " or nil,
    trail = rng:chance(20) and "\n-- the end )\n" or nil }
  local taken = {}
  add_columns(self, rng, taken)
  add_reference(self, rng, taken)
  keys[rng:pick(self.without_rowid and without_rowid or with_rowid)](self, rng, taken)
  add_self_reference(self, rng, taken)
  add_constraints(self, rng)
  make_late(self, rng)
  return self
end

return generate
