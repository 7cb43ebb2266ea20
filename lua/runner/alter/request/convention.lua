--- Naming conventions in alterations: names for constraints and indexes that a request
-- leaves without one.
local naming = require("runner.schema.naming")

--- The name for a model of `kind`, unless it has one.
local function named(patterns, self, kind, model, columns, referent)
  local facts = { table = self.name, columns = columns, referent = referent }
  model.name = model.name or naming.name(patterns, kind, facts)
end

local convention = {}

function convention.add_column(patterns, self, request)
  naming.column(patterns, self.name, request.model.name, request.model)
end

--- Names for what the column has not had so far; what it has keeps its name.
function convention.alter_column(patterns, self, request)
  local names, given = {}, request.given
  for kind, model in pairs({
    unique = given.unique or nil,
    check = given.check or nil,
    foreign_key = given.references or nil,
  }) do
    local facts = { table = self.name, columns = { request.name } }
    facts.referent = model.table
    names[kind] = naming.name(patterns, kind, facts)
  end
  given.names = names
end

function convention.create_unique_constraint(patterns, self, request)
  named(patterns, self, "unique", request.model, request.model.columns)
end

function convention.create_check_constraint(patterns, self, request)
  local columns = naming.mentioned(request.model.text, self.columns)
  named(patterns, self, "check", request.model, columns)
end

function convention.create_foreign_key(patterns, self, request)
  local model = request.model
  named(patterns, self, "foreign_key", model, model.columns, model.reference.table)
end

function convention.create_primary_key(patterns, self, request)
  named(patterns, self, "primary_key", request.model, request.model.columns)
end

function convention.create_index(patterns, self, request)
  local names = {}
  for i, key in ipairs(request.model.keys) do
    names[i] = key.column or key.expression
  end
  named(patterns, self, "index", request.model, names)
end

--- Fill in the names of a request about the table of a definition. `patterns` may be nil.
return function(patterns, self, request)
  local fill = patterns and convention[request.word]
  if fill then
    fill(patterns, self, request)
  end
end
