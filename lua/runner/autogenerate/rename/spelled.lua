--- Renames with the names as they are spelled, and the steps that carry them out.
--
--     local renames = spelled(have, want, { tables =, columns = }, spare)
--
--   tables     { { from =, to = } } in the order of `want`
--   columns    { by the table's new key: { table = new name, { from =, to = } } }
--   steps      { tables =, columns = } in an order in which each can be done, with names
--              that are there for a while only (runner.autogenerate.rename.sequence)
--   displaced  { tables of have that go, and whose name another one gets }
--   spare      { spare name: that of a column that goes, whose name another one gets }
-- `spare` is runner.autogenerate.rename.spare.
local former = require("runner.autogenerate.rename.former")
local sequence = require("runner.autogenerate.rename.sequence")

local function column_renames(old, new, columns)
  local list, leaving = { table = new.name }, {}
  for _, column in ipairs(old.definition.columns) do
    local new_key = columns[column.key]
    if new_key then
      local to = new.definition.by_key[new_key].name
      list[#list + 1] = { from = column.name, to = to }
    end
    local in_the_way = new_key and not columns[new_key]
    leaving[#leaving + 1] = in_the_way and old.definition.by_key[new_key] or nil
  end
  return list, leaving
end

--- What goes has to be in the table until all that hangs on it is gone, too.
local function add_columns(self, key, old, columns, spare)
  local new = self.want.tables[key]
  local list, leaving = column_renames(old, new, columns)
  local steps = {}
  for i, column in ipairs(leaving) do
    local name = spare(column.name)
    steps[i], self.spare[name] = { from = column.name, to = name }, column.name
  end
  table.move(list, 1, #list, #steps + 1, steps)
  steps = sequence(steps, spare)
  steps.table = new.name
  self.columns[key], self.steps.columns[key] = list, steps
end

return function(have, want, renames, spare)
  local self = { tables = {}, columns = {}, displaced = {}, spare = {}, want = want }
  self.steps = { columns = {} }
  local old_key_of = former(renames.tables)
  for _, key in ipairs(want.order) do
    local old_key = want.tables[key] and old_key_of(key)
    local old = have.tables[old_key]
    if old and old_key ~= key then
      table.insert(self.tables, { from = old.name, to = want.tables[key].name })
      local is_in_the_way = have.tables[key] and not renames.tables[key]
      table.insert(self.displaced, is_in_the_way and have.tables[key] or nil)
    end
    if old and renames.columns[key] then
      add_columns(self, key, old, renames.columns[key], spare)
    end
  end
  self.steps.tables = sequence(self.tables, spare)
  self.want = nil
  return self
end
