--- What each difference asks for.
--
-- A rule takes an item of runner.alter.difference and the draft of a plan, and notes in
-- it:
--   need(tier, reason)   the least that is to be done: "update" (write the rows in
--                        place), "rebuild" (make the table anew); an edit needs no saying
--   prove...(...)        what must hold of the rows
--   fill(column)         rows older than an old column must get its default written
--   updates              columns that are to be written
--   added, drops         columns that are to be added at the end of the rows, and dropped
--   converts             the set of new columns that get another affinity
local difference = require("runner.alter.difference")
local identifier = require("runner.schema.identifier")
local key = require("runner.alter.key")
local native = require("runner.alter.method.native")
local uses = require("runner.alter.uses")

local rules = {} -- by the kind of an item
local is_stored = difference.is_stored

-- ---- columns

--- A new column at the end of the rows. Older rows have nothing there, and read a
-- constant default; everything else has to be written into them.
local function append(item, draft)
  local new = item.new
  table.insert(draft.added, new)
  local value = draft.facts.value[new.key]
  if value == nil and not native.constant(new) then
    value = new.default
  end
  if value ~= nil then
    draft:need("update", ("'%s' gets a value in every row"):format(new.name))
    table.insert(draft.updates, { column = new.name, value = value })
  elseif draft.facts.new.strict and not native.fits(native.constant(new), new.type) then
    local proof = { kind = "strict", column = new.name, type = new.type }
    draft:prove(proof, { [new.key] = true })
  end
end

function rules.column_added(item, draft)
  local new = item.new
  if new.generated and new.generated.stored then
    draft:need("rebuild", ("'%s' is generated and stored"):format(new.name))
  elseif item.inside then
    draft:need("rebuild", ("'%s' comes before '%s'"):format(new.name, item.inside.name))
  elseif is_stored(new) then
    append(item, draft)
  end
  if difference.requires_value(draft.facts.new, new) then
    draft:prove_value(new)
  end
end

function rules.column_dropped(item, draft)
  if is_stored(item.old) then
    table.insert(draft.drops, item.old)
  end
end

function rules.reordered(_, draft)
  draft:need("rebuild", "the order of the columns changes")
end

--- Virtual columns are not in the rows, and a stored one is there like a plain one.
function rules.generated(item, draft)
  local new, from, to = item.new, item.from, item.to
  if to == "stored" and from == "stored" then
    draft:need("rebuild", ("the stored column '%s' is computed anew"):format(new.name))
  elseif to == "stored" then
    draft:need("rebuild", ("'%s' becomes generated and stored"):format(new.name))
  elseif from == "virtual" and to == nil then
    draft:need("rebuild", ("'%s' was virtual and is stored from now on"):format(new.name))
  elseif from ~= "virtual" and to == "virtual" then
    draft:need("rebuild", ("'%s' was stored and becomes virtual"):format(new.name))
  end
end

local function convert(item, draft)
  local old, new = item.old, item.new
  draft:need(
    "update",
    ("the type of '%s' changes from %s to %s"):format(
      new.name,
      old.type == "" and "none" or old.type,
      new.type == "" and "none" or new.type
    )
  )
  draft:prove({
    kind = "convert",
    column = old.name,
    from = old.affinity,
    to = new.affinity,
    type = new.type,
  }, {})
  draft.converts[new.key] = true
  table.insert(draft.updates, { column = new.name })
end

--- Rows that are older than the column read its default, and under another affinity that
-- may be something else.
local function fill_older(item, draft)
  local default = item.old.default
  local changes = item.old.affinity ~= item.new.affinity
  if changes and default and not native.is_null(default) then
    draft:fill(item.old)
  end
end

function rules.type(item, draft)
  local old, new = item.old, item.new
  local converts = difference.converts(old.affinity, new.affinity)
  if not (is_stored(old) and is_stored(new)) then
    return
  elseif new.generated then
    if old.affinity ~= new.affinity then
      draft:need("rebuild", ("the stored column '%s' is computed anew"):format(new.name))
    end
    return
  elseif draft.facts.value[new.key] ~= nil then
    draft.converts[new.key] = converts or nil
  elseif converts then
    convert(item, draft)
  elseif draft.facts.old.strict then
    draft:prove_type(item)
  end
  fill_older(item, draft)
end

function rules.collation(item, draft)
  local facts, new = draft.facts, item.new
  if facts.new.without_rowid and key.in_primary(facts.new, new) then
    draft:need(
      "rebuild",
      ("the rows are ordered by '%s', whose collation changes"):format(new.name)
    )
  end
  draft:prove_unique_by(new)
end

function rules.default(item, draft)
  if is_stored(item.old) and not item.old.generated then
    draft:fill(item.old)
  end
end

function rules.not_null_added(item, draft)
  draft:prove_value(item.new, item.old)
end

function rules.not_null_dropped() end

--- The author's own value for a column that is there.
function rules.value(item, draft)
  local new = item.new
  draft:need("update", ("'%s' gets a new value in every row"):format(new.name))
  table.insert(draft.updates, { column = new.name, value = draft.facts.value[new.key] })
end

-- ---- keys and constraints

--- NULL in what becomes the rowid would be numbered without a word, and what is no
-- integer cannot be a rowid.
local function prove_rowid(primary, draft)
  local new = draft.facts.new.by_key[identifier.fold(primary.columns[1].name)]
  local old = draft:old_of(new)
  if old then
    draft:prove_value(new, old)
    if not draft.converts[new.key] then
      draft:prove(
        { kind = "strict", column = old.name, type = "INTEGER" },
        { [new.key] = true }
      )
    end
  end
end

function rules.primary_key(item, draft)
  draft:need("rebuild", "the primary key changes")
  local primary = item.new
  if not primary then
    return
  elseif primary.rowid then
    prove_rowid(primary, draft)
  end
  draft:prove(
    { kind = "unique", columns = primary.columns, name = primary.name },
    uses.set(primary.columns)
  )
end

function rules.autoincrement() end

function rules.unique_added(item, draft)
  local unique = item.new
  draft:prove(
    { kind = "unique", columns = unique.columns, name = unique.name },
    uses.set(unique.columns)
  )
end

function rules.unique_dropped() end

function rules.check_added(item, draft)
  draft:prove_check(item.new)
end

function rules.check_dropped() end

function rules.foreign_key_added(item, draft)
  draft:prove_foreign_key(item.new, item.position)
end

function rules.foreign_key_dropped() end

--- The types of STRICT hold for rows that are there too.
function rules.strict(item, draft)
  for _, pair in ipairs(item.to and draft.facts.pairs or {}) do
    draft:prove_type(pair)
  end
end

function rules.without_rowid(item, draft)
  draft:need(
    "rebuild",
    item.to and "it becomes WITHOUT ROWID" or "it is WITHOUT ROWID no more"
  )
end

return rules
