--- The inventory of a database: what there is, and what is nobody's to compare.
local inventory = require("runner.autogenerate.inventory")
local sqlite = require("runner.sqlite")

local db

local function read(script, options)
  db = sqlite.open(":memory:")
  db:exec(script)
  return inventory.read(db, options)
end

after_each(function()
  if db then db:close() end
  db = nil
end)

local function names(list)
  local found = {}
  for i, object in ipairs(list) do found[i] = object.name end
  return found
end

local function keys(map)
  local found = {}
  for key in pairs(map) do found[#found + 1] = key end
  table.sort(found)
  return found
end

describe("the inventory", function()
  it("has tables with what belongs to them, in the order of making", function()
    local found = read([[CREATE TABLE Users (id INTEGER PRIMARY KEY, name TEXT UNIQUE);
      CREATE TABLE t (a);
      CREATE INDEX z ON users (name) WHERE id > 1; CREATE INDEX a ON USERS (lower(name));
      CREATE TRIGGER Tr AFTER INSERT ON users BEGIN SELECT 1; END]])
    assert.are.same({ "users", "t" }, found.order)
    local users = found.tables.users
    assert.are.same({ "table", "Users", "users" }, { users.kind, users.name, users.key })
    assert.are.equal("TEXT", users.definition.columns[2].type)
    assert.are.equal(users.definition, users.definition)
    assert.are.same({ "z", "a" }, names(users.indexes))
    assert.are.same({ "Tr" }, names(users.triggers))
    assert.are.equal("users", users.triggers[1].table)
    assert.are.equal(users.triggers[1], found.triggers.tr)
    assert.are.equal(users.indexes[1], found.indexes.z)
    assert.is_truthy(users.indexes[1].tree.where)
    assert.are.equal("CREATE TABLE t (a)", found.tables.t.text)
    assert.are.same({ {}, {} }, { found.tables.t.indexes, found.tables.t.triggers })
  end)

  it("has views and their triggers", function()
    local found = read([[CREATE VIEW V AS SELECT 1 AS a;
      CREATE TRIGGER instead INSTEAD OF INSERT ON v BEGIN SELECT 1; END]])
    assert.are.same({ "v" }, found.order)
    assert.are.equal("view", found.views.v.tree.kind)
    assert.are.same({ "instead" }, names(found.views.v.triggers))
  end)

  it("has virtual tables with their shadows, which are no tables of their own", function()
    local found = read([[CREATE VIRTUAL TABLE search USING fts5 (body);
      CREATE VIRTUAL TABLE search_more USING fts5 (body); CREATE TABLE search_own (a)]])
    assert.are.same({ "search", "search_more", "search_own" }, found.order)
    assert.are.same({ "search_own" }, keys(found.tables))
    assert.are.same({ "search_config", "search_content", "search_data", "search_docsize",
      "search_idx" }, found.virtual_tables.search.shadows)
    assert.are.equal(5, #found.virtual_tables.search_more.shadows)
    assert.are.equal("fts5", found.virtual_tables.search.tree.module)
  end)

  it("leaves out tables of SQLite and of runner, and temporary ones", function()
    local found = read([[CREATE TABLE runner_version (version_num TEXT);
      CREATE INDEX own ON runner_version (version_num);
      CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT); ANALYZE;
      CREATE TEMP TABLE other (a); CREATE TEMP TRIGGER tt AFTER INSERT ON main.t
      BEGIN SELECT 1; END]])
    assert.are.same({ "t" }, found.order)
    assert.are.same({ {}, {} }, { found.indexes, found.triggers })
    found = inventory.read(db, { own_tables = { "T" } })
    assert.are.same({ "runner_version" }, found.order)
  end)

  it("leaves out what it is told to, with what belongs to that", function()
    local script = [[CREATE TABLE tmp_a (a); CREATE INDEX i ON tmp_a (a);
      CREATE TABLE tmpxa (a); CREATE INDEX j ON tmpxa (a); CREATE VIEW v AS SELECT 1]]
    local found = read(script, { ignore = "TMP_*" })
    assert.are.same({ "tmpxa", "v" }, found.order)
    assert.are.same({ "j" }, keys(found.indexes))
    found = inventory.read(db, { ignore = { "tmp?a", function(object)
      return object.kind == "index" and object.table == "tmpxa"
    end } })
    assert.are.same({ "v" }, found.order)
  end)

  it("says which definition it cannot read", function()
    local found = read("CREATE TABLE t (a)")
    found.tables.t.text = "CREATE TABLE t (a,,)"
    local done, problem = pcall(function() return found.tables.t.definition end)
    assert.is_false(done)
    assert.is_truthy(problem.message:find("the definition of table 't' cannot be read: ",
      1, true))
  end)
end)
