--- A batch: several requests about one table, carried out as one alteration.
--
-- In this order: renames of columns, by SQLite's own ALTER TABLE, which lets views,
-- triggers, indexes and other tables follow; indexes dropped; the table altered once;
-- indexes created. (See runner.alter.request.part for batches of which that cannot be
-- true.)

local alter = require("runner.alter")
local alteration = require("runner.alter.alteration")
local constraints = require("runner.alter.text.constraints")
local content = require("runner.alter.execute.content")
local convention = require("runner.alter.request.convention")
local definition = require("runner.alter.definition")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local indexes = require("runner.alter.request.indexes")
local quoted_text = require("runner.alter.text.quoted_text")
local settings = require("runner.alter.settings")
local split = require("runner.alter.request.part")
local target = require("runner.alter.request.target")
local words = require("runner.schema.words")

--- SQLite reads every view and trigger for this, and stops at one that does not work.
local function rename_column(db, table_name, rename)
  local text = ("ALTER TABLE %s RENAME COLUMN %s TO %s"):format(
    identifier.quote(table_name),
    identifier.quote(rename.name),
    identifier.quote(rename.new_name)
  )
  content.guard(db, rename.place, function()
    local done, problem = pcall(db.exec, db, text)
    if not done then
      target.explain(rename.place, problem)
    end
  end)
end

-- Requests that are no changes of the definition.
local around = { drop_index = true, create_index = true }

--- An index is not a constraint, though people think of unique ones as such.
local function check_index(db, self, request)
  local name = request.word == "drop_constraint" and request.wanted.name
  local found = name and constraints.matching(constraints.list(self), { name = name })
  local is_index = found
    and #found == 0
    and db:value(
      "SELECT 1 FROM sqlite_schema WHERE type = 'index' AND name = ? COLLATE NOCASE",
      name
    )
  if is_index then
    failure.raise(
      ("%s: '%s' is an index, not a constraint"):format(request.place, name),
      "drop it with drop_index"
    )
  end
end

local function alter_table(db, text, part, options)
  local patterns = settings.of(db).naming
  local self = alteration.new(definition.read(text), options)
  for _, request in ipairs(part.requests) do
    convention(patterns, self.new, request)
    if not around[request.word] then
      check_index(db, self.new, request)
      if request.word == "add_column" then
        quoted_text(db, request.place, self.new, request.model.name)
      end
      alteration.apply(self, request)
    end
  end
  alteration.check(self, part.requests)
  if not alteration.is_empty(self) then
    alter.run(db, self)
  end
end

local function run_part(db, place, table_name, part, options)
  for _, rename in ipairs(part.renames) do
    local _, text = target.alterable(db, place, table_name)
    quoted_text(db, rename.place, definition.read(text), rename.new_name)
    rename_column(db, table_name, rename)
  end
  for _, request in ipairs(part.requests) do
    if request.word == "drop_index" then
      indexes.drop(db, request.place, table_name, request.index, request.if_exists)
    end
  end
  local _, text = target.alterable(db, place, table_name)
  alter_table(db, text, part, options)
  for _, request in ipairs(part.requests) do
    if request.word == "create_index" then
      request.model.table = table_name
      indexes.create(db, request.place, request.model)
    end
  end
end

--- Is it one statement, or one alteration, which has a savepoint of its own?
local function is_single(parts, options)
  local part = parts[1]
  local steps, alters = #part.renames, options and options.recreate == "always"
  for _, request in ipairs(part.requests) do
    if around[request.word] then
      steps = steps + 1
    else
      alters = true
    end
  end
  return #parts == 1 and steps + (alters and 1 or 0) <= 1
end

--- Carry out the requests, all or none. Options: recreate = "auto", "always", "never".
return function(db, place, table_name, requests, options)
  words.expect(place .. ": the table's name", table_name, "name")
  local name, text = target.alterable(db, place, table_name)
  local parts = split(definition.read(text), requests)
  local function run()
    for _, part in ipairs(parts) do
      run_part(db, place, name, part, options)
    end
  end
  if is_single(parts, options) then
    run()
  else
    db:savepoint(run)
  end
end
