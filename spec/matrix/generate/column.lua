--- One column of a generated table: name, type, constraints, and what its values are
-- like.
local column = {}

local names = { "alpha", "beta", "Gamma", "delta", "Mixed Case", "order", "group", "key",
  "select", "it's", 'in "quotes"', "na\195\175ve", "with`tick", "a,b", "(paren)",
  "-- dash", "action", "replace", "/*", "end", "c;d", "x]y", "value", "rowid", "desc",
  "type" }
local styles = { "", "", "", '"', "[", "`", "'" }

-- https://www.sqlite.org/datatype3.html#determination_of_column_affinity
local types = {
  integers = { "INTEGER", "INT", "BIGINT", "UNSIGNED BIG INT", "TINYINT(1)", "integer" },
  words = { "TEXT", "VARCHAR(30)", "CHARACTER VARYING (255)", "CLOB", "text", "" },
  decimals = { "REAL", "DOUBLE PRECISION", "NUMERIC", "DECIMAL(10, 2)", "float", "" },
  mixed = { "", "BLOB", "NUMERIC", "BOOLEAN", "DATETIME", '"my type"', "STRING", "TEXT" },
  codes = { "TEXT", "VARCHAR(8)", "", "NUMERIC" },
}
local strict_types = {
  integers = { "INTEGER", "INT" }, words = { "TEXT", "ANY" }, decimals = { "REAL" },
  mixed = { "ANY" }, codes = { "TEXT", "ANY" },
}
local profiles = { "integers", "words", "decimals", "mixed", "codes" }

local defaults = {
  integers = { "5", "-7", "+3", "0x10", "(1 + 1)", "NULL", "TRUE", "9007199254740993" },
  words = { "'new'", "''", "'it''s, (here)'", "(lower('ABC'))", "word", '"dquoted"',
    "NULL" },
  decimals = { "1.5", "-2.25e3", "(0.5 * 3)", "1", "NULL" },
  mixed = { "x'00ff'", "(x'31' || '2')", "'007'", "12", "NULL" },
  codes = { "'12'", "'99'", "NULL" },
}

local checks = {
  "{c} IS NULL OR length({c}) < 10000",
  "typeof({c}) <> 'never'",
  "{c[} IS NULL OR {c\"} NOT LIKE '%,)%' /* %id stays: ) */",
  "{c} IS NOT 'it''s; gone' AND\n    (({c}) IS NULL OR 1)",
}

local function own(text, id)
  return (text:gsub("{c([\"%[`]?)}", "{" .. id .. "%1}"))
end

--- A check on one column that all generated values pass.
function column.check(rng, id)
  return (own(rng:pick(checks), id):gsub("%%id", id))
end

function column.default(rng, profile, strict)
  local value
  repeat
    value = rng:pick(defaults[profile])
  until not strict or profile == "mixed" or profile == "words" or not value:find("x'")
  return value
end

function column.type(rng, profile, strict)
  return rng:pick((strict and strict_types or types)[profile])
end

local conflicts = { "ABORT", "FAIL", "IGNORE", "REPLACE", "ROLLBACK" }
function column.conflict(rng)
  return rng:chance(15) and rng:pick(conflicts) or nil
end

--- A name for a constraint, or nil; `number` keeps it unlike the others.
function column.constraint_name(rng, word, number)
  if not rng:chance(50) then return nil end
  return rng:chance(20) and ("%s %d"):format(word, number) or word .. "_" .. number
end

local function add(self, rng, percent, piece)
  if not rng:chance(percent) then return end
  piece.before = rng:chance(10) and (" /* %s %s */ "):format(self.id, piece.kind) or " "
  table.insert(self.pieces, rng:integer(#self.pieces + 1), piece)
end

local function number_of(id) return tonumber(id:sub(2)) end

--- What stands around a column in the text.
local function noise(self, rng)
  if rng:chance(15) then self.lead = ("\n  /* before %s, */ "):format(self.id) end
  if rng:chance(15) then self.trail = (" -- after %s: ), '\n"):format(self.id) end
  if not self.lead and rng:chance(50) then self.lead = "\n  " end
end

--- A column with this id; `taken` holds the folded names in use.
function column.new(rng, id, taken, strict)
  local name
  repeat name = rng:pick(names) until not taken[name:lower()]
  taken[name:lower()] = true
  local profile = rng:pick(profiles)
  local self = { id = id, name = name, style = rng:pick(styles), profile = profile,
    type = column.type(rng, profile, strict), nulls = rng:chance(50), pieces = {} }
  if self.style == "'" and not rng:chance(30) then self.style = "" end
  add(self, rng, self.nulls and 0 or 45, { kind = "not_null", lower = rng:chance(20),
    conflict = column.conflict(rng),
    name = column.constraint_name(rng, "nn", number_of(id)) })
  add(self, rng, 35, { kind = "default", value = column.default(rng, profile, strict) })
  add(self, rng, 20, { kind = "collate", collation = rng:pick { "NOCASE", "RTRIM",
    "BINARY", "nocase" } })
  add(self, rng, 20, { kind = "check", text = column.check(rng, id),
    name = column.constraint_name(rng, "ck", number_of(id)) })
  add(self, rng, 12, { kind = "unique", conflict = column.conflict(rng),
    name = column.constraint_name(rng, "uq", number_of(id)) })
  noise(self, rng)
  return self
end

local expressions = { "typeof({c})", "coalesce({c}, 0) || ''", "length({c}) + 1",
  "{c\"} IS NULL", "ifnull({c}, '/* no comment */')" }

--- A generated column over another one.
function column.generated(rng, id, taken, strict, source)
  local self = column.new(rng, id, taken, strict)
  self.type = strict and "ANY" or rng:pick { "", "TEXT", "INTEGER", "ANY" }
  self.pieces = { { kind = "generated", text = own(rng:pick(expressions), source),
    always = rng:chance(60), storage = rng:pick { "VIRTUAL", "STORED", "stored", false }
      or nil } }
  return self
end

return column
