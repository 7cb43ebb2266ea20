--- op.alter_table: several changes of one table in one step.
--
--     op.alter_table("tickets", function(t)
--       t:drop_column("day")
--       t:alter_column("status", { null = true })
--     end)
--
-- The function only gathers; what it asked is carried out when it returns, with at most
-- one pass over the rows (see runner.alter.request.batch).
local batch = require("runner.alter.request.batch")
local failure = require("runner.failure")
local request = require("runner.alter.request")
local words = require("runner.schema.words")

-- Each word with what it takes, and how many arguments these are at the most.
local usages = {
  add_column = { "{ name, type, ... } [, options]", 2 },
  alter_column = { "column, { words }", 2 },
  backfill = { "{ from = , into = , set = function }", 1 },
  create_check_constraint = { "name, condition", 2 },
  create_foreign_key = { "name, referent, { columns } [, { columns } [, options]]", 5 },
  create_index = { "name, { columns } [, options]", 3 },
  create_primary_key = { "name, { columns } [, options]", 3 },
  create_unique_constraint = { "name, { columns }", 2 },
  define = { "create_table_text", 1 },
  drop_column = { "column [, { if_exists = true }]", 2 },
  drop_constraint = { "name [, options]", 2 },
  drop_index = { "name [, { if_exists = true }]", 2 },
  rename_column = { "column, new_name", 2 },
  reorder_columns = { "{ columns }", 1 },
  set = { "{ strict = , without_rowid = }", 1 },
}

local names = {}
for name in pairs(usages) do
  names[#names + 1] = name
end
table.sort(names)

local function check_call(t, requests, name, self, ...)
  if not rawequal(self, t) then
    failure.raise(
      ("t.%s was called with a dot"):format(name),
      ("write t:%s(%s)"):format(name, usages[name][1])
    )
  elseif select("#", ...) > usages[name][2] then
    failure.raise(
      ("t:%s takes up to %d argument%s, not %d"):format(
        name,
        usages[name][2],
        usages[name][2] > 1 and "s" or "",
        select("#", ...)
      ),
      ("write t:%s(%s)"):format(name, usages[name][1])
    )
  elseif requests.ended then
    failure.raise(("t:%s was called after op.alter_table had ended"):format(name))
  end
end

--- The function behind t:NAME.
local function bind(t, requests, name)
  if not usages[name] then
    failure.raise(
      ("t has no word '%s' in op.alter_table"):format(tostring(name)),
      words.suggestion(name, names)
    )
  end
  return function(self, ...)
    check_call(t, requests, name, self, ...)
    for _, made in ipairs({ request[name]("t:" .. name, ...) }) do
      requests[#requests + 1] = made
    end
  end
end

local function new_gatherer(requests)
  local t = {}
  return setmetatable(t, {
    __name = "op.alter_table",
    __metatable = false,
    __index = function(_, name)
      return bind(t, requests, name)
    end,
    __newindex = function(_, name)
      failure.raise(("t.%s cannot be assigned"):format(tostring(name)))
    end,
  })
end

local ways = { "AUTO", "ALWAYS", "NEVER" }

local function check_options(place, options)
  options = words.options(place, options, { recreate = "text" })
  local way = words.choice(place .. ": recreate", options.recreate or "auto", ways)
  return { recreate = way:lower() }
end

local function alter_table(db, table_name, gather, options)
  local place = "op.alter_table"
  words.expect(place .. ": the table's name", table_name, "name")
  words.expect(place .. ": the second argument", gather, "function")
  options = check_options(place, options)
  local requests = {}
  gather(new_gatherer(requests))
  requests.ended = true
  batch(db, place, table_name, requests, options)
end

return {
  alter_table = {
    usage = "table, function(t) ... end [, options]",
    most = 3,
    run = alter_table,
  },
}
