--- Files of rows in a project: where they are looked for, and what a run makes of them.
local desk = require("spec.support.desk")
local helper = require("spec.helper")
local trap = require("spec.support.trap")

after_each(helper.clean)

local START = "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)"

--- A project with an empty table whose next revision has this body.
local function project_of(body, configuration)
  return desk.project({ { "aaaa", { up = ("db:exec(%q)"):format(START) } },
    { "bbbb", { up = body } } }, configuration)
end

local function insert(path)
  return ('op.bulk_insert("t", { csv = %q })'):format(path)
end

describe("a file of rows", function()
  it("is looked for from the folder of runner.lua", function()
    local project = project_of(insert("seeds/t.csv"))
    project:write("seeds/t.csv", "a,b\n1,x\n2,y\n")
    project:write("elsewhere/note", "")
    local screen = project:shell("cd elsewhere && " .. helper.quote(helper.binary)
      .. " -q -c ../runner.lua upgrade head")
    assert.are.equal(0, screen.status, screen.stderr)
    assert.are.equal("x y", desk.query(project, "SELECT b FROM t"))
  end)

  it("is looked for from the current folder by scripts outside revisions", function()
    local project = helper.project()
    project:write("work/t.jsonl", '{"a": 5}\n')
    project:write("seed.lua", [[
      local db <close> = require("runner.sqlite").open(":memory:")
      local op = require("runner.op").new(db)
      db:exec("CREATE TABLE t (a)")
      op.bulk_insert("t", { jsonl = "t.jsonl" })
      op.bulk_insert("t", { jsonl = "../work/t.jsonl" })
      print(db:value("SELECT sum(a) FROM t"))]])
    helper.expect(project:shell("cd work && " .. helper.quote(helper.binary)
      .. " lua ../seed.lua"), "10\n")
  end)

  it("stops the revision with file, line and place", function()
    local project = project_of(insert("seeds/t.csv"))
    project:write("seeds/t.csv", "a,b\n1,x\n1,y\n")
    helper.expect(project:run("-q upgrade head"), "", [[
runner: error: op.bulk_insert: seeds/t.csv:3: UNIQUE constraint failed: t.a
  at versions/bbbb.lua:6
  in revision bbbb
    INSERT INTO t (a, b) VALUES (?, ?)
hint: nothing of this revision was kept; the database stands at aaaa
]], 1)
    assert.are.equal("0", desk.query(project, "SELECT count(*) FROM t"))
  end)

  it("that cannot be read is named with the reason", function()
    local project = project_of(insert("seeds/t.csv"))
    local function stops(message, hint)
      local screen = project:run("-q upgrade head")
      assert.are.equal(1, screen.status)
      assert.truthy(screen.stderr:find("op.bulk_insert: cannot read seeds/t.csv: "
        .. message, 1, true), screen.stderr)
      if hint then assert.truthy(screen.stderr:find("hint: " .. hint), screen.stderr) end
    end
    stops("No such file or directory", "the path starts at the project folder")
    project:write("seeds/t.csv/file", "")
    stops("it is a folder")
    project:shell("rm -r seeds && mkdir seeds && mkfifo seeds/t.csv")
    stops("it is not a regular file")
    project:shell("rm seeds/t.csv && ln -s t.csv seeds/t.csv")
    stops("Too many levels of symbolic links")
    project:shell("rm seeds/t.csv && touch seeds/t.csv && chmod 0 seeds/t.csv")
    if project:shell("cat seeds/t.csv").status ~= 0 then stops("Permission denied") end
  end)
end)

describe("files outside the project", function()
  local function outside()
    local other = helper.project()
    other:write("t.csv", "a,b\n7,secret\n")
    return other:path("t.csv")
  end

  local function is_refused(project)
    local screen = project:run("-q upgrade head")
    assert.are.equal(1, screen.status)
    assert.truthy(screen.stderr:find("it is not in the project folder", 1, true),
      screen.stderr)
    assert.falsy(screen.stderr:find("secret", 1, true))
  end

  it("are refused, by whichever way they are named", function()
    local path = outside()
    is_refused(project_of(insert(path)))
    -- Projects of specs are side by side, wherever that is.
    is_refused(project_of(insert("versions/../../" .. path:match("[^/]+/[^/]+$"))))
    local linked = project_of(insert("seeds/t.csv"))
    linked:shell("mkdir seeds && ln -s " .. path .. " seeds/t.csv")
    is_refused(linked)
    local folder = project_of(insert("seeds/t.csv"))
    folder:shell("ln -s " .. path:match("^(.*)/") .. " seeds")
    is_refused(folder)
    is_refused(project_of(insert("/etc/passwd")))
  end)

  it("are not those with a name that begins like the project's", function()
    local project = project_of("")
    project:write("versions/bbbb.lua", desk.revision("bbbb", { down = "aaaa",
      up = insert("../" .. project.folder:match("[^/]+$") .. "-other/t.csv") }))
    project:shell('mkdir "$PWD-other" && printf "a,b\\n1,x\\n" >"$PWD-other/t.csv"')
    is_refused(project)
    project:shell('rm -r "$PWD-other"')
  end)

  it("are read if scripts may read any file", function()
    local project = project_of(insert(outside()), [[
      return { database = "desk.db", trust = { "io" } }]])
    assert.are.equal(0, project:run("-q upgrade head").status)
    assert.are.equal("secret", desk.query(project, "SELECT b FROM t"))
  end)

  it("may be links within the project", function()
    local project = project_of(insert("seeds/latest.csv"))
    project:write("data/2026.csv", "a,b\n1,x\n")
    project:shell("mkdir seeds && ln -s ../data/2026.csv seeds/latest.csv")
    assert.are.equal(0, project:run("-q upgrade head").status)
    assert.are.equal("x", desk.query(project, "SELECT b FROM t"))
  end)
end)

describe("rows of a file", function()
  local BODY = [[
    op.bulk_insert("t", { csv = "t.csv" })
    op.bulk_insert("t", { jsonl = "t.jsonl" })]]

  local function seeded()
    local project = project_of(BODY)
    project:write("t.csv", 'a,b\n1,it\'s\n2,\n3,""\n4,007\n')
    project:write("t.jsonl", '{"a": 5, "b": [1]}\n{"a": 6}\n')
    return project
  end

  it("are written down by --sql as they are inserted", function()
    local project = seeded()
    local script = project:run("upgrade head --sql")
    assert.are.equal(0, script.status, script.stderr)
    project:write("script.sql", script.stdout)
    assert.are.equal(0, project:shell("sqlite3 -bail other.db <script.sql").status)
    assert.are.equal(0, project:run("-q upgrade head").status)
    local sql = "SELECT group_concat(quote(a) || quote(b), ' ') FROM t"
    assert.are.equal("1'it''s' 2NULL 3'' 4'007' 5'[1]' 6NULL", desk.query(project, sql))
    assert.are.equal(desk.query(project, sql), desk.query(project, sql, "other.db"))
  end)

  it("are inserted on trial by a rehearsal", function()
    local project = seeded()
    assert.are.equal(0, project:run("upgrade aaaa").status)
    local before = desk.rows(project)
    assert.are.equal(0, project:run("upgrade head --plan -v").status)
    project:write("t.csv", "a,c\n1,x\n")
    local screen = project:run("upgrade head --plan -v")
    assert.truthy((screen.stdout .. screen.stderr):find("t.csv:1: 't' has no column 'c'",
      1, true), helper.show(screen))
    assert.are.equal(before, desk.rows(project))
    assert.are.equal("0", desk.query(project, "SELECT count(*) FROM t"))
  end)

  it("take the same memory however many there are", function()
    local function peak(count)
      local project = project_of([[
        op.bulk_insert("t", { csv = "t.csv" })
        op.bulk_insert("t", { jsonl = "t.jsonl" })]])
      local csv, json = { "b" }, {}
      for i = 1, count do
        csv[#csv + 1] = "some text " .. i
        json[#json + 1] = ('{"b": "some other text %d"}'):format(i)
      end
      project:write("t.csv", table.concat(csv, "\n"))
      project:write("t.jsonl", table.concat(json, "\n"))
      assert.are.equal(0, project:run("-q upgrade aaaa").status)
      local screen = project:shell("command -v /usr/bin/time >/dev/null || exit 9; "
        .. "export ASAN_OPTIONS=quarantine_size_mb=1; /usr/bin/time -f 'peak %M' "
        .. helper.quote(helper.binary) .. " -q upgrade head")
      return screen.status ~= 9 and tonumber(screen.stderr:match("peak (%d+)")) or nil
    end
    local few = peak(2000)
    if not few then return pending("there is no /usr/bin/time") end
    local many = peak(60000)
    assert.is_true(many - few < 16 * 1024, ("%d KiB, then %d"):format(few, many))
  end)

  it("are all there or none, if the script goes on after a mistake", function()
    local project = trap.project(START, [[
      assert(not pcall(op.bulk_insert, "t", { jsonl = "broken.jsonl" }))
      assert(not pcall(op.bulk_insert, "t", { csv = "broken.csv" }))
      op.bulk_insert("t", { csv = "t.csv" })]])
    project:write("broken.jsonl", '{"a": 1}\n{"a": 2\n')
    project:write("broken.csv", "a,b\n1,x\n2\n")
    project:write("t.csv", "a,b\n1,x\n")
    trap.passes(project)
    assert.are.equal("1", desk.query(project, "SELECT a FROM t"))
  end)

  it("are all there or none without a transaction, too", function()
    local project = desk.project({ { "aaaa", { up = ("db:exec(%q)"):format(START) } },
      { "bbbb", { extra = "transaction = false", up = insert("t.csv") } } })
    project:write("t.csv", "a,b\n1,x\n2\n")
    assert.are.equal(1, project:run("-q upgrade head").status)
    assert.are.equal("0", desk.query(project, "SELECT count(*) FROM t"))
    project:write("t.csv", "a,b\n1,x\n2,y\n")
    assert.are.equal(0, project:run("-q upgrade head").status)
    assert.are.equal("2", desk.query(project, "SELECT count(*) FROM t"))
  end)

  it("come by a word of op only", function()
    trap.stops(trap.project(START, [[require("runner.seed").csv("runner.lua", ",")]]),
      "there is no module 'runner.seed' for scripts")
  end)
end)
