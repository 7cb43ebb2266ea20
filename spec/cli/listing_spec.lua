--- history, heads, branches, current, show: whole screens.
local desk = require("spec.cli.desk")
local helper = require("spec.helper")
local expect = helper.expect

local BLOCK_C = [[
Rev: c3c3c3c3c3c3 (head)
Parent: b2b2b2b2b2b2
Path: $PROJECT/versions/c3c3c3c3c3c3_close_old_tickets.lua

    Close old tickets

]]

local BLOCK_B = [[
Rev: b2b2b2b2b2b2
Parent: a1a1a1a1a1a1
Path: $PROJECT/versions/b2b2b2b2b2b2_add_the_users.lua

    Add the users

]]

local BLOCK_A = [[
Rev: a1a1a1a1a1a1
Parent: <base>
Path: $PROJECT/versions/a1a1a1a1a1a1_create_the_tickets.lua

    Create the tickets

]]

describe("a project with revisions in a row", function()
  local project
  before_each(function() project = desk.linear() end)
  after_each(helper.clean)

  it("has a history, newest first", function()
    expect(project:run("history"), [[
b2b2b2b2b2b2 -> c3c3c3c3c3c3 (head), Close old tickets
a1a1a1a1a1a1 -> b2b2b2b2b2b2, Add the users
<base> -> a1a1a1a1a1a1, Create the tickets
]])
  end)

  it("has a verbose history", function()
    expect(project:run("history -v"), BLOCK_C .. BLOCK_B .. BLOCK_A)
  end)

  it("shows parts of the history, as typed", function()
    expect(project:run("history -r -1:"), [[
b2b2b2b2b2b2 -> c3c3c3c3c3c3 (head), Close old tickets
a1a1a1a1a1a1 -> b2b2b2b2b2b2, Add the users
]])
    expect(project:run("history -r:b2b2"), [[
a1a1a1a1a1a1 -> b2b2b2b2b2b2, Add the users
<base> -> a1a1a1a1a1a1, Create the tickets
]])
    expect(project:run("history --rev-range=b2b2b2b2b2b2:b2b2b2b2b2b2"),
      "a1a1a1a1a1a1 -> b2b2b2b2b2b2, Add the users\n")
  end)

  it("marks where the database is", function()
    project:run("upgrade b2b2b2b2b2b2")
    expect(project:run("history -i"), [[
b2b2b2b2b2b2 -> c3c3c3c3c3c3 (head), Close old tickets
a1a1a1a1a1a1 -> b2b2b2b2b2b2 (current), Add the users
<base> -> a1a1a1a1a1a1, Create the tickets
]])
    expect(project:run("history -r current: -v -i"),
      BLOCK_C .. BLOCK_B:gsub("\n", " (current)\n", 1))
  end)

  it("has one head", function()
    expect(project:run("heads"), "c3c3c3c3c3c3 (head)\n")
    expect(project:run("heads -v"), BLOCK_C)
  end)

  it("has no branches", function()
    expect(project:run("branches"), "")
  end)

  it("shows revisions", function()
    expect(project:run("show head"), BLOCK_C)
    expect(project:run("show b2b2"), BLOCK_B)
    expect(project:run("show -1"), BLOCK_B)
    expect(project:run("show base"), "")
    project:run("upgrade a1a1")
    expect(project:run("show current"), BLOCK_A)
  end)

  it("is nowhere before the first upgrade, and makes no file by looking", function()
    expect(project:run("current"), "")
    expect(project:run("current -v"), "Current revision(s) for desk.db:\n")
    assert.are.same({ "runner.lua", "versions" }, project:list())
  end)

  it("is where it was upgraded to", function()
    project:run("upgrade b2b2b2b2b2b2")
    expect(project:run("current"), "b2b2b2b2b2b2\n")
    project:run("upgrade head")
    expect(project:run("current"), "c3c3c3c3c3c3 (head)\n")
    expect(project:run("current --verbose"),
      "Current revision(s) for desk.db:\n" .. BLOCK_C)
  end)

  it("tells whether the database is on all heads", function()
    project:run("upgrade b2b2b2b2b2b2")
    expect(project:run("current -c"), "", [[
runner: error: the database is not on all head revisions
hint: bring it there with `runner upgrade heads`
]], 3)
    project:run("upgrade head")
    expect(project:run("current --check-heads"), "c3c3c3c3c3c3 (head)\n")
  end)
end)

describe("a project with branches", function()
  local project
  before_each(function() project = desk.branched() end)
  after_each(helper.clean)

  it("has a history with labels, dependencies and marks", function()
    expect(project:run("history"), [[
<base> (d4d4d4d4d4d4) -> e5e5e5e5e5e5 (reports) (head), Reports
b2b2b2b2b2b2, c3c3c3c3c3c3 -> d4d4d4d4d4d4 (billing) (effective head) (mergepoint), ]]
      .. [[Bills by mail
a1a1a1a1a1a1 -> b2b2b2b2b2b2 (billing), Bills
a1a1a1a1a1a1 -> c3c3c3c3c3c3, Mail
<base> -> a1a1a1a1a1a1 (branchpoint), Root
]])
  end)

  it("has effective heads and real ones", function()
    expect(project:run("heads"), [[
d4d4d4d4d4d4 (billing) (effective head)
e5e5e5e5e5e5 (reports) (head)
]])
    expect(project:run("heads --resolve-dependencies"),
      "e5e5e5e5e5e5 (reports) (head)\n")
  end)

  it("has a branch point with its children", function()
    expect(project:run("branches"), [[
a1a1a1a1a1a1 (branchpoint)
             -> b2b2b2b2b2b2 (billing)
             -> c3c3c3c3c3c3

]])
    expect(project:run("branches -v"), [[
Rev: a1a1a1a1a1a1 (branchpoint)
Parent: <base>
Branches into: b2b2b2b2b2b2, c3c3c3c3c3c3
Path: $PROJECT/versions/a1a1a1a1a1a1_root.lua

    Root

             -> b2b2b2b2b2b2 (billing), Bills
             -> c3c3c3c3c3c3, Mail

]])
  end)

  it("shows merges and dependencies", function()
    expect(project:run("show heads"), [[
Rev: e5e5e5e5e5e5 (head)
Parent: <base>
Also depends on: d4d4d4d4d4d4
Branch names: reports
Path: $PROJECT/versions/e5e5e5e5e5e5_reports.lua

    Reports

]])
    expect(project:run("show billing@head"), [[
Rev: d4d4d4d4d4d4 (head) (mergepoint)
Merges: b2b2b2b2b2b2, c3c3c3c3c3c3
Branch names: billing
Path: $PROJECT/versions/d4d4d4d4d4d4_bills_by_mail.lua

    Bills by mail

]])
  end)

  it("shows the heads that dependencies imply as current", function()
    project:run("upgrade heads")
    expect(project:run("current"), [[
e5e5e5e5e5e5 (head)
d4d4d4d4d4d4 (effective head) (mergepoint)
]])
  end)
end)

describe("a project without revisions", function()
  after_each(helper.clean)

  it("has nothing to list", function()
    local project = desk.empty()
    local commands = { "history", "history -v -i", "heads", "branches", "current" }
    for _, command in ipairs(commands) do
      expect(project:run(command), "")
    end
    expect(project:run("upgrade head"), "")
  end)
end)
