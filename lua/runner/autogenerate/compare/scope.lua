--- Which names may be columns in the text of a view or trigger.
--
--     meaning(text, scope.columns(text, inventory))
--
-- SQLite takes "abc" for a text where no column has that name. Which columns a query sees
-- is not worked out here: those of the tables that it names count, also of those behind
-- the views that it names, and what the query calls itself without double quotes. What
-- any other name is, is not known.
local ddl = require("runner.ddl")
local identifier = require("runner.schema.identifier")

local scope = {}

local function rowid_names()
  return { rowid = true, oid = true, _rowid_ = true }
end

local function add_columns(names, columns)
  for _, name in ipairs(identifier.names(columns or {})) do
    names[identifier.fold(name)] = true
  end
end

local add_text

--- Add the columns of a table or view.
local function add_owner(self, owner)
  if self.seen[owner] then
    return
  end
  self.seen[owner] = true
  if owner.kind == "table" then
    add_columns(self.names, owner.definition.columns)
  else
    add_columns(self.names, owner.tree.columns)
    add_text(self, owner.text)
  end
end

local no_column = { ["("] = true, ["."] = true }

local function is_bare(token, behind)
  local is_quoted = token.text:sub(1, 1) == '"'
  return not is_quoted and not (behind and no_column[behind.text])
end

function add_text(self, text)
  local tokens = ddl.tokens(text)
  for i, token in ipairs(tokens) do
    local key = token.name and identifier.fold(token.name)
    local owner = key and (self.inventory.tables[key] or self.inventory.views[key])
    if owner then
      add_owner(self, owner)
    elseif key and is_bare(token, tokens[i + 1]) then
      self.names[key] = true
    end
  end
end

--- The function for runner.schema.meaning. Names are looked for when one is asked for.
function scope.columns(text, inventory)
  local self
  return function(name)
    if not self then
      self = { inventory = inventory, names = rowid_names(), seen = {} }
      add_text(self, text)
    end
    return self.names[name] or "perhaps"
  end
end

return scope
