--- What did not work before: a revision may get out of it, and its downgrade() back.
local helper = require("spec.helper")
local sqlite = require("runner.sqlite")

local project

local function make(file, script)
  os.remove(project:path(file))
  local db <close> = sqlite.open(project:path(file))
  db:exec(script)
end

local function schema()
  local db <close> = sqlite.open(project:path("desk.db"))
  local texts = {}
  for text in db:rows("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name "
      .. "NOT LIKE 'runner%' ORDER BY name") do
    texts[#texts + 1] = text:gsub("%s+", "")
  end
  return texts
end

before_each(function()
  project = helper.project()
  project:write("runner.lua", 'return { database = "desk.db", schema = "want.db" }')
  assert(project:shell("mkdir versions").status == 0)
end)
after_each(helper.clean)

local function expect(command, status)
  local screen = project:run(command)
  assert.are.equal(status or 0, screen.status, screen.stderr)
  return screen
end

local function written()
  local files = project:list("versions")
  assert.are.equal(1, #files)
  return project:read("versions/" .. files[1])
end

--- There and back, twice: what is written runs as it was proven. Gives the revision.
local function go(have, want)
  make("desk.db", have)
  make("want.db", want)
  local before = schema()
  expect("revision --autogenerate -m x")
  for _ = 1, 2 do
    expect("upgrade head")
    expect("check")
    expect("downgrade base")
    assert.are.same(before, schema())
  end
  return written()
end

local function refused(have, want, ...)
  make("desk.db", have)
  make("want.db", want)
  local screen = expect("revision --autogenerate -m x", 1)
  for _, text in ipairs({ ... }) do
    assert.truthy(screen.stderr:find(text, 1, true), screen.stderr)
  end
  assert.are.same({}, project:list("versions"))
end

local MISMATCH = "CREATE TABLE a (x); CREATE TABLE b (y REFERENCES a (x));"
local ALLOWED = [[
  -- table 'b' does not work: foreign key mismatch - "b" referencing "a"
  op.allow_broken("b")
]]

describe("a desired schema", function()
  it("may not bring a foreign key that leads to no key", function()
    refused("CREATE TABLE a (x)", MISMATCH, "table 'b' of want.db does not work: foreign "
      .. 'key mismatch - "b" referencing "a"',
      "hint: the columns of the parent need a PRIMARY KEY or a UNIQUE index")
  end)

  it("may not take the key away that a foreign key needs", function()
    refused("CREATE TABLE a (x UNIQUE); CREATE TABLE b (y REFERENCES a (x))", MISMATCH,
      "table 'b' of want.db does not work: foreign key mismatch")
  end)

  it("may not bring triggers that do not work, those of new tables neither", function()
    refused("CREATE TABLE z (x)", "CREATE TABLE z (x); CREATE TABLE a (x);"
      .. "CREATE TRIGGER t AFTER DELETE ON a BEGIN SELECT old.q; END",
      "trigger 't' of want.db does not work: no such column: old.q",
      "hint: correct its definition there")
  end)
end)

describe("a foreign key that leads to no key", function()
  local mended = {
    ["a key"] = "CREATE TABLE a (x UNIQUE); CREATE TABLE b (y REFERENCES a (x))",
    ["an index"] = MISMATCH .. "CREATE UNIQUE INDEX i ON a (x)",
    ["another parent key"] = "CREATE TABLE a (x, k PRIMARY KEY);"
      .. "CREATE TABLE b (y REFERENCES a (k))",
    ["no foreign key"] = "CREATE TABLE a (x); CREATE TABLE b (y)",
    ["no child"] = "CREATE TABLE a (x)",
  }
  for name, want in pairs(mended) do
    it("is mended by " .. name .. ", and comes back", function()
      local row = name == "another parent key" and "NULL" or "7"
      local text = go(("%s INSERT INTO b VALUES (%s)"):format(MISMATCH, row), want)
      local _, last = text:find("function downgrade()\n", 1, true)
      assert.are.equal(ALLOWED, text:sub(last + 1, last + #ALLOWED))
      assert.is_nil(text:sub(1, last):find("allow_broken", 1, true))
    end)
  end

  it("is in nobody's way", function()
    local text = go(MISMATCH, "CREATE TABLE a (x, z); CREATE TABLE c (z);"
      .. "CREATE TABLE b (y REFERENCES a (x), k NOT NULL DEFAULT '' CHECK (k <> 'x'))")
    assert.is_nil(text:find("allow_broken", 1, true))
  end)
end)

describe("a view or trigger that does not work", function()
  local TRIGGER = "CREATE TRIGGER t AFTER DELETE ON a BEGIN SELECT old.q; END;"

  it("is dropped, and comes back", function()
    local text = go("CREATE TABLE a (x);" .. TRIGGER, "CREATE TABLE a (x)")
    assert.truthy(text:find("  -- trigger 't' does not work: no such column: old.q\n"
      .. '  op.allow_broken("t")\n', 1, true), text)
  end)

  it("is mended by the table, and comes back", function()
    go("CREATE TABLE a (x);" .. TRIGGER, "CREATE TABLE a (x, q);" .. TRIGGER)
  end)

  it("is mended itself, and comes back", function()
    go("CREATE TABLE a (x); CREATE VIEW v AS SELECT q FROM a;",
      "CREATE TABLE a (x); CREATE VIEW v AS SELECT x FROM a;")
  end)

  it("is in nobody's way", function()
    local text = go("CREATE TABLE a (x);" .. TRIGGER,
      "CREATE TABLE a (x, z TEXT NOT NULL DEFAULT 1 CHECK (z > 0));" .. TRIGGER)
    assert.is_nil(text:find("allow_broken", 1, true), text)
  end)

  it("is recreated with a project on an existing database", function()
    make("desk.db", MISMATCH .. TRIGGER)
    local before = schema()
    assert(project:shell("mkdir new && cp desk.db new").status == 0)
    local screen = project:shell(("cd new && %s init --from-database desk.db . && rm "
      .. "desk.db && %s upgrade head"):format(helper.quote(helper.binary),
        helper.quote(helper.binary)))
    assert.are.equal(0, screen.status, screen.stderr)
    assert(project:shell("cp new/desk.db desk.db").status == 0)
    assert.are.same(before, schema())
  end)
end)

describe("a downgrade that cannot be planned", function()
  it("is called one", function()
    project:write("runner.lua", [[return { database = "desk.db", schema = {
      file = "want.db", rewrite = function(steps, direction)
        if direction == "downgrade" then
          return { { word = "execute", arguments = { "DROP TABLE nowhere" } } }
        end
      end } }]])
    refused("CREATE TABLE a (x)", "CREATE TABLE a (x, y)",
      "downgrade(): no such table: nowhere")
  end)
end)
