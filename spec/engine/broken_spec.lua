--- op.allow_broken: what a revision may leave as something that does not work.
local desk = require("spec.support.desk")
local helper = require("spec.helper")

local START = { "aaaa", { up = [[
  db:exec("CREATE TABLE t (a, b)")
  db:exec("CREATE TABLE u (x UNIQUE)")
  db:exec("CREATE TABLE c (x REFERENCES u (x))")
  db:exec("CREATE VIEW v AS SELECT b FROM t")]] } }

local function upgrade(options, ...)
  return desk.project({ START, ... }):run("upgrade head " .. options)
end

local function expect_refused(screen, text)
  assert.are.equal(1, screen.status)
  assert.truthy(screen.stderr:find(text, 1, true), screen.stderr)
end

describe("op.allow_broken", function()
  after_each(helper.clean)

  it("lets views, triggers and foreign keys break", function()
    local screen = upgrade("", { "bbbb", { up = [[
      op.allow_broken("V", "c", "tr")
      db:exec("CREATE TRIGGER tr AFTER INSERT ON u BEGIN SELECT q FROM t; END")
      op.drop_table("t")
      op.alter_column("u", "x", { unique = false })]] } })
    assert.are.equal(0, screen.status, screen.stderr)
  end)

  it("is about what it names only", function()
    expect_refused(upgrade("", { "bbbb", { up = [[op.allow_broken("c")
      op.drop_table("t")]] } }), "the view v is broken by this revision")
    expect_refused(upgrade("", { "bbbb", { up = [[op.allow_broken("v")
      op.alter_column("u", "x", { unique = false })]] } }),
      "(x) would be no key any more")
  end)

  it("ends with the revision", function()
    expect_refused(upgrade("--atomic", { "bbbb", { up = 'op.allow_broken("v")' } },
      { "cccc", { up = 'op.drop_table("t")' } }), "the view v is broken by this revision")
  end)

  it("says nothing of rows", function()
    expect_refused(upgrade("", { "bbbb", { up = [[op.allow_broken("c")
      db:exec("INSERT INTO c VALUES (1)")]] } }), "foreign key violated: 1 row of c")
  end)

  it("wants names", function()
    expect_refused(upgrade("", { "bbbb", { up = "op.allow_broken()" } }),
      "op.allow_broken: the first name")
    expect_refused(upgrade("", { "bbbb", { up = 'op.allow_broken("v", 5)' } }),
      "op.allow_broken: a name")
  end)
end)
