--- The parts of a batch: which renames run first, and what is asked after them.
--
-- What an author asked before a rename is made to speak of the new name. A rename cannot
-- run first if its new name is the one of a column that goes in the same batch; there a
-- new part begins. A column that is new in its part is just written with its last name.
local definition = require("runner.alter.definition")
local failure = require("runner.failure")
local find = require("runner.alter.text.find")
local identifier = require("runner.schema.identifier")
local rename = require("runner.alter.request.rename")

--- A part: renames { name, new_name }, requests; `stored` and `added` are sets of keys:
-- columns the file has when the renames run, and where (in requests) new ones are added.
local function new_part(columns)
  local part = { renames = {}, requests = {}, added = {}, stored = {} }
  for key in pairs(columns.by_key) do
    part.stored[key] = true
  end
  return part
end

-- ---- the columns as they are at some point of the batch, for runner.alter.text.find

local function add_column(columns, name)
  local column = { name = name }
  table.insert(columns.columns, column)
  columns.by_key[identifier.fold(name)] = column
end

local function column_set(self)
  local columns = { name = self.name, columns = {}, by_key = {} }
  for _, column in ipairs(self.columns) do
    add_column(columns, column.name)
  end
  return columns
end

local function remove_column(columns, name)
  local key = identifier.fold(name)
  for i = #columns.columns, 1, -1 do
    if columns.columns[i] == columns.by_key[key] then
      table.remove(columns.columns, i)
    end
  end
  columns.by_key[key] = nil
end

-- ---- taking requests in

local function check_new_name(columns, request, column)
  local taken = columns.by_key[identifier.fold(request.new_name)]
  if taken and taken ~= column then
    failure.raise(
      ("%s: '%s' has a column '%s' already"):format(
        request.place,
        columns.name,
        request.new_name
      )
    )
  end
end

local take = {}

function take.rename_column(part, columns, request)
  local column = find.column(columns, request.place, request.name)
  local name, new_name = column.name, request.new_name
  local key, new_key = identifier.fold(name), identifier.fold(new_name)
  check_new_name(columns, request, column)
  columns.by_key[key] = nil
  columns.by_key[new_key], column.name = column, new_name
  local added = part.added[key]
  rename(part.requests, columns.name, name, new_name, added)
  if added then
    part.added[key], part.added[new_key] = nil, added
  else
    part.stored[key], part.stored[new_key] = nil, true
    part.renames[#part.renames + 1] =
      { name = name, new_name = new_name, place = request.place }
  end
end

function take.add_column(part, columns, request)
  local name = request.model.name
  part.requests[#part.requests + 1] = request
  if not columns.by_key[identifier.fold(name)] then
    add_column(columns, name)
    part.added[identifier.fold(name)] = #part.requests
  end
end

--- Columns that only the new text has are not there when the renames run.
function take.define(part, columns, request)
  part.requests[#part.requests + 1] = request
  local defined = column_set(definition.read(request.text))
  for key in pairs(defined.by_key) do
    if not columns.by_key[key] then
      part.added[key] = #part.requests
    end
  end
  columns.columns, columns.by_key = defined.columns, defined.by_key
end

function take.drop_column(part, columns, request)
  part.requests[#part.requests + 1] = request
  remove_column(columns, request.name)
end

--- Can this rename not run first in the part?
local function needs_new_part(part, columns, request)
  local new_key = request.new_name and identifier.fold(request.new_name)
  return new_key and part.stored[new_key] and not columns.by_key[new_key]
end

--- The parts of a list of requests about a table, in order.
return function(self, requests)
  local columns = column_set(self)
  local parts = { new_part(columns) }
  for _, request in ipairs(requests) do
    if needs_new_part(parts[#parts], columns, request) then
      parts[#parts + 1] = new_part(columns)
    end
    local part = parts[#parts]
    if take[request.word] then
      take[request.word](part, columns, request)
    else
      part.requests[#part.requests + 1] = request
    end
  end
  return parts
end
