--- The constraints of a definition as people speak of them: listed in the order of the
-- text, described, found by name or by what they are about.
local ddl = require("runner.ddl")
local definition = require("runner.alter.definition")
local identifier = require("runner.schema.identifier")

local constraints = {}

-- The kinds with a list of their own in a definition: what they are about.
local known = {
  primary_key = function(found)
    local names = identifier.names(found.columns)
    return "PRIMARY KEY (" .. identifier.quote_all(names) .. ")", names
  end,
  unique = function(found)
    local names = identifier.names(found.columns)
    return "UNIQUE (" .. identifier.quote_all(names) .. ")", names
  end,
  check = function(found)
    return "CHECK (" .. ddl.normalise(found.text) .. ")", nil
  end,
  foreign_key = function(found)
    local text = ("FOREIGN KEY (%s) REFERENCES %s"):format(
      identifier.quote_all(found.columns),
      identifier.quote(found.table)
    )
    return text, found.columns
  end,
}

--- One constraint for the list: { kind, name, text, columns, condition, column, tree }.
local function entry(kind, found)
  local text, columns = known[kind](found)
  if found.name then
    text = identifier.quote(found.name) .. " " .. text
  end
  return {
    kind = kind,
    name = found.name,
    text = text,
    columns = columns,
    condition = found.text,
    column = found.column,
    tree = found.tree,
  }
end

--- NOT NULL, DEFAULT and the like can have names too.
local function add_other_named(self, list)
  local seen = {}
  for _, item in ipairs(list) do
    seen[item.tree] = true
  end
  for _, column in ipairs(self.columns) do
    for _, tree in ipairs(column.tree.constraints) do
      if tree.name and not seen[tree] then
        list[#list + 1] = {
          kind = tree.kind,
          name = tree.name,
          text = ddl.normalise(definition.part(self, tree.span):gsub("^%a+%s+", "", 1)),
          columns = { column.name },
          column = column,
          tree = tree,
        }
      end
    end
  end
end

--- All constraints, those of columns first.
function constraints.list(self)
  local list = {}
  if self.primary_key then
    list[1] = entry("primary_key", self.primary_key)
  end
  for kind, of_kind in pairs({
    unique = self.uniques,
    check = self.checks,
    foreign_key = self.foreign_keys,
  }) do
    for _, found in ipairs(of_kind) do
      list[#list + 1] = entry(kind, found)
    end
  end
  add_other_named(self, list)
  table.sort(list, function(a, b)
    return a.tree.span[1] < b.tree.span[1]
  end)
  return list
end

--- Constraints as one text: "uq UNIQUE (a), CHECK (b > 0)".
function constraints.texts(list)
  local texts = {}
  for i, item in ipairs(list) do
    texts[i] = item.text
  end
  return table.concat(texts, ", ")
end

-- ---- finding

-- What can be asked of a constraint, each with how it is compared.
local comparisons = {
  kind = function(kind, wanted)
    return kind == wanted
  end,
  name = function(name, wanted)
    return identifier.fold(name) == identifier.fold(wanted)
  end,
  columns = identifier.same_set,
  condition = function(condition, wanted)
    return ddl.normalise(condition) == ddl.normalise(wanted)
  end,
}

--- Does a constraint fit what is wanted, of which only what is given counts?
local function fits(item, wanted)
  for key, compare in pairs(comparisons) do
    if wanted[key] and not (item[key] and compare(item[key], wanted[key])) then
      return false
    end
  end
  return true
end

--- Those of a list that fit what is wanted: { kind, name, columns, condition }, all of
-- which may be left out.
function constraints.matching(list, wanted)
  local found = {}
  for _, item in ipairs(list) do
    if fits(item, wanted) then
      found[#found + 1] = item
    end
  end
  return found
end

return constraints
