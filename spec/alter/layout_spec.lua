--- Whatever a table's text looks like, changes of it keep what they are not about:
-- columns added, dropped and moved at random in texts laid out at random, with SQLite as
-- judge.
local body = require("runner.alter.text.body")
local change = require("spec.support.change")
local database = require("spec.support.database")
local definition = require("runner.alter.definition")
local layout = require("runner.alter.text.layout")

local function pick(list) return list[math.random(#list)] end

-- What may stand between two items: before the comma, and behind it. %d is the number of
-- the item whose comment it is.
local gaps = {
  { "", " " }, { "", "" }, { "", "\n  " }, { " ", " " }, { "", " -- own %d\n  " },
  { " /* own %d */", "\n\t" }, { " -- own %d\n  ", " " }, { "", " /* own %d */\n\n  " },
  { "\n", "\n" }, { " /* own %d */", " " }, { "", "\r\n  " },
}
local openings = { "(", "( ", "(\n  ", "( -- table\n  ", "(\n\n  " }
local closings = { ")", " )", "\n)", " -- own %d\n)", " /* own %d */ )",
  "\n  -- table\n)" }
local bodies = { "%s TEXT", "%s", "[%s] INTEGER NOT NULL DEFAULT (1 + 2)",
  '"%s" VARCHAR(10) /* in */ UNIQUE', "%s INT CHECK (%s <> ',')", "%s -- in\n TEXT" }
local constraints = { "CHECK (1)", "UNIQUE (c1)", "CONSTRAINT k CHECK (2 /* , */)" }

--- A table of `count` columns c1, c2, ... and perhaps constraints.
local function random_table(count)
  local parts = { "CREATE TABLE t ", pick(openings) }
  local items = {}
  for i = 1, count do items[i] = pick(bodies):gsub("%%s", "c" .. i) end
  for _ = 1, math.random(0, 2) do items[#items + 1] = pick(constraints) end
  for i, item in ipairs(items) do
    local gap = pick(gaps)
    parts[#parts + 1] = item
    if i < #items then
      parts[#parts + 1] = gap[1]:format(i) .. "," .. gap[2]:format(i)
    end
  end
  parts[#parts + 1] = pick(closings):format(#items)
  return table.concat(parts)
end

--- Which comments belong to which column: { c1 = "own 1", ... }.
local function owners(text)
  local self = definition.read(text)
  local items, found = body.read(self), {}
  for i, item in ipairs(items) do
    if item.column then
      local outside = layout.item(text, items, i)
      found[item.tree.name] = (outside.trail or ""):match("own %d+")
    end
  end
  return found
end

--- SQLite must find these columns, in this order.
local function expect_columns(names, text)
  local db <close> = database.open()
  db:exec(text)
  local found = db:value("SELECT group_concat(name, ' ') FROM pragma_table_xinfo('t')")
  assert.are.equal(table.concat(names, " "), found, text)
end

local function without(list, i)
  local copy = table.move(list, 1, #list, 1, {})
  table.remove(copy, i)
  return copy
end

local changes = {
  function(names)
    local i = math.random(0, #names)
    local copy = table.move(names, 1, #names, 1, {})
    table.insert(copy, i + 1, "x")
    local position = i == 0 and { first = true } or { after = names[i] }
    return { "add_column", { "x", "TEXT" }, position }, copy
  end,
  function(names)
    local i = math.random(2, #names) -- c1 may be needed by a constraint
    return { "drop_column", names[i] }, without(names, i)
  end,
  function(names)
    local i, j = math.random(#names), math.random(#names)
    local copy = without(names, i)
    table.insert(copy, j, names[i])
    return { "reorder_columns", copy }, copy
  end,
  function(names) return { "create_check_constraint", nil, "3", n = 3 }, names end,
}

describe("a text laid out at random", function()
  it("keeps everything a change is not about", function()
    math.randomseed(3)
    for _ = 1, 1000 do
      local names = {}
      for i = 1, math.random(2, 5) do names[i] = "c" .. i end
      local text = random_table(#names)
      local word, expected = pick(changes)(names)
      local ok, changed = pcall(change.text, text, word)
      if not ok then
        error(text .. "\n" .. word[1] .. " " .. tostring(word[2]) .. tostring(changed))
      end
      expect_columns(expected, changed)
      local before, after = owners(text), owners(changed)
      for _, name in ipairs(expected) do
        assert.are.equal(before[name], after[name], text .. "\n---\n" .. changed)
      end
      local _, comments = text:gsub("%-%- table", "")
      assert.are.equal(comments, select(2, changed:gsub("%-%- table", "")), changed)
    end
  end)

  it("is as before when a new column goes again", function()
    math.randomseed(4)
    for _ = 1, 1000 do
      local count = math.random(1, 4)
      local text = random_table(count)
      local position = pick({ { first = true }, { after = "c" .. math.random(count) } })
      local back = change.text(text, { "add_column", { "x", "TEXT" }, position },
        { "drop_column", "x" })
      local plain = definition.read(back)
      assert.are.equal(count, #plain.columns)
      assert.are.same(owners(text), owners(back), text .. "\n---\n" .. back)
    end
  end)
end)
