--- Which values a column's new type would lose: SQL conditions that are true for them.
--
-- A change of type may change how a value is stored ('7' becomes 7), but not what it
-- says: '007', '1e3', 'hello' and '3.0' are no INTEGER, 3.5 is none, and 9007199254740993
-- is no REAL, because the way back leads to something else. SQLite itself would convert
-- some of them and keep the others as they are, without a word.
-- https://www.sqlite.org/datatype3.html section 3
local value = {}

-- Each is true for the values that keep their meaning; %s is the column. The plus takes
-- affinity and collation of the column away, so that exactly what is stored is compared.
local same_integer = "+CAST(CAST(%s AS INTEGER) AS TEXT) = +%s COLLATE BINARY"
local fitting = {
  INTEGER = {
    integer = "1",
    real = "+CAST(%s AS INTEGER) = +%s",
    text = same_integer,
  },
  NUMERIC = {
    integer = "1",
    real = "1",
    text = "+CAST(CAST(%s AS NUMERIC) AS TEXT) = +%s COLLATE BINARY",
  },
  REAL = {
    integer = "+CAST(%s AS REAL) = +%s",
    real = "1",
    text = ("CASE WHEN %s THEN %s ELSE %s END"):format(
      same_integer,
      "+CAST(%s AS REAL) = +CAST(%s AS INTEGER)",
      "+CAST(CAST(%s AS REAL) AS TEXT) = +%s COLLATE BINARY"
    ),
  },
  TEXT = {
    integer = "1",
    real = "+CAST(CAST(%s AS TEXT) AS REAL) = +%s",
    text = "1",
  },
}

--- The condition for the values of `column` (quoted) that do not survive a change to the
-- affinity, or nil: all do. A BLOB in a column of another type is never converted.
function value.lost(column, affinity)
  local rules = fitting[affinity]
  if not rules then
    return nil
  end
  local form = "CASE typeof(%s) WHEN 'null' THEN 0 WHEN 'integer' THEN NOT (I) "
    .. "WHEN 'real' THEN NOT (R) WHEN 'text' THEN NOT (T) ELSE 1 END"
  local whole = form:gsub("%((%u)%)", {
    I = "(" .. rules.integer .. ")",
    R = "(" .. rules.real .. ")",
    T = "(" .. rules.text .. ")",
  })
  return (whole:gsub("%%s", function()
    return column
  end))
end

-- https://www.sqlite.org/stricttables.html
local strict = {
  INT = "integer",
  INTEGER = "integer",
  REAL = "real",
  TEXT = "text",
  BLOB = "blob",
}

--- The condition for the values that a column of this type refuses in a STRICT table, or
-- nil: it takes all (ANY).
function value.refused(column, type_name)
  local class = strict[type_name:upper()]
  if not class then
    return nil
  end
  return ("typeof(%s) NOT IN ('%s', 'null')"):format(column, class)
end

return value
