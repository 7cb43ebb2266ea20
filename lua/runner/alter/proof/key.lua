--- Keys that rows may contradict: foreign keys that lead nowhere, values there twice.
local catalogue = require("runner.catalogue")
local definition = require("runner.alter.definition")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local rows = require("runner.alter.proof.rows")
local world_reader = require("runner.alter.world")

local key = {}

local fold, quote = identifier.fold, identifier.quote

-- ---- the parent of a foreign key

--- All keys of a table: { columns = { names }, collations = { names }, primary }.
local function keys_of(self, indexes)
  local list = {}
  local function add(members, primary)
    local item = { columns = {}, collations = {}, primary = primary }
    for i, member in ipairs(members) do
      item.columns[i], item.collations[i] = member.name, member.collation
    end
    list[#list + 1] = item
  end
  if self.primary_key then
    add(self.primary_key.columns, true)
  end
  for _, unique in ipairs(self.uniques) do
    add(unique.columns)
  end
  for _, index in ipairs(indexes) do
    if index.unique and index.tree and not index.tree.where then
      list[#list + 1] = index
    end
  end
  return list
end

--- Is this key made of exactly these columns, compared as the columns themselves are?
local function is_made_of(self, item, names)
  local wanted, count = {}, 0
  for _, name in ipairs(names) do
    wanted[fold(name)] = true
  end
  for i, name in ipairs(item.columns) do
    local column = name and definition.column(self, name)
    local same = column and fold(column.collation) == fold(item.collations[i])
    if not (same and wanted[column.key]) then
      return false
    end
    count = count + 1
  end
  return count == #names
end

--- Can the foreign key lead to this table?
-- https://www.sqlite.org/foreignkeys.html#fk_indexes
local function find_parent_key(self, indexes, foreign_key)
  for _, item in ipairs(keys_of(self, indexes)) do
    if #foreign_key.parents == 0 then
      if item.primary and #item.columns == #foreign_key.columns then
        return item.columns
      end
    elseif is_made_of(self, item, foreign_key.parents) then
      return foreign_key.parents
    end
  end
  return nil
end

--- "the foreign key of 'tickets' (user_id) to 'users'"
local function name_of(alteration, foreign_key)
  return ("the foreign key of '%s' (%s) to '%s'"):format(
    alteration.old.name,
    table.concat(foreign_key.columns, ", "),
    foreign_key.table
  )
end

--- Does the foreign key lead to no table at all, by a definition that was given as a
-- whole? That is taken as CREATE TABLE takes it, so long as every row holds a NULL there.
function key.leads_nowhere(db, alteration, foreign_key)
  local sql = "SELECT 1 FROM main.sqlite_schema WHERE name = ? COLLATE NOCASE"
  return alteration.defined
    and fold(foreign_key.table) ~= fold(alteration.table)
    and #catalogue.rows(db, sql, foreign_key.table) == 0
end

local function fail_no_key(alteration, foreign_key, parent)
  local names = #foreign_key.parents > 0 and table.concat(foreign_key.parents, ", ")
  local count = #foreign_key.columns
  failure.raise(
    ("%s needs %s there"):format(
      name_of(alteration, foreign_key),
      names and ("a primary key or UNIQUE on (%s)"):format(names)
        or ("a primary key of %d column%s"):format(count, count > 1 and "s" or "")
    ),
    names
        and ("first add op.create_unique_constraint(nil, '%s', { ... })"):format(
          parent.name
        )
      or "name the columns it leads to"
  )
end

--- The parent's columns, in the order of the key. Raises if it cannot be a parent; nil if
-- the revision says that this may be (op.allow_broken).
function key.parent_columns(db, alteration, world, foreign_key)
  local parent, indexes = alteration.new, world.indexes
  if fold(foreign_key.table) ~= fold(world.name) then
    local other = world_reader.read_own(db, foreign_key.table)
    parent, indexes = definition.read(other.text), other.indexes
  end
  local columns = find_parent_key(parent, indexes, foreign_key)
  if not columns and not catalogue.excuse(db, alteration.table) then
    fail_no_key(alteration, foreign_key, parent)
  end
  return columns
end

-- ---- rows that lead nowhere

--- The condition for rows of the child that refer to anything.
local function refers(alteration, foreign_key)
  local present = {}
  for i, name in ipairs(foreign_key.columns) do
    present[i] = quote(alteration.old.name) .. "." .. quote(name) .. " IS NOT NULL"
  end
  return table.concat(present, " AND ")
end

--- The condition for rows of the child without a row of the parent. Each value is
-- compared as the parent's column compares it: the plus takes away the child's affinity,
-- and the collation is that of the left side. No parents: there is no such table.
function key.orphan(alteration, foreign_key, parents)
  local same = {}
  if not parents then
    return refers(alteration, foreign_key)
  end
  for i, name in ipairs(foreign_key.columns) do
    local child = quote(alteration.old.name) .. "." .. quote(name)
    same[i] = ("runner_parent.%s = +%s"):format(quote(parents[i]), child)
  end
  return ("%s AND NOT EXISTS (SELECT 1 FROM main.%s AS runner_parent WHERE %s)"):format(
    refers(alteration, foreign_key),
    quote(foreign_key.table),
    table.concat(same, " AND ")
  )
end

function key.foreign_key_name(alteration, foreign_key)
  return name_of(alteration, foreign_key)
end

-- ---- values that are there twice
-- Indexes are not asked: one that waits to be sorted anew would miss values.

--- The columns of a key as SQL terms with their collations.
local function terms_of(columns)
  local terms = {}
  for i, column in ipairs(columns) do
    terms[i] = ("%s COLLATE %s"):format(quote(column.name), quote(column.collation))
  end
  return terms
end

local function groups_text(world, columns)
  local terms, present = terms_of(columns), {}
  for i, column in ipairs(columns) do
    present[i] = quote(column.name) .. " IS NOT NULL"
  end
  return ("FROM %s NOT INDEXED WHERE %s GROUP BY %s HAVING count(*) > 1"):format(
    rows.table(world),
    table.concat(present, " AND "),
    table.concat(terms, ", ")
  )
end

--- The condition that no value of the key is there twice.
function key.distinct(world, columns)
  return ("NOT EXISTS (SELECT 1 %s)"):format(groups_text(world, columns))
end

--- "'a' in 3 rows: rowid 1, 4, 9"
local function group_text(db, world, columns, row)
  local same = {}
  for i, column in ipairs(columns) do
    same[i] = ("%s = ?%d COLLATE %s"):format(
      quote(column.name),
      i,
      quote(column.collation)
    )
  end
  local names, list = {}, {}
  for i, name in ipairs(world.key) do
    names[i] = rows.shown(quote(name))
  end
  local sql = ("SELECT %s FROM %s NOT INDEXED WHERE %s LIMIT 5"):format(
    table.concat(names, ", "),
    rows.table(world),
    table.concat(same, " AND ")
  )
  for i, found in ipairs(catalogue.rows(db, sql, table.unpack(row, 1, #columns))) do
    local text = table.concat(found, ", ")
    list[i] = #found > 1 and "(" .. text .. ")" or text
  end
  local shown = table.concat(row, ", ", #columns + 2)
  local count = row[#columns + 1]
  return ("%s in %d rows: %s %s%s"):format(
    #columns > 1 and "(" .. shown .. ")" or shown,
    count,
    table.concat(world.key, ", "),
    table.concat(list, ", "),
    count > 5 and ", ..." or ""
  )
end

--- The values that are there twice: { count, text }, as proof_rows gives rows.
function key.duplicates(db, world, columns)
  local groups = groups_text(world, columns)
  local count = catalogue.rows(db, ("SELECT count(*) FROM (SELECT 1 %s)"):format(groups))
  if count[1][1] == 0 then
    return { count = 0 }
  end
  local names, quoted, texts = {}, {}, {}
  for i, column in ipairs(columns) do
    names[i] = quote(column.name)
    quoted[i] = rows.shown(names[i])
  end
  local sql = ("SELECT %s, count(*), %s %s LIMIT 5"):format(
    table.concat(names, ", "),
    table.concat(quoted, ", "),
    groups
  )
  for i, row in ipairs(catalogue.rows(db, sql)) do
    texts[i] = group_text(db, world, columns, row)
  end
  local more = count[1][1] > 5 and "; ..." or ""
  return { count = count[1][1], text = table.concat(texts, "; ") .. more }
end

return key
