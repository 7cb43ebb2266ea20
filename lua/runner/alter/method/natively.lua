--- Is ALTER TABLE of SQLite all that a draft needs, and how does that go?
local ddl = require("runner.ddl")
local definition = require("runner.alter.definition")
local native = require("runner.alter.method.native")
local native_constraint = require("runner.alter.method.native_constraint")

local natively = {}

--- The parts of a definition, each as normalised text, without some of its columns.
local function parts(self, without)
  local list = {}
  for _, column in ipairs(self.columns) do
    if not without[column] then
      list[#list + 1] = ddl.normalise(definition.part(self, column.tree.span))
    end
  end
  for _, constraint in ipairs(self.tree.constraints) do
    list[#list + 1] = ddl.normalise(definition.part(self, constraint.span))
  end
  list[#list + 1] = self.strict and "STRICT" or nil
  list[#list + 1] = self.without_rowid and "WITHOUT ROWID" or nil
  return table.concat(list, "\n")
end

--- New columns behind all others that SQLite can add as they are, or nil.
local function appended(self)
  local list = {}
  for _, pair in ipairs(self.facts.pairs) do
    if not pair.old then
      if not native.can_add(pair.new) or self.facts.value[pair.new.key] ~= nil then
        return nil
      end
      list[#list + 1] = pair.new
    elseif #list > 0 then
      return nil
    end
  end
  return list
end

local function set(list)
  local members = {}
  for _, member in ipairs(list) do
    members[member] = true
  end
  return members
end

local function can_drop_all(self)
  for _, column in ipairs(self.facts.dropped) do
    if not self.capability.drop_column or not native.can_drop(self.facts.old, column) then
      return false
    end
  end
  return #self.facts.dropped < #self.facts.old.columns
end

--- Statements if the columns that come and go make all of the difference, or nil.
local function column_statements(self)
  local facts, statements = self.facts, {}
  local added = appended(self)
  local enough = added ~= nil
    and #added + #facts.dropped > 0
    and can_drop_all(self)
    and parts(facts.old, set(facts.dropped)) == parts(facts.new, set(added))
  if not enough then
    return nil
  end
  for _, column in ipairs(facts.dropped) do
    statements[#statements + 1] = native.drop(facts.old, column)
  end
  for _, column in ipairs(added) do
    statements[#statements + 1] = native.add(facts.new, column)
  end
  return statements
end

--- The statements of ALTER TABLE that are all the draft needs, or nil if they are not.
function natively.statements(self)
  if self.without_native then
    return nil
  end
  return column_statements(self)
    or (self.capability.alter_constraint and native_constraint.statements(self.facts))
    or nil
end

return natively
