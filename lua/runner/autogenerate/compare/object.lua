--- Do two indexes, views, triggers or virtual tables mean the same? And do two texts say
-- it in the same words?
local alike = require("runner.autogenerate.compare.alike")
local ddl = require("runner.ddl")
local identifier = require("runner.schema.identifier")
local scope = require("runner.autogenerate.compare.scope")
local sql_meaning = require("runner.schema.meaning")
local table_meaning = require("runner.autogenerate.compare.meaning")

local object = {}

--- `columns`: see runner.schema.operators.
local function part(self, span, columns)
  return span and sql_meaning(self.text:sub(table.unpack(span)), columns) or ""
end

local function folded(names)
  return names and identifier.fold(identifier.quote_all(names)) or ""
end

--- UPDATE OF a, b is UPDATE OF b, a.
local function in_any_order(names)
  local sorted = names and table.move(names, 1, #names, 1, {})
  if sorted then
    table.sort(sorted, function(a, b)
      return identifier.fold(a) < identifier.fold(b)
    end)
  end
  return sorted
end

-- ---- what each kind means, as one text

local meaning = {}

--- One column of an index. A collation that comes from the table's column is compared
-- there.
local function key_meaning(self, owner, column, columns)
  local known = column.name and owner.definition.by_key[identifier.fold(column.name)]
  local collation = (column.collation or ""):upper()
  local is_own = not known or collation ~= known.collation:upper()
  return ("%s %s %s"):format(
    known and folded({ known.name }) or part(self, column.expression, columns),
    is_own and collation or "",
    column.order == "DESC" and "DESC" or ""
  )
end

function meaning.index(self, inventory)
  local owner = inventory.tables[identifier.fold(self.table)]
  local function columns(name)
    return owner.definition.by_key[name] or table_meaning.rowid[name]
  end
  local keys = {}
  for i, column in ipairs(self.tree.columns) do
    keys[i] = key_meaning(self, owner, column, columns)
  end
  return table.concat({
    self.tree.unique and "UNIQUE" or "",
    folded({ self.table }),
    table.concat(keys, ", "),
    part(self, self.tree.where, columns),
  }, " / ")
end

function meaning.view(self, inventory)
  local columns = scope.columns(self.text, inventory)
  return folded(self.tree.columns) .. " / " .. part(self, self.tree.select, columns)
end

function meaning.trigger(self, inventory)
  local tree, columns = self.tree, scope.columns(self.text, inventory)
  return table.concat({
    tree.timing or "BEFORE",
    tree.event,
    folded(in_any_order(tree.of)),
    folded({ self.table }),
    part(self, tree.when, columns),
    part(self, tree.body, columns),
  }, " / ")
end

function meaning.virtual_table(self)
  local arguments = {}
  for i, span in ipairs(self.tree.arguments) do
    arguments[i] = self.text:sub(table.unpack(span))
  end
  local module = require("runner.autogenerate.compare.module") -- seldom needed
  return module.meaning(self.tree.module, arguments)
end

--- Do they mean the same? Each comes with its inventory.
function object.same(old, new, have, want)
  if alike(old, new) then
    return true
  end
  local of = meaning[old.kind]
  return of(old, have) == of(new, want)
end

-- ---- texts

--- Do two texts say the same in the same words? Space, comments and quotes around names
-- may differ.
function object.same_words(old, new)
  return old == new or ddl.normalise(old) == ddl.normalise(new)
end

return object
