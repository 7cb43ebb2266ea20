--- init, list_templates, revision, merge, edit: whole screens.
local desk = require("spec.cli.desk")
local helper = require("spec.helper")
local expect = helper.expect
local binary = helper.quote(helper.binary)

describe("init", function()
  after_each(helper.clean)

  it("starts a project that works at once", function()
    local project = helper.project()
    local screen = project:run("init app")
    assert.are.equal("", screen.stderr)
    assert.are.equal(0, screen.status)
    assert.truthy(screen.stdout:find("Generating app/runner.lua ...  done\n", 1, true))
    expect(project:shell("cd app && " .. binary .. " history"), "")
    local created = project:shell("cd app && " .. binary
      .. " revision -m 'First thing' --rev-id a1")
    expect(created, "Generating $PROJECT/app/versions/a1_first_thing.lua ...  done\n")
    expect(project:shell("cd app && " .. binary .. " upgrade head"), "",
      "Running upgrade  -> a1, First thing\n")
  end)

  it("leaves what is there alone", function()
    local project = helper.project()
    project:write("runner.lua", "mine")
    expect(project:run("init ."), "", [[
runner: error: runner.lua exists already
hint: nothing was written; choose an empty folder
]], 2)
    assert.are.equal("mine", project:read("runner.lua"))
    assert.are.same({ "runner.lua" }, project:list())
  end)

  it("has templates", function()
    expect(helper.project():run("list_templates"), [[
generic - one database, one folder of revisions
multidb - two databases in one configuration, chosen with -n
own - generic, with a template of its own for new revisions, a hook, a callback
]])
  end)
end)

describe("revision", function()
  local project
  before_each(function() project = desk.linear() end)
  after_each(helper.clean)

  it("writes on top of the head", function()
    expect(project:run("revision -m 'Archive: it' --rev-id d4d4"),
      "Generating $PROJECT/versions/d4d4_archive_it.lua ...  done\n")
    expect(project:run("history -r head:head"),
      "c3c3c3c3c3c3 -> d4d4 (head), Archive: it\n")
  end)

  it("makes an id of twelve hexadecimal digits", function()
    local screen = project:run("revision --sql")
    assert.truthy(screen.stdout:match(
      "^Generating %$PROJECT/versions/%x%x%x%x%x%x%x%x%x%x%x%x_empty_message.lua "
      .. "...  done\n$"), screen.stdout)
  end)

  it("takes parents, labels and dependencies", function()
    expect(project:run("revision -m Side --rev-id d4d4 --head a1a1 --splice"
      .. " --branch-label side --depends-on b2b2 --depends-on c3c3"),
      "Generating $PROJECT/versions/d4d4_side.lua ...  done\n")
    expect(project:run("history -r side:side"),
      "a1a1a1a1a1a1 (b2b2b2b2b2b2, c3c3c3c3c3c3) -> d4d4 (side) (head), Side\n")
  end)

  it("wants --splice for a parent that is no head", function()
    expect(project:run("revision -m Side --head a1a1"), "", [[
runner: error: revision a1a1a1a1a1a1 is not a head
hint: add --splice to start a new branch from it
]], 4)
  end)

  it("does not overwrite", function()
    expect(project:run("revision -m Other --rev-id c3c3c3c3c3c3"), "", [[
runner: error: revision c3c3c3c3c3c3 exists already
  at versions/c3c3c3c3c3c3_close_old_tickets.lua
]], 4)
  end)
end)

describe("merge", function()
  after_each(helper.clean)

  it("joins heads", function()
    local project = desk.linear()
    project:run("revision -m Side --rev-id d4d4 --head b2b2 --splice")
    expect(project:run("revision -m Next"), "", [[
runner: error: there are several heads and none was chosen as the parent
hint: name it with --head, or join them with `runner merge heads`
]], 4)
    expect(project:run("merge heads -m Join --rev-id e5e5"),
      "Generating $PROJECT/versions/e5e5_join.lua ...  done\n")
    expect(project:run("history -r head:head"),
      "c3c3c3c3c3c3, d4d4 -> e5e5 (head) (mergepoint), Join\n")
  end)
end)

describe("edit", function()
  local project
  before_each(function() project = desk.linear() end)
  after_each(helper.clean)

  local function edit(environment, arguments)
    return project:shell(environment .. " " .. binary .. " " .. arguments)
  end

  it("opens the file in $VISUAL, else in $EDITOR", function()
    expect(edit("EDITOR=echo", "edit head"),
      "versions/c3c3c3c3c3c3_close_old_tickets.lua\n")
    expect(edit("EDITOR=false VISUAL='echo --wait \"two words\"'", "edit -1"),
      "--wait two words versions/b2b2b2b2b2b2_add_the_users.lua\n")
  end)

  it("tells when the editor cannot do it", function()
    expect(edit("EDITOR=false", "edit head"), "",
      "runner: error: the editor 'false' ended with status 1\n", 1)
    expect(edit("EDITOR=/no/such", "edit head"), "", [[
runner: error: cannot start the editor '/no/such': No such file or directory
hint: set VISUAL or EDITOR to an editor that is installed
]], 1)
  end)

  it("looks for an editor otherwise", function()
    project:write("bin/nano", '#!/bin/sh\necho nano "$@"\n')
    project:shell("chmod +x bin/nano")
    expect(edit("PATH=$PWD/bin", "edit head"),
      "nano versions/c3c3c3c3c3c3_close_old_tickets.lua\n")
    expect(edit("PATH=/nowhere", "edit head"), "", [[
runner: error: no editor found
hint: set VISUAL or EDITOR to an editor that is installed
]], 1)
  end)
end)
