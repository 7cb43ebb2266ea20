--- Full-text indexes that keep no text of their own but read a table's ("external
-- content"): does the table still have what they read?
--
-- SQLite looks only when such an index is asked for a row, and answers then that the file
-- is damaged. https://www.sqlite.org/fts5.html#external_content_tables
local catalogue = require("runner.catalogue")
local ddl = require("runner.ddl")
local definition = require("runner.alter.definition")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")

local content = {}

local HINT = "drop it before, and create and rebuild it after, in the same revision"
local modules = { fts4 = true, fts5 = true }

local function unquoted(token)
  if token.kind == "string" then
    return (token.text:sub(2, -2):gsub("''", "'"))
  end
  return token.name or token.text
end

--- The arguments of a full-text index: its columns, and its options by name.
local function read_arguments(text, tree)
  local columns, options = {}, {}
  for _, span in ipairs(tree.arguments) do
    local tokens = ddl.tokens(text, span[1], span[2])
    local first, second, third = table.unpack(tokens)
    if second and second.text == "=" then
      options[identifier.fold(unquoted(first))] = third and unquoted(third)
    elseif first then
      columns[#columns + 1] = unquoted(first)
    end
  end
  return columns, options
end

--- What an index reads: { name, table, columns, rowid }; nil if it reads no table.
local function read_index(name, text)
  local tree = ddl.parse(text)
  if not modules[identifier.fold(tree.module)] then
    return nil
  end
  local columns, options = read_arguments(text, tree)
  if (options.content or "") == "" then
    return nil
  end
  local rowid = options.content_rowid or "rowid"
  return { name = name, table = options.content, columns = columns, rowid = rowid }
end

--- All such indexes of the file.
local function read(db)
  local list = {}
  local sql = "SELECT name, sql FROM main.sqlite_schema WHERE type = 'table' AND "
    .. "rootpage = 0 AND sql LIKE 'CREATE VIRTUAL TABLE%'"
  for _, row in ipairs(catalogue.rows(db, sql)) do
    list[#list + 1] = read_index(row[1], row[2])
  end
  return list
end

--- The full-text indexes that lack something: { [name] = why }.
function content.broken(db)
  local broken = {}
  for _, index in ipairs(read(db)) do
    local sql = ("EXPLAIN SELECT %s, %s FROM main.%s"):format(
      identifier.quote(index.rowid),
      identifier.quote_all(index.columns),
      identifier.quote(index.table)
    )
    local done, problem = pcall(catalogue.rows, db, sql)
    broken[index.name] = not done and problem.message or nil
  end
  return broken
end

-- ---- what it holds

--- Do rows get another rowid? Not where a new column shows the one they have.
local function changes_rowids(alteration)
  local old, new = alteration.old.primary_key, alteration.new.primary_key
  if not (new and new.rowid) then
    return false
  end
  local key = identifier.fold(new.columns[1].name)
  local origin = alteration.origin[key]
  local was_rowid = old and old.rowid and origin == identifier.fold(old.columns[1].name)
  return alteration.value[key] ~= nil or (origin and not was_rowid) or false
end

local function expression_of(self, key)
  local column = self.by_key[key]
  return column and column.generated and column.generated.text
end

--- Does a column get other values by what the alteration says?
local function changes_values(alteration, key)
  local computed = expression_of(alteration.new, key)
  return alteration.value[key] ~= nil
    or (computed and computed ~= expression_of(alteration.old, key))
end

--- What the index holds and would not be so any more, or nil.
local function outdated(alteration, index)
  local is_column = definition.column(alteration.old, index.rowid)
  if not is_column and changes_rowids(alteration) then
    return "the rowids"
  end
  for _, name in ipairs({ index.rowid, table.unpack(index.columns) }) do
    if changes_values(alteration, identifier.fold(name)) then
      return ("'%s'"):format(name)
    end
  end
  return nil
end

--- Raise if an index would go on finding what was there before. (Triggers that keep it up
-- to date do not fire in an alteration, and it may hold some rows only, so nobody but the
-- author knows how to fill it anew.)
function content.check(db, alteration)
  for _, index in ipairs(read(db)) do
    local same = identifier.fold(index.table) == identifier.fold(alteration.table)
    local what = same and outdated(alteration, index)
    if what then
      failure.raise(
        ("altering '%s' (%s) changes %s, by which the full-text index '%s' goes"):format(
          alteration.table,
          table.concat(alteration.changes, ", "),
          what,
          index.name
        ),
        HINT
      )
    end
  end
end

--- Run `fn`, which renames something; raise if an index lacks something afterwards.
function content.guard(db, place, fn)
  local before = content.broken(db)
  db:savepoint(function()
    fn()
    for name, reason in pairs(content.broken(db)) do
      if not before[name] then
        failure.raise(
          ("%s: the full-text index '%s' does not follow: %s"):format(
            place,
            name,
            reason
          ),
          HINT
        )
      end
    end
  end)
end

return content
