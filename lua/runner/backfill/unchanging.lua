--- What must not be written while a table is gone through: the key. A row whose key
-- changes on the way would be met twice, or not at all.
--
-- That is the columns of the key and, where one of them is computed, those it is computed
-- from; and all names of the rowid, since SQLite's triggers go by the name that a
-- statement writes. https://www.sqlite.org/lang_createtable.html#rowid
local catalogue = require("runner.catalogue")
local definition = require("runner.alter.definition")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local key = require("runner.backfill.key")
local uses = require("runner.alter.uses")

local unchanging = {}

local fold = identifier.fold

--- Add the column, and those it is computed from, to the list `found` (and as a set).
local function add(self, found, name)
  local column = definition.column(self, name)
  local is_known = column or key.is_rowid(self, name)
  if not is_known or found[fold(name)] then
    return
  end
  found[fold(name)] = true
  found[#found + 1] = column and column.name or name
  if column and column.generated then
    local names = {}
    for source in pairs(uses.names(column.generated.text)) do
      names[#names + 1] = source
    end
    table.sort(names)
    for _, source in ipairs(names) do
      add(self, found, source)
    end
  end
end

--- The columns by which a write changes the key: its own first.
local function sources(asked)
  local found = {}
  for _, name in ipairs(asked.key.columns) do
    add(asked.definition, found, name)
  end
  return found
end

--- Raise if `set` would write one of them.
function unchanging.check(asked)
  local own, written = uses.set(asked.key.columns), uses.set(asked.into)
  for _, name in ipairs(sources(asked)) do
    if written[fold(name)] then
      local why = own[fold(name)] and "%s: '%s' is the key by which it goes, so it"
        or "%s: the key by which it goes is computed from '%s', so that"
      failure.raise(
        why:format(asked.place, name) .. " cannot be written",
        "go by another key (key = ...): " .. key.known(asked)
      )
    end
  end
end

--- All names of the rowid that mean it here, if the key is the rowid.
local function rowid_names(asked)
  local list, rowid = {}, key.rowid(asked)
  if rowid and fold(rowid) == fold(asked.key.columns[1]) then
    for _, name in ipairs({ "rowid", "_rowid_", "oid" }) do
      list[#list + 1] = key.is_rowid(asked.definition, name) and name or nil
    end
  end
  return list
end

local function refusal(asked, names)
  local columns = asked.key.columns
  local more = table.concat(names, ", ", #columns + 1)
  return ("'%s' is gone through by (%s), so that%s must not be written meanwhile"):format(
    asked.world.name,
    table.concat(columns, ", "),
    more ~= "" and (", and what it is computed from (%s),"):format(more) or ""
  )
end

local count = 0

--- A temporary trigger that refuses it; returns the function that takes it away.
function unchanging.watch(db, asked)
  if asked.query then
    return function() end
  end
  count = count + 1
  local name = "runner_backfill_" .. count
  local names = sources(asked)
  local message = refusal(asked, names)
  table.move(rowid_names(asked), 1, 3, #names + 1, names)
  catalogue.exec(
    db,
    ("CREATE TEMP TRIGGER %s BEFORE UPDATE OF %s ON %s BEGIN "
      .. "SELECT RAISE(ABORT, '%s'); END"):format(
      name,
      identifier.quote_all(names),
      asked.target,
      (message:gsub("'", "''"))
    )
  )
  return function()
    catalogue.exec(db, "DROP TRIGGER temp." .. name)
  end
end

return unchanging
