--- What `runner backfill` tells of an online backfill whose revision went on without it.
local desk = require("spec.support.desk")
local helper = require("spec.helper")
local online = require("spec.support.online")

local FAILING = [[table = "t", where = "day IS NULL", from = { "id" }, into = { "day" },
  set = function(id) return id == 5 and error("bad") or "x" end]]

after_each(helper.clean)

describe("an online backfill that nobody comes back to", function()
  local function status(project)
    return project:run("backfill").stdout
  end

  it("is abandoned once its revision is stamped, or done without it", function()
    local project = online.project({ rows = 10, words = FAILING })
    assert.are.equal(1, online.upgrade(project).status)
    assert.truthy(status(project):find("t.day (failed)", 1, true))
    project:run("stamp bbbb")
    assert.truthy(status(project):find("t.day (abandoned)", 1, true))
    assert.truthy(status(project):find(
      "\nNext:     nothing: revision bbbb counts as applied without it\n$"))
    for _, word in ipairs({ "pause", "resume", "cancel" }) do
      helper.expect(project:run("backfill " .. word .. " t.day"), "", "runner: error: "
        .. 'backfill "t.day" is abandoned: nothing goes on with it\n'
        .. "hint: revision bbbb counts as applied without it\n", 2)
    end
    helper.expect(project:run("backfill resume"), "",
      "runner: error: all backfills of this database are done or abandoned\n", 2)
    project:run("stamp aaaa")
    assert.truthy(status(project):find("t.day (failed)", 1, true))
    project:write("versions/bbbb.lua", desk.revision("bbbb", { down = "aaaa",
      extra = "transaction = false",
      up = 'backfill "other" { online = true, ' .. online.COUNTING .. " }" }))
    assert.are.equal(0, online.upgrade(project).status)
    assert.truthy(status(project):find("t.day (abandoned)", 1, true), status(project))
    assert.truthy(status(project):find("other (done)", 1, true))
  end)

  it("in a downgrade, too", function()
    local project = online.project({ rows = 10, up = "",
      back = 'backfill "t.day" { online = true, ' .. FAILING .. " }" })
    assert.are.equal(0, online.upgrade(project).status)
    assert.are.equal(1, project:run("downgrade aaaa").status)
    assert.truthy(status(project):find("t.day (failed)", 1, true), status(project))
    project:run("stamp aaaa")
    assert.truthy(status(project):find(
      "\nNext:     nothing: revision bbbb counts as downgraded without it\n$"))
  end)

  it("is told as it stands where the revisions cannot be read", function()
    local project = online.project({ rows = 10, words = FAILING })
    assert.are.equal(1, online.upgrade(project).status)
    project:run("stamp bbbb")
    project:write("versions/bbbb.lua", "revision =")
    assert.truthy(status(project):find("t.day (failed)", 1, true), status(project))
  end)
end)
