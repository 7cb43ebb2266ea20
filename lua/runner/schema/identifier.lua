--- Identifiers in SQL text: quoted where SQLite needs it, plain where it does not.

-- Every keyword of SQLite: https://www.sqlite.org/lang_keywords.html
local keyword_text = [[
  ABORT ACTION ADD AFTER ALL ALTER ALWAYS ANALYZE AND AS ASC ATTACH AUTOINCREMENT BEFORE
  BEGIN BETWEEN BY CASCADE CASE CAST CHECK COLLATE COLUMN COMMIT CONFLICT CONSTRAINT
  CREATE CROSS CURRENT CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP DATABASE DEFAULT
  DEFERRABLE DEFERRED DELETE DESC DETACH DISTINCT DO DROP EACH ELSE END ESCAPE EXCEPT
  EXCLUDE EXCLUSIVE EXISTS EXPLAIN FAIL FILTER FIRST FOLLOWING FOR FOREIGN FROM FULL
  GENERATED GLOB GROUP GROUPS HAVING IF IGNORE IMMEDIATE IN INDEX INDEXED INITIALLY INNER
  INSERT INSTEAD INTERSECT INTO IS ISNULL JOIN KEY LAST LEFT LIKE LIMIT MATCH
  MATERIALIZED NATURAL NO NOT NOTHING NOTNULL NULL NULLS OF OFFSET ON OR ORDER OTHERS
  OUTER OVER PARTITION PLAN PRAGMA PRECEDING PRIMARY QUERY RAISE RANGE RECURSIVE
  REFERENCES REGEXP REINDEX RELEASE RENAME REPLACE RESTRICT RETURNING RIGHT ROLLBACK ROW
  ROWS SAVEPOINT SELECT SET TABLE TEMP TEMPORARY THEN TIES TO TRANSACTION TRIGGER
  UNBOUNDED UNION UNIQUE UPDATE USING VACUUM VALUES VIEW VIRTUAL WHEN WHERE WINDOW WITH
  WITHOUT TRUE FALSE WITHIN
]]

local keywords = {}
for word in keyword_text:gmatch("%S+") do
  keywords[word] = true
end

local identifier = {}

--- Is `name` one of SQLite's words?
function identifier.is_keyword(name)
  return keywords[name:upper()] == true
end

--- Does `name` consist of letters, digits and "_"?
function identifier.is_plain(name)
  return name:find("^[A-Za-z_][A-Za-z0-9_]*$") ~= nil
end

--- What a function makes of names, kept: a schema has the same ones many times.
local function keeping(make)
  return setmetatable({}, {
    __index = function(self, name)
      local made = make(name)
      self[name] = made
      return made
    end,
  })
end

local as_text = keeping(function(name)
  if identifier.is_plain(name) and not identifier.is_keyword(name) then
    return name
  end
  return '"' .. name:gsub('"', '""') .. '"'
end)

--- `name` as SQL text: as it is, or in double quotes.
function identifier.quote(name)
  return as_text[name]
end

--- A list of names as SQL text, with commas.
function identifier.quote_all(names)
  local quoted = {}
  for i, name in ipairs(names) do
    quoted[i] = identifier.quote(name)
  end
  return table.concat(quoted, ", ")
end

--- The names of things that have one (columns, parts of a key) or are one.
function identifier.names(items)
  local names = {}
  for i, item in ipairs(items) do
    names[i] = type(item) == "string" and item or item.name
  end
  return names
end

local as_key = keeping(string.lower) -- the program keeps the C locale

--- What SQLite compares names by: ASCII letters without case.
function identifier.fold(name)
  return as_key[name]
end

--- Are two lists of names the same, in whatever order?
function identifier.same_set(a, b)
  local set = {}
  for _, name in ipairs(a) do
    set[identifier.fold(name)] = true
  end
  for _, name in ipairs(b) do
    if not set[identifier.fold(name)] then
      return false
    end
  end
  return #a == #b
end

--- Why `name` cannot be an identifier, or nil if it can.
function identifier.problem(name)
  if type(name) ~= "string" then
    return "must be a text, not a " .. type(name)
  elseif name == "" then
    return "is empty"
  elseif name:find("\0", 1, true) then
    return "holds a zero byte"
  end
  return nil
end

return identifier
