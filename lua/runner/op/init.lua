--- `op`: the words by which a revision changes the schema.
--
-- Operations come from the modules named below, each loaded when one of its operations
-- is first used. It is a table from a name to
--
--     { usage = "table, words", most = 2, run = function(db, ...) end }
--
-- where `most` is how many arguments it takes at the most (left out: any number). One
-- that is a single statement, made of its arguments alone, has `text`, a function that
-- gives it and looks at no more of `db` than its settings; without `run` that is run.
-- Authors add their own with `op.register`; those take part like ours.
local failure = require("runner.failure")
local naming = require("runner.schema.naming")
local settings = require("runner.alter.settings")
local words = require("runner.schema.words")

local modules = {
  alter_table = { "alter_table" },
  broken = { "allow_broken" },
  bulk_insert = { "bulk_insert" },
  column = { "add_column", "alter_column", "drop_column", "rename_column" },
  constraint = {
    "create_check_constraint",
    "create_foreign_key",
    "create_primary_key",
    "create_unique_constraint",
    "drop_constraint",
  },
  execute = { "execute" },
  index = { "create_index", "drop_index" },
  spell = { "spell" },
  table = { "create_table", "drop_table", "rename_table" },
  trigger = { "create_trigger", "drop_trigger" },
  view = { "create_view", "drop_view" },
  virtual_table = { "create_virtual_table" },
}

local homes = {} -- the module of an operation that is one of runner's
local names = {} -- sorted

for module, list in pairs(modules) do
  for _, name in ipairs(list) do
    homes[name] = module
    names[#names + 1] = name
  end
end
table.sort(names)

local operations = {} -- by name

--- The operation of this name, or nil.
local function find(name)
  local operation = operations[name]
  if not operation and homes[name] then
    operation = require("runner.op." .. homes[name])[name]
    operations[name] = operation
  end
  return operation
end

-- ---- own operations

local function check_registration(name, run, options)
  words.expect("op.register: the name", name, "name")
  words.expect("op.register: the second argument", run, "function")
  options = words.options("op.register", options, { replace = "boolean" })
  local known = find(name)
  if name == "register" or (known and not known.own) then
    failure.raise(("op.register: '%s' is an operation of runner"):format(name))
  elseif known and known.run ~= run and not options.replace then
    failure.raise(
      ("op.register: there is an operation '%s' already"):format(name),
      "to put another in its place pass { replace = true }"
    )
  end
end

--- op.register("name", function(db, ...) end [, { replace = true }])
local function register(name, run, options)
  check_registration(name, run, options)
  if not operations[name] then
    names[#names + 1] = name
    table.sort(names)
  end
  operations[name] = { run = run, own = true }
end

-- ---- the object

local function check_call(op, name, operation, ...)
  if rawequal((...), op) then
    failure.raise(
      ("op:%s was called with a colon"):format(name),
      ("write op.%s(%s)"):format(name, operation.usage or "...")
    )
  end
  local given = select("#", ...)
  if operation.most and given > operation.most then
    failure.raise(
      ("op.%s takes up to %d arguments, not %d"):format(name, operation.most, given),
      ("write op.%s(%s)"):format(name, operation.usage)
    )
  end
end

-- Operations of Alembic that have another counterpart, or none.
local elsewhere = {
  create_exclude_constraint = "SQLite has no such constraints",
  create_table_comment = "SQLite keeps comments in the text of the table only",
  drop_table_comment = "SQLite keeps comments in the text of the table only",
  f = "not needed: a name that is given is never changed",
  get_bind = "the database is `db`",
  get_context = "what is known of the run is in `context`",
  implementation_for = "own operations are added with op.register",
  inline_literal = "not needed: values are written as literals where SQL asks for them",
  register_operation = "own operations are added with op.register",
}

local function unknown(name)
  failure.raise(
    ("op has no operation '%s'"):format(tostring(name)),
    elsewhere[name] or words.suggestion(name, names)
  )
end

--- The function behind op.NAME.
local function bind(op, db, name)
  local operation = find(name)
  if name == "register" then
    return register
  elseif not operation then
    unknown(name)
  end
  local run, text = operation.run, operation.text
  run = run or function(_, ...)
    db:exec(text(db, ...))
  end
  return function(...)
    check_call(op, name, operation, ...)
    return run(db, ...)
  end
end

local function refuse_assignment(_, name)
  failure.raise(
    ("op.%s cannot be assigned"):format(tostring(name)),
    "own operations are added with op.register"
  )
end

local function prepare(db, given)
  if given and given.naming then
    naming.check("naming", given.naming)
  end
  settings.set(db, given)
end

--- The `op` of one database, with settings as runner.alter.settings has them.
local function new(db, given)
  prepare(db, given)
  local op = {}
  return setmetatable(op, {
    __name = "op",
    __metatable = false,
    __index = function(_, name)
      return bind(op, db, name)
    end,
    __newindex = refuse_assignment,
  })
end

--- What stands in for an `op` where nothing is executed: the operations that have `text`
-- give it to `take`. `db` is any table.
local function texts(db, given, take)
  prepare(db, given)
  local op = {}
  return setmetatable(op, {
    __index = function(_, name)
      return function(...)
        local operation = find(name)
        check_call(op, name, operation, ...)
        take(operation.text(db, ...))
      end
    end,
  })
end

return { new = new, register = register, texts = texts }
