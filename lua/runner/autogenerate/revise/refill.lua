--- What a virtual table that is made holds: a full-text index over a table is built from
-- its rows.
--
--     refill.call(virtual, found)     -- the call that does it, or nil; and is it over
--                                     -- a view, which has to be there first?
--     refill.comment(virtual)         -- what a person has to do where there is none
--
-- https://www.sqlite.org/fts5.html#external_content_tables
local call = require("runner.autogenerate.revise.call")
local ddl = require("runner.ddl")
local identifier = require("runner.schema.identifier")
local named = require("runner.autogenerate.named")

local refill = {}

local modules = { fts4 = true, fts5 = true }
local rowids = { rowid = true, oid = true, _rowid_ = true }

--- The arguments: { keys of columns }, { options by name: key of the value }.
local function arguments_of(virtual)
  local columns, options = {}, {}
  for _, span in ipairs(virtual.tree.arguments) do
    local tokens = ddl.tokens(virtual.text:sub(table.unpack(span)))
    local first = named.key(tokens[1])
    if tokens[2] and tokens[2].text == "=" then
      options[first or ""] = named.key(tokens[3])
    else
      columns[#columns + 1] = first
    end
  end
  return columns, options
end

--- Has the table all that the index reads?
local function can_be_read(definition, columns, options)
  for _, key in ipairs(columns) do
    if not definition.by_key[key] then
      return false
    end
  end
  local rowid = options.content_rowid or "rowid"
  if rowids[rowid] and not definition.without_rowid then
    return true
  end
  return definition.by_key[rowid] ~= nil
end

--- The table or view of this key as it will be, if it was there before.
local function kept(found, home, key)
  return found.have[home][key] and found.want[home][key]
end

--- The call that fills it, if what it is over was there before and may have rows.
function refill.call(virtual, found)
  local done, columns, options = pcall(arguments_of, virtual)
  local key = done and modules[identifier.fold(virtual.tree.module)] and options.content
  local view, owner = kept(found, "views", key), kept(found, "tables", key)
  if view or owner and can_be_read(owner.definition, columns, options) then
    local name = identifier.quote(virtual.name)
    local text = ("INSERT INTO %s (%s) VALUES ('rebuild')"):format(name, name)
    return call("execute", text), view ~= nil
  end
end

function refill.comment(virtual)
  return ("'%s' is made anew and holds nothing: fill it here"):format(virtual.name)
end

return refill
