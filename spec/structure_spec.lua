--- The house keeps its shape: arrows point down, pure parts stay pure, rooms stay small.
local structure = require("spec.support.structure")

-- The rooms of src/, from the ground up. runner.h is what the engine offers to the
-- command line and to applications, so it stands with the engine.
local FLOOR = { base = 1, sqlite = 2, script = 3, engine = 4, cli = 5 }
-- The rooms of lua/runner/, from the ground up; modules beside them are C, and stand on
-- the ground.
local LUA_FLOOR = {
  schema = 1, template = 1, alter = 2, rows = 2, op = 3, backfill = 4, autogenerate = 4,
}
-- Values in, values out: no file, clock, database, script or terminal.
local PURE = {
  "^src/engine/graph", "^src/engine/reference", "^src/engine/resolve", "^src/engine/rows",
  "^src/engine/scope", "^src/engine/target", "^src/engine/plan",
  "^src/sqlite/ddl", "^src/sqlite/sql_text%.h$",
}
local IMPURE = {
  ["base/file.h"] = true, ["base/clock.h"] = true, ["runner.h"] = true,
  ["time.h"] = true, ["unistd.h"] = true, ["fcntl.h"] = true,
}
local LUA_HEADERS = { ["lua.h"] = true, ["lauxlib.h"] = true, ["lualib.h"] = true }
local C_FILE_LINES, LUA_FILE_LINES, FUNCTION_LINES = 400, 250, 50

local function room_of(path)
  return path:match("^src/([^/]+)/") or (path == "src/runner.h" and "engine" or nil)
end

local function room_of_include(name)
  return name == "runner.h" and "engine" or name:match("^([^/]+)/")
end

local function forbidden_system(room, name)
  if name == "sqlite3.h" and room ~= "sqlite" then
    return "only src/sqlite/ knows the SQLite library"
  elseif LUA_HEADERS[name] and room ~= "script" then
    return "only src/script/ knows Lua"
  end
  return nil
end

local function forbidden_own(room, name)
  local other = room_of_include(name)
  if room == "cli" then
    local known = other == "cli" or other == "base" or name == "runner.h"
    return not known and "the command line knows runner.h, base/ and cli/ only" or nil
  end
  local down = FLOOR[other] and FLOOR[room] and FLOOR[other] <= FLOOR[room]
  return not down and "that arrow points up" or nil
end

--- Why a C file may not include this, or nil.
local function forbidden(path, include)
  if include.system then return forbidden_system(room_of(path), include.name) end
  if path == "src/main.c" then
    return include.name ~= "cli/cli.h" and "main.c knows the command line only" or nil
  end
  return forbidden_own(room_of(path), include.name)
end

local function is_pure(path)
  for _, pattern in ipairs(PURE) do
    if path:find(pattern) then return true end
  end
  return false
end

local function failures()
  local list = {}
  return list, function(format, ...) list[#list + 1] = format:format(...) end
end

local function expect_none(list)
  assert.are.equal("", table.concat(list, "\n"))
end

local c_files = structure.files({ "src" }, { ".c", ".h" })
local lua_files = structure.files({ "lua" }, { ".lua" })

describe("the C sources", function()
  it("include downwards only", function()
    local list, fail = failures()
    for _, path in ipairs(c_files) do
      for _, include in ipairs(structure.includes(structure.read(path))) do
        local reason = forbidden(path, include)
        if reason then fail("%s:%d: %s: %s", path, include.line, include.name, reason) end
      end
    end
    expect_none(list)
  end)

  it("call SQLite in src/sqlite/ only", function()
    local list, fail = failures()
    for _, path in ipairs(c_files) do
      local call = structure.c_code(structure.read(path)):match("%f[%w_]sqlite3_[%w_]+")
      if call and room_of(path) ~= "sqlite" then fail("%s: %s", path, call) end
    end
    expect_none(list)
  end)

  it("have headers without cycles", function()
    local graph = {}
    for _, path in ipairs(c_files) do
      local edges = {}
      for _, include in ipairs(structure.includes(structure.read(path))) do
        if not include.system then edges[#edges + 1] = "src/" .. include.name end
      end
      graph[path] = edges
    end
    assert.is_nil(structure.cycle(graph))
  end)

  it("keep their pure parts pure, through all headers", function()
    local list, fail = failures()
    local function look(first, path, seen)
      if seen[path] then return end
      seen[path] = true
      for _, include in ipairs(structure.includes(structure.read(path))) do
        local name = include.name
        local room = not include.system and room_of_include(name)
        local outside = room == "sqlite" and not is_pure("src/" .. name)
          or (room == "script" and name ~= "script/revision.h")
        if outside or IMPURE[name] then
          fail("%s is pure and sees %s (%s:%d)", first, name, path, include.line)
        elseif room then
          look(first, "src/" .. name, seen)
        end
      end
    end
    for _, path in ipairs(c_files) do
      if is_pure(path) then look(path, path, {}) end
    end
    expect_none(list)
  end)

  it("keep files and functions short", function()
    local list, fail = failures()
    for _, path in ipairs(structure.files({ "src", "tests" }, { ".c", ".h" })) do
      local text = structure.read(path)
      local _, lines = text:gsub("\n", "")
      if lines > C_FILE_LINES then fail("%s has %d lines", path, lines) end
      for _, item in ipairs(structure.c_functions(text)) do
        local is_case_list = path:find("^tests/") and item.name == "main"
        if item.lines > FUNCTION_LINES and not is_case_list then
          fail("%s:%d: %s has %d lines", path, item.line, item.name, item.lines)
        end
      end
    end
    expect_none(list)
  end)
end)

describe("docs/architecture.md", function()
  local page = structure.read("docs/architecture.md")

  it("has a noun for every file of the engine", function()
    local list, fail = failures()
    for _, path in ipairs(structure.files({ "src/engine" }, { ".c" })) do
      local name, is_known = path:match("([^/]+)$"), false
      for cell in page:gmatch("\n| (`[^|]*`) |") do
        for pattern in cell:gmatch("[%w_*]+%.c") do
          local lua_pattern = "^" .. pattern:gsub("%.", "%%."):gsub("%*", ".*") .. "$"
          is_known = is_known or name:find(lua_pattern) ~= nil
        end
      end
      if not is_known then fail("%s is in no row of the table of nouns", path) end
    end
    expect_none(list)
  end)

  it("has every room of lua/runner/, each on its floor", function()
    local list, fail = failures()
    for _, path in ipairs(lua_files) do
      local room = path:match("^lua/runner/([%w_]+)/")
      if room and not LUA_FLOOR[room] then fail("%s: what floor is it on?", path) end
      if room and not page:find(room .. "/ ", 1, true) then fail("%s: no room", path) end
    end
    expect_none(list)
  end)
end)

describe("the Lua sources", function()
  local function floor_of(name)
    return LUA_FLOOR[name:match("^runner%.([%w_]+)")] or 0
  end

  it("require downwards only", function()
    local list, fail = failures()
    local graph = {}
    for _, path in ipairs(lua_files) do
      local name = structure.module_name(path)
      graph[name] = {}
      for _, required in ipairs(structure.requires(structure.read(path))) do
        table.insert(graph[name], required.name)
        if floor_of(required.name) > floor_of(name) then
          fail("%s:%d: %s: that arrow points up", path, required.line, required.name)
        end
      end
    end
    expect_none(list)
    assert.is_nil(structure.cycle(graph))
  end)

  it("keep files and functions short", function()
    local list, fail = failures()
    for _, path in ipairs(lua_files) do
      local text = structure.read(path)
      local _, lines = text:gsub("\n", "")
      if lines > LUA_FILE_LINES then fail("%s has %d lines", path, lines) end
      for _, item in ipairs(structure.lua_functions(text)) do
        if item.lines > FUNCTION_LINES then
          fail("%s:%d: a function of %d lines", path, item.line, item.lines)
        end
      end
    end
    expect_none(list)
  end)
end)

describe("the reader of sources", function()
  it("finds includes and tells system headers apart", function()
    local list = structure.includes('#include "base/error.h"\n\n# include <lua.h>\n')
    assert.are.same({
      { name = "base/error.h", system = false, line = 1 },
      { name = "lua.h", system = true, line = 3 },
    }, list)
  end)

  it("blanks comments and literals, and keeps lines", function()
    assert.are.equal("a =    ;   \n   b / c", structure.c_code('a = "x";/*y\n*/ b / c'))
    assert.are.equal("f(    )", structure.c_code([[f('\'')]]))
    assert.are.equal("x        \ny", structure.c_code("x // it's\ny"))
  end)

  it("measures C functions", function()
    local text = table.concat({
      "struct a {", "  int b;", "};", "static int one(void);", "static int",
      "two(int a,", "    int b) {", "  return a + b;", "}", "void three(void) {", "}", "",
    }, "\n")
    assert.are.same({
      { name = "two", line = 6, lines = 4 }, { name = "three", line = 10, lines = 2 },
    }, structure.c_functions(text))
  end)

  it("measures Lua functions, nested ones too", function()
    local text = "local function a()\n  b(function()\n    c()\n  end)\nend\n"
    assert.are.same({ { line = 2, lines = 3 }, { line = 1, lines = 5 } },
      structure.lua_functions(text))
  end)

  it("finds requires outside comments", function()
    local text = '-- require("no")\nlocal a = require("runner.op")\nx = require "c"\n'
    assert.are.same({ { name = "runner.op", line = 2 }, { name = "c", line = 3 } },
      structure.requires(text))
  end)

  it("finds cycles", function()
    assert.is_nil(structure.cycle({ a = { "b" }, b = { "c" }, c = {} }))
    assert.are.same({ "a", "b", "a" }, structure.cycle({ a = { "b" }, b = { "a" } }))
  end)

  it("tells a forbidden include", function()
    local function ask(path, name, system)
      return forbidden(path, { name = name, system = system or false }) ~= nil
    end
    assert.is_true(ask("src/base/file.c", "engine/graph.h"))
    assert.is_true(ask("src/script/db.c", "runner.h"))
    assert.is_true(ask("src/cli/main.c", "engine/graph.h"))
    assert.is_true(ask("src/engine/apply.c", "sqlite3.h", true))
    assert.is_true(ask("src/engine/apply.c", "lua.h", true))
    assert.is_true(ask("src/main.c", "runner.h"))
    assert.is_false(ask("src/cli/main.c", "runner.h"))
    assert.is_false(ask("src/engine/apply.c", "script/db.h"))
    assert.is_false(ask("src/sqlite/connection.c", "sqlite3.h", true))
  end)
end)
