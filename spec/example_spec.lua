--- The support desk: the example project's revisions and its seed, run by the program.
local helper = require("spec.helper")
local runner = helper.quote(helper.binary)

local folder

--- Run a command line in a shell; returns its output without the last line end.
local function shell(format, ...)
  local pipe = io.popen(format:format(...) .. " 2>&1")
  local output = pipe:read("a")
  local ok, _, code = pipe:close()
  assert(ok, ("exit status %s: %s"):format(code, output))
  return (output:gsub("\n$", ""))
end

local function run(database, arguments)
  return shell("%s --database %s/%s %s", runner, folder, database, arguments)
end

local function query(database, sql)
  return shell('sqlite3 %s/%s "%s"', folder, database, sql)
end

--- Columns, keys, foreign keys and indexes of every table, as text.
local function shape(database)
  return query(database, [[
    SELECT t.name, c.name, c.type, c.\"notnull\", c.dflt_value, c.pk
      FROM sqlite_schema t JOIN pragma_table_xinfo(t.name) c WHERE t.type = 'table'
     ORDER BY 1, c.cid;
    SELECT t.name, f.* FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f
     WHERE t.type = 'table' ORDER BY t.name, f.id;
    SELECT t.name, i.name, i.\"unique\", i.origin, c.name, c.coll
      FROM sqlite_schema t JOIN pragma_index_list(t.name) i
      JOIN pragma_index_xinfo(i.name) c
     WHERE t.type = 'table' ORDER BY 1, 2, c.seqno;]])
end

local KEEP_BOOKS = "DROP TABLE runner_version; DROP TABLE runner_history;"

describe("the support desk", function()
  before_each(function() folder = helper.quote(shell("mktemp -d")) end)
  after_each(function() shell("rm -rf %s", folder) end)

  it("goes up from nothing and down again", function()
    run("new.db", "upgrade head")
    assert.are.equal("2b7c91d4e6f0 (head)", run("new.db", "current"))
    assert.are.equal("0|1", query("new.db",
      "SELECT last_number, initialised FROM daily_ticket_counter"))
    run("new.db", "downgrade base")
    assert.are.equal("runner_history\nrunner_version", query("new.db",
      "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"))
  end)

  it("is what the seed makes by hand", function()
    run("new.db", "upgrade 59e1544c328e")
    query("new.db", KEEP_BOOKS)
    shell("%s lua examples/seed.lua %s/old.db 100", runner, folder)
    assert.are.equal(shape("old.db"), shape("new.db"))
  end)

  it("has the schema that it says it wants", function()
    run("new.db", "upgrade head")
    shell("%s schema --desired >%s/wanted.sql", runner, folder)
    shell("sqlite3 %s/wanted.db <%s/wanted.sql", folder, folder)
    query("new.db", KEEP_BOOKS)
    assert.are.equal(shape("new.db"), shape("wanted.db"))
    local names = "SELECT type, name FROM sqlite_schema ORDER BY 1, 2"
    assert.are.equal(query("new.db", names), query("wanted.db", names))
  end)

  it("takes over an existing database and gives it back as it was", function()
    shell("%s lua examples/seed.lua %s/old.db 3000", runner, folder)
    query("old.db", "INSERT INTO daily_ticket_counter VALUES ('20200101', 7)")
    local before = query("old.db", ".dump")
    run("old.db", "stamp 59e1544c328e")
    run("old.db", "upgrade head")
    assert.are.equal("0", query("old.db", [[
      SELECT count(*) FROM daily_ticket_counter WHERE initialised AND last_number <>
        (SELECT max(CAST(substr(reference, 10) AS INTEGER)) FROM tickets
          WHERE reference LIKE day || '-%')]]))
    assert.are.equal("14|1", query("old.db",
      "SELECT sum(initialised), sum(NOT initialised) FROM daily_ticket_counter"))
    run("old.db", "downgrade 59e1544c328e")
    query("old.db", KEEP_BOOKS)
    assert.are.equal(before, query("old.db", ".dump"))
  end)
end)
