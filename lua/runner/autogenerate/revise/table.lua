--- A changed table as one alter_table: the fewest words that make the new definition of
-- the old one.
--
--     table_calls.of(change, inventories, options)      --> a list of calls, see .call
--
-- `change` is one of the tables of runner.autogenerate.compare; if it has `start`, that
-- definition is what the calls begin with, not the one of `have`. The words are tried on
-- the text, which needs no database. If they do not make what is wanted (there is no word
-- for a conflict clause, say, and a comment cannot be said), the whole definition is
-- given instead: t:define. Options:
--   order     columns are put where the new definition has them
--   verbatim  the text itself is wanted, not only its meaning
--   lossy     what comes had been there before, and its values are lost
--   naming    patterns for the names of constraints
--   whole     a foreign key to no table at all comes with the whole definition
--   null      the value that takes a default away
local alteration = require("runner.alter.alteration")
local call = require("runner.autogenerate.revise.call")
local columns = require("runner.autogenerate.revise.columns")
local compare_table = require("runner.autogenerate.compare.table")
local constraints = require("runner.autogenerate.revise.constraints")
local convention = require("runner.alter.request.convention")
local ddl = require("runner.ddl")
local identifier = require("runner.schema.identifier")
local reorder = require("runner.alter.change.reorder")
local request = require("runner.alter.request")
local splice = require("runner.alter.text.splice")

local Draft = {}
Draft.__index = Draft

function Draft:say(said)
  table.insert(self.calls, said)
end

--- The item of a kind, or nil.
function Draft:item(kind)
  for _, item in ipairs(self.items) do
    if item.kind == kind then
      return item
    end
  end
end

local function new_draft(change, options)
  local self = setmetatable({
    old = change.start or change.have.definition,
    new = change.want.definition,
    items = change.difference.items,
    options = options,
    null = options.null,
    calls = {},
    added = {}, -- sets of keys
    dropped = {},
    said = {}, -- items that a word of a column says
  }, Draft)
  for _, item in ipairs(self.items) do
    if item.kind == "column_added" then
      self.added[item.new.key] = true
    elseif item.kind == "column_dropped" then
      self.dropped[item.old.key] = true
    end
  end
  return self
end

-- ---- trying

local function try(definition, calls, naming)
  local self = alteration.new(definition)
  local done = pcall(function()
    for _, said in ipairs(calls) do
      local arguments = said.arguments
      local make = request[said.word]
      local asked = table.pack(make("t", table.unpack(arguments, 1, arguments.n)))
      for i = 1, asked.n do
        convention(naming, self.new, asked[i])
        alteration.apply(self, asked[i])
      end
    end
  end)
  return done and self.new or nil
end

-- ---- the words

--- Options that are taken off come first: under them other changes could not be.
local function set_off(draft)
  local off = {}
  for _, kind in ipairs({ "strict", "without_rowid" }) do
    local item = draft:item(kind)
    if item and not item.to then
      off[kind] = false
    end
  end
  if next(off) ~= nil then
    draft:say(call("set", off))
  end
end

local function set_on(draft)
  local on = {}
  for _, kind in ipairs({ "strict", "without_rowid" }) do
    local item = draft:item(kind)
    on[kind] = item and item.to or nil
  end
  if next(on) ~= nil then
    draft:say(call("set", on))
  end
end

local function words(change, options)
  local draft = new_draft(change, options)
  local altered = columns.gather(draft)
  set_off(draft)
  constraints.dropped(draft)
  constraints.primary_key_dropped(draft)
  columns.added(draft)
  columns.altered(draft, altered)
  constraints.primary_key_added(draft)
  columns.dropped(draft)
  constraints.added(draft)
  set_on(draft)
  local so_far = try(draft.old, draft.calls, options.naming)
  if so_far then
    columns.reordered(draft, so_far)
  end
  return draft.calls
end

-- ---- the whole definition

--- Kept columns in the order they have, then those that are new.
local function kept_order(old, new)
  local names = {}
  for _, column in ipairs(old.columns) do
    local kept = new.by_key[column.key]
    names[#names + 1] = kept and kept.name
  end
  return names
end

--- The text of the new definition, with the name as the old one spells it, and columns in
-- the old order unless that is to change.
local function whole_text(change, options)
  local old, new = change.start or change.have.definition, change.want.definition
  local text = new.text
  if not options.order then
    text = reorder.columns(new, "", kept_order(old, new)).text
  end
  if old.name ~= new.name then
    local span = ddl.parse(text).name_span
    text = splice.splice(text, { { span[1], span[2], identifier.quote(old.name) } })
  end
  return text
end

--- Is a definition what was wanted?
local function is_wanted(found, change, inventories, options)
  if not found then
    return false
  elseif options.verbatim then
    return found.text == change.want.text
  end
  local left = compare_table(
    inventories.have,
    inventories.want,
    found,
    change.want.definition,
    options
  )
  return #left.items == 0
end

--- The column with the value that is to be decided on, and nothing else: the definition
-- follows.
local function bare_column(said, change)
  local said_words = said.arguments[1]
  local old, new = change.have.definition, change.want.definition
  local type_text = old.strict and not new.strict and "ANY" or said_words[2]
  local bare = { said_words[1], type_text, using = said_words.using }
  local result = call("add_column", bare)
  result.comment = said.comment
  return result
end

--- What people have to decide or know of columns that come must be said also where the
-- whole definition is given.
local function with_comments(change, calls, whole)
  local result, lost = {}, {}
  for _, said in ipairs(calls) do
    if said.word == "add_column" and said.arguments[1].using then
      result[#result + 1] = bare_column(said, change)
    elseif said.word == "add_column" then
      lost[#lost + 1] = said.comment
    end
  end
  whole.comment = #lost > 0 and table.concat(lost, "\n") or nil
  result[#result + 1] = whole
  return result
end

--- Does a foreign key come that leads to no table? SQLite keeps such; a word for it is
-- refused.
local function leads_nowhere(change, inventories)
  for _, item in ipairs(change.difference.items) do
    local parent = item.kind == "foreign_key_added" and identifier.fold(item.new.table)
    if parent and not inventories.want.tables[parent] then
      return true
    end
  end
  return false
end

local table_calls = {}

--- The definition after the calls, or nil if they cannot be carried out.
table_calls.try = try

--- `inventories`: { have =, want = }.
function table_calls.of(change, inventories, options)
  local calls = words(change, options)
  local found = try(change.start or change.have.definition, calls, options.naming)
  local in_words = not (options.whole and leads_nowhere(change, inventories))
  if in_words and is_wanted(found, change, inventories, options) then
    return calls
  end
  return with_comments(change, calls, call("define", whole_text(change, options)))
end

return table_calls
