--- New constraints of a table: UNIQUE, CHECK and FOREIGN KEY, behind those it has.
--
-- The models are those of runner.schema.constraint.
local clause = require("runner.alter.text.clause")
local constraint = require("runner.schema.constraint")
local constraints = require("runner.alter.text.constraints")
local failure = require("runner.failure")
local find = require("runner.alter.text.find")
local text = require("runner.alter.text.splice")

local create = {}

--- A name may be there once only, or nobody could drop its constraint.
function create.check_name(self, place, name)
  local same = name and constraints.matching(constraints.list(self), { name = name })
  if same and #same > 0 then
    failure.raise(
      ("%s: '%s' has a constraint %s already"):format(place, self.name, same[1].text)
    )
  end
end

local function add(self, place, name, inserted)
  create.check_name(self, place, name)
  return {
    text = text.splice(self.text, clause.add_item(self, inserted)),
    says = { "add " .. inserted },
  }
end

function create.unique(self, place, model)
  find.columns(self, place, model.columns)
  return add(self, place, model.name, constraint.unique_text(model))
end

function create.check(self, place, model)
  return add(self, place, model.name, constraint.check_text(model))
end

function create.foreign_key(self, place, model)
  find.columns(self, place, model.columns)
  return add(self, place, model.name, constraint.foreign_key_text(model))
end

return create
