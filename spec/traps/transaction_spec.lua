--- Traps 1, 18 and 19: what goes wrong with transactions on SQLite, and what runner does.
local beside = require("spec.support.beside")
local desk = require("spec.support.desk")
local helper = require("spec.helper")
local trap = require("spec.support.trap")

describe("trap 1: PRAGMA foreign_keys inside a transaction is ignored", function()
  after_each(helper.clean)

  it("is refused with the reason, on and off", function()
    for _, value in ipairs { "ON", "OFF", "0" } do
      local project = trap.project("CREATE TABLE t (a)",
        ('db:exec("CREATE TABLE other (x)") db:exec("PRAGMA foreign_keys = %s")')
          :format(value))
      trap.stops(project, "foreign_keys", "changes nothing inside a transaction",
        "foreign keys are off while a revision runs and are checked before")
    end
  end)

  it("may be read", function()
    trap.passes(trap.project("CREATE TABLE t (a)",
      'assert(db:value("PRAGMA foreign_keys") == 0)'))
  end)
end)

describe("trap 18: transactions ended by a step, and what cannot run in one", function()
  after_each(helper.clean)

  it("refuses the words of transactions", function()
    for _, word in ipairs { "BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT s" } do
      local project = trap.project("CREATE TABLE t (a)",
        ('db:exec("CREATE TABLE other (x)") db:exec("%s")'):format(word))
      trap.stops(project, "may not say")
    end
  end)

  it("refuses them for a script that catches the error, and goes on", function()
    local project = trap.project("CREATE TABLE t (a)", [[
      db:exec("CREATE TABLE other (x)")
      assert(not pcall(db.exec, db, "COMMIT"))
      error("stop here")]])
    trap.stops(project, "stop here")
  end)

  it("refuses VACUUM and journal_mode, and says which revisions may", function()
    for _, sql in ipairs { "VACUUM", "PRAGMA journal_mode = WAL" } do
      local project = trap.project("CREATE TABLE t (a)",
        ('op.execute("CREATE TABLE other (x)") op.execute("%s")'):format(sql))
      trap.stops(project, "transaction = false")
    end
  end)

  it("refuses COMMIT among other statements of one text", function()
    trap.stops(trap.project("CREATE TABLE t (a)",
      'db:exec("CREATE TABLE other (x); COMMIT; CREATE TABLE more (x)")'), "COMMIT")
  end)
end)

describe("trap 19: read first, write later, and another writer comes between", function()
  after_each(helper.clean)

  it("cannot happen: the lock is taken before the script reads", function()
    local project = desk.project({ { "change", { up = [[
      local seen = db:value("SELECT count(*) FROM t")
      ]] .. beside.meeting("reading", "tried") .. [[
      db:exec("INSERT INTO t VALUES (?)", "after " .. seen)]] } } },
      'return { database = "desk.db", trust = { "io" } }')
    desk.change(project, "PRAGMA journal_mode = WAL; CREATE TABLE t (a)")
    local screen = beside.run(project, "upgrade head", [[
      wait_until [ -e reading ]
      sqlite3 desk.db "INSERT INTO t VALUES ('between')" && never "it was written"
      : >tried]])
    assert.are.equal(0, screen.status, screen.stderr)
    assert.truthy(screen.stderr:find("locked", 1, true))
    assert.are.equal("after 0", desk.query(project, "SELECT a FROM t"))
  end)
end)
