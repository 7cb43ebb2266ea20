--- The first revision of a project on a database that is there already: it makes the same
-- schema, word for word, where there is none.
local catalogue = require("runner.catalogue")
local failure = require("runner.failure")
local faults = require("runner.autogenerate.faults")
local inventory = require("runner.autogenerate.inventory")
local order = require("runner.autogenerate.order")
local source = require("runner.source")
local value = require("runner.autogenerate.render.value")

local root = {}

--- A statement of a body.
local function execute(text)
  return ("  op.execute(%s)\n"):format(value.string(text))
end

-- What applications know their files by: https://www.sqlite.org/pragma.html
local function numbers(db)
  local list = {}
  for _, name in ipairs({ "application_id", "user_version" }) do
    local number = db:value("PRAGMA " .. name)
    if number ~= 0 then
      list[#list + 1] = ("PRAGMA %s = %d"):format(name, number)
    end
  end
  return list
end

-- ---- trying it

local hint = "SQLite is asked to be strict here: texts stand in single quotes, and what "
  .. "definitions use must be built in"

local function try(db, object)
  local done, problem = pcall(db.exec, db, object.text)
  if not done then
    failure.raise(
      ("%s '%s' of the database cannot be made anew: %s"):format(
        object.kind:gsub("_", " "),
        object.name,
        type(problem) == "userdata" and problem.message or tostring(problem)
      ),
      hint
    )
  end
end

--- Every statement must work in an empty database, as the engine runs it. What does not
-- work in the database (`broken`) may be made so; gives the names of that.
local function check(objects, broken)
  local db <close> = source.scratch({})
  return catalogue.step(db, function()
    for _, fault in ipairs(broken) do
      catalogue.allow_broken(db, fault.name)
    end
    for _, object in ipairs(objects) do
      try(db, object)
    end
  end)
end

-- ---- the bodies

local bodies = {}

function bodies.upgrade(objects, db)
  local broken = faults.of(db)
  local lines = { faults.allowance(check(objects, broken), broken) }
  for _, object in ipairs(objects) do
    lines[#lines + 1] = execute(object.text)
  end
  for _, text in ipairs(numbers(db)) do
    lines[#lines + 1] = execute(text)
  end
  return table.concat(lines)
end

local dropping =
  { table = "drop_table", virtual_table = "drop_table", view = "drop_view" }

--- The last goes first; indexes and triggers go with what they belong to.
function bodies.downgrade(objects)
  local lines = {}
  for i = #objects, 1, -1 do
    local word = dropping[objects[i].kind]
    if word then
      lines[#lines + 1] = ("  op.%s(%s)\n"):format(word, value.text(objects[i].name))
    end
  end
  return table.concat(lines)
end

--- What the engine calls: the body of upgrade() or downgrade(), as `direction` says, for
-- the database of the session.
function root.body(fields)
  local db = source.database()
  local own = source.settings().own_tables
  local objects = order(inventory.read(db, { own_tables = own }))
  return bodies[fields.direction](objects, db)
end

return root
