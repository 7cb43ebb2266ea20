--- The table that an operation is about: found by its name, or a clear word on what is
-- there instead.
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local settings = require("runner.alter.settings")
local words = require("runner.schema.words")

local target = {}

--- The names of all objects of a kind that authors make.
local function names_of(db, kind)
  local names = {}
  for name in db:rows("SELECT name FROM sqlite_schema WHERE type = ? ORDER BY 1", kind) do
    names[#names + 1] = not name:find("^sqlite_") and name or nil
  end
  return names
end

--- Tables that are not the author's to change.
function target.refuse_own(db, place, name)
  local key = identifier.fold(name)
  if key:find("^sqlite_") then
    failure.raise(("%s: '%s' belongs to SQLite"):format(place, name))
  end
  for _, own in ipairs(settings.of(db).own_tables) do
    if identifier.fold(own) == key then
      failure.raise(
        ("%s: '%s' belongs to runner, which keeps its state there"):format(place, name)
      )
    end
  end
end

local what =
  { index = "an index", table = "a table", trigger = "a trigger", view = "a view" }

--- Raise what is there instead of a `kind` of this name.
local function refuse_unknown(db, place, kind, name)
  local other =
    db:value("SELECT type FROM sqlite_schema WHERE name = ? COLLATE NOCASE", name)
  if other then
    failure.raise(
      ("%s: '%s' is %s, not %s"):format(place, name, what[other], what[kind]),
      other == "view" and "for views there are op.drop_view and op.create_view" or nil
    )
  end
  failure.raise(
    ("%s: there is no %s '%s'"):format(place, kind, name),
    words.suggestion(name, names_of(db, kind))
  )
end

--- Say what a failed ALTER TABLE ... RENAME stumbled over, or raise its problem again.
function target.explain(place, problem)
  local message = type(problem) == "userdata" and problem.message or ""
  local kind, name, reason = message:match("^error in (%a+) (.-): (.+)$")
  local after = name and name:match("^(.+) after rename$")
  if after then
    failure.raise(
      ("%s: the %s '%s' would not work after the renaming: %s"):format(
        place,
        kind,
        after,
        reason
      ),
      ("drop the %s before and create it anew after, in the same revision"):format(kind)
    )
  elseif kind then
    failure.raise(
      ("%s: the %s '%s' stops the renaming: %s"):format(place, kind, name, reason),
      ("drop the %s, or create it anew so that it works"):format(kind)
    )
  end
  error(problem, 0)
end

local function find(db, schema, types, name)
  return db:row(
    ("SELECT name, sql FROM %s WHERE type IN (%s) AND name = ? COLLATE NOCASE"):format(
      schema,
      types
    ),
    name
  )
end

--- The table as SQLite spells its name, and its definition. It may be a temporary one,
-- which comes first, as in SQL.
function target.table(db, place, name)
  target.refuse_own(db, place, name)
  local found, sql = find(db, "sqlite_temp_schema", "'table'", name)
  if not found then
    found, sql = find(db, "sqlite_schema", "'table'", name)
  end
  if not found then
    refuse_unknown(db, place, "table", name)
  end
  return found, sql
end

--- Raise unless there is an "index", a "view" or a "trigger" of this name.
function target.object(db, place, kind, name)
  local types = ("'%s'"):format(kind)
  local found = find(db, "sqlite_temp_schema", types, name)
    or find(db, "sqlite_schema", types, name)
  if not found then
    refuse_unknown(db, place, kind, name)
  end
end

--- In front of a table of the file, SQL would take a temporary one of its name.
local function refuse_temporary(db, place, name)
  if not find(db, "sqlite_temp_schema", "'table', 'view'", name) then
    return
  elseif find(db, "sqlite_schema", "'table'", name) then
    failure.raise(
      ("%s: a temporary table or view '%s' hides the table of this name"):format(
        place,
        name
      ),
      "drop the temporary one first"
    )
  end
  failure.raise(
    ("%s: '%s' is a temporary table or view, which is not altered"):format(place, name)
  )
end

--- The same for a table that can be altered: no temporary one, no virtual one, and no
-- part of one.
function target.alterable(db, place, name)
  refuse_temporary(db, place, name)
  local found, sql = target.table(db, place, name)
  local kind = db:value(
    "SELECT type FROM pragma_table_list WHERE schema = 'main' AND name = ?",
    found
  )
  if kind == "virtual" then
    failure.raise(
      ("%s: '%s' is a virtual table, which cannot be altered"):format(place, found),
      "drop it and create it anew with op.create_virtual_table"
    )
  elseif kind == "shadow" then
    failure.raise(("%s: '%s' is a part of a virtual table"):format(place, found))
  end
  return found, sql
end

return target
