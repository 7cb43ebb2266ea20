--- What is said of the constraints of a changed table that no word of a column says:
-- dropped, added, and the primary key.
local call = require("runner.autogenerate.revise.call")
local column_words = require("runner.autogenerate.revise.column")
local identifier = require("runner.schema.identifier")
local mention = require("runner.schema.mention")

local constraints = {}

-- ---- dropped

--- Does it go with a column that is dropped? (See runner.alter.change.drop_column.)
local function goes_along(draft, kind, constraint)
  if constraint.column then
    return draft.dropped[constraint.column.key]
  end
  local names = constraint.columns and identifier.names(constraint.columns)
  if kind == "check" then
    names = identifier.names(mention.columns(constraint.text, draft.old.columns))
  end
  return #names == 1 and draft.dropped[identifier.fold(names[1])]
end

--- The call that drops a constraint.
local function drop(kind, constraint)
  if constraint.name then
    return call("drop_constraint", constraint.name)
  elseif kind == "check" then
    return call("drop_constraint", nil, { type = kind, condition = constraint.text })
  end
  local names = identifier.names(constraint.columns)
  return call("drop_constraint", nil, { type = kind, columns = names })
end

constraints.drop = drop

function constraints.dropped(draft)
  for _, item in ipairs(draft.items) do
    local kind = item.kind:match("^(.*)_dropped$")
    local is_constraint = kind == "unique" or kind == "check" or kind == "foreign_key"
    if is_constraint and not (draft.said[item] or goes_along(draft, kind, item.old)) then
      draft:say(drop(kind, item.old))
    end
  end
end

-- ---- added

local add = {}

function add.unique(constraint)
  local columns = identifier.names(constraint.columns)
  return call("create_unique_constraint", constraint.name, columns)
end

function add.check(constraint)
  return call("create_check_constraint", constraint.name, constraint.text)
end

function add.foreign_key(constraint)
  local options = column_words.reference_options(constraint)
  local parents = #constraint.parents > 0 and identifier.names(constraint.parents) or nil
  return call(
    "create_foreign_key",
    constraint.name,
    constraint.table,
    identifier.names(constraint.columns),
    parents,
    next(options) and options or nil
  )
end

function constraints.added(draft)
  for _, item in ipairs(draft.items) do
    local kind = item.kind:match("^(.*)_added$")
    local column = add[kind] and item.new.column
    local is_said = draft.said[item] or column and draft.added[column.key]
    if add[kind] and not is_said then
      draft:say(add[kind](item.new))
    end
  end
end

-- ---- the primary key

--- The options of create_primary_key: its columns become NOT NULL unless they say so.
local function key_options(draft, primary)
  local options = { autoincrement = primary.autoincrement or nil }
  for _, member in ipairs(primary.columns) do
    local column = draft.new.by_key[identifier.fold(member.name)]
    if not (column.not_null or primary.rowid or draft.new.without_rowid) then
      options.null = true
    end
  end
  return next(options) and options or nil
end

local function is_said_by_column(draft, primary)
  return primary.column ~= nil and draft.added[primary.column.key]
end

function constraints.primary_key_dropped(draft)
  local item = draft:item("primary_key")
  local old, new = item and item.old, item and item.new
  if old and (not new or is_said_by_column(draft, new)) then
    draft:say(call("drop_constraint", nil, { type = "primary_key" }))
  end
end

function constraints.primary_key_added(draft)
  local item = draft:item("primary_key")
  local primary = item and item.new
  if primary and not is_said_by_column(draft, primary) then
    draft:say(
      call(
        "create_primary_key",
        primary.name,
        identifier.names(primary.columns),
        key_options(draft, primary)
      )
    )
  end
end

return constraints
