--- The edit of a definition together with the indexes that its constraints make.
--
-- UNIQUE and PRIMARY KEY constraints have indexes named sqlite_autoindex_TABLE_1, _2, ...
-- in the order of the text. Nothing can drop or make one, but it is an index like others:
-- in the edit of the schema it can be given a name and a text of its own, to be dropped
-- after, and an index that was made before can take its place without a text. So adding
-- UNIQUE builds one index, dropping it drops one, and no row is written.
local catalogue = require("runner.catalogue")
local identifier = require("runner.schema.identifier")
local model = require("runner.alter.model")
local proof = require("runner.alter.proof")
local work = require("runner.alter.work")

local automatic = {}

local fold, quote = identifier.fold, identifier.quote

-- ---- which there are, and which there will be

local function term(index, i)
  return ("%s COLLATE %s %s"):format(
    quote(index.columns[i]),
    quote(index.collations[i]),
    index.orders[i]
  )
end

local function terms(index)
  local list = {}
  for i in ipairs(index.columns) do
    list[i] = term(index, i)
  end
  return table.concat(list, ", ")
end

--- The indexes that the new definition's constraints will make, in their order.
local function expected(self)
  local alone <close> = model.open(self)
  local list = {}
  local sql = 'SELECT l.name, x.name, x.coll, x."desc" FROM pragma_index_list(?1) AS l, '
    .. "pragma_index_xinfo(l.name) AS x WHERE l.origin <> 'c' AND x.key AND NOT "
    .. "(?2 AND l.origin = 'pk') ORDER BY l.seq DESC, x.seqno"
  for _, row in ipairs(catalogue.rows(alone, sql, self.name, self.without_rowid)) do
    local last = list[#list]
    if not last or last.name ~= row[1] then
      last = { name = row[1], columns = {}, collations = {}, orders = {} }
      list[#list + 1] = last
    end
    table.insert(last.columns, row[2])
    table.insert(last.collations, row[3])
    table.insert(last.orders, row[4] == 1 and "DESC" or "ASC")
  end
  return list
end

--- Those of the file that have pages of their own, by what they hold.
local function present(world)
  local by_terms = {}
  for _, index in ipairs(world.indexes) do
    if not index.text and index.rootpage then
      by_terms[fold(terms(index))] = index
    end
  end
  return by_terms
end

--- What becomes of each: lists of `kept` { from, to }, `dropped` and `made` indexes.
local function match(world, self)
  local known = present(world)
  local result = { kept = {}, dropped = {}, made = {} }
  for _, index in ipairs(expected(self)) do
    local same = known[fold(terms(index))]
    if same then
      known[fold(terms(index))] = nil
      table.insert(result.kept, { from = same.name, to = index.name })
    else
      table.insert(result.made, index)
    end
  end
  for _, index in ipairs(world.indexes) do
    if not index.text and known[fold(terms(index))] == index then
      table.insert(result.dropped, index)
    end
  end
  return result
end

-- ---- carrying it out

local function create_text(name, index, table_name)
  local form = "CREATE UNIQUE INDEX %s ON %s (%s)"
  return form:format(name, quote(table_name), terms(index))
end

--- An index that cannot be built says which column; the rows say more.
local function make(db, world, index, name)
  local sql = create_text("main." .. quote(name), index, world.name)
  local done, problem = pcall(work.index, db, {
    name = index.name,
    table = world.name,
    terms = #index.columns,
    unique = true,
  }, function()
    catalogue.exec(db, sql)
  end)
  if not done then
    proof.explain_index(db, world, index, problem)
  end
end

--- Statistics of ANALYZE go by the index's name.
local function rename_statistics(db, table_name, names)
  local sql = "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name IN "
    .. "('sqlite_stat1', 'sqlite_stat4')"
  for _, row in ipairs(catalogue.rows(db, sql)) do
    local form = "UPDATE main.%s SET idx = ? WHERE tbl = ? COLLATE NOCASE AND idx = ?"
    for _, pair in ipairs(names) do
      catalogue.exec(db, form:format(row[1]), pair.to, table_name, pair.from)
    end
  end
end

--- Every index that changes gets a name that nothing else has first, so that no name is
-- there twice on the way.
local function changes_of(found, self, new_names)
  local changes = { { type = "table", name = self.name, sql = self.text } }
  local aside, placed = {}, {}
  local function add(item)
    item.type = "index"
    changes[#changes + 1] = item
  end
  for i, index in ipairs(found.dropped) do
    local name = "runner_drop_" .. i
    local sql = create_text(quote(name), index, self.name)
    add({ name = index.name, new_name = name, sql = sql })
    aside[#aside + 1] = { from = index.name, to = name }
  end
  for i, pair in ipairs(found.kept) do
    if pair.from ~= pair.to then
      local name = "runner_keep_" .. i
      add({ name = pair.from, new_name = name })
      aside[#aside + 1] = { from = pair.from, to = name }
      placed[#placed + 1] = { from = name, to = pair.to }
    end
  end
  for _, pair in ipairs(placed) do
    add({ name = pair.from, new_name = pair.to })
  end
  for i, index in ipairs(found.made) do
    add({ name = new_names[i], new_name = index.name, sql = false })
  end
  return changes, aside, placed
end

local function relabel(db, self, world)
  local new_names = {}
  local found = match(world, self)
  for i, index in ipairs(found.made) do
    new_names[i] = "runner_make_" .. i
    make(db, world, index, new_names[i])
  end
  local changes, aside, placed = changes_of(found, self, new_names)
  catalogue.edit(db, changes)
  rename_statistics(db, self.name, aside)
  rename_statistics(db, self.name, placed)
  for i in ipairs(found.dropped) do
    catalogue.exec(db, "DROP INDEX main.runner_drop_" .. i)
  end
end

--- Store the new definition. With plan.automatic the indexes of its constraints follow.
function automatic.edit(db, alteration, world, plan)
  local self = alteration.new
  if plan.automatic then
    relabel(db, self, world)
  else
    catalogue.edit(db, { { type = "table", name = world.name, sql = self.text } })
  end
end

return automatic
