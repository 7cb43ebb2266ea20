--- Items put into bodies of every layout, taken out of them and moved: whatever stands
-- between the items, the result reads back as it should, and comments stay.
local body = require("runner.alter.text.body")
local definition = require("runner.alter.definition")
local layout = require("runner.alter.text.layout")
local reorder = require("runner.alter.change.reorder")
local text = require("runner.alter.text.splice")

local separators = { ",", ", ", " ,", ",\n  ", "\n  , ", ", -- behind\n  ",
  " -- before\n  , ", " /* before */, ", ", /* behind */ ", " -- before\n, -- behind\n",
  ",\n\n  -- above\n  ", "\n  -- alone\n  , ", " -- before\n  /* alone */\n  , " }
local beginnings = { "", " ", "\n  ", " /* first */ ", "\n  -- first\n  " }
local endings = { "", " ", "\n", " -- last\n", " /* last */", "\n  -- last\n" }
local items = { "a INTEGER", "b TEXT DEFAULT 'x, y'", "c", "UNIQUE (a, b)",
  "CHECK (c > 0)" }

--- Every kind of separator between the first two items, each before every other kind
-- between the rest: f(source) for each text.
local function each_text(f)
  for i, first in ipairs(separators) do
    for j, second in ipairs(separators) do
      local parts = { "CREATE TABLE t (", beginnings[(i + j) % #beginnings + 1] }
      for k, item in ipairs(items) do
        parts[#parts + 1] = item
        parts[#parts + 1] = k < #items and (k % 2 == 1 and first or second) or ""
      end
      parts[#parts + 1] = endings[(i * 3 + j) % #endings + 1]
      f(table.concat(parts) .. ")")
    end
  end
end

local function names(source)
  local list, read = {}, definition.read(source)
  for i, column in ipairs(read.columns) do list[i] = column.name end
  return table.concat(list, " ") .. " " .. #read.tree.constraints
end

local function comments(source)
  local count = 0
  for word in source:gmatch("%l+") do
    if (" before behind above first last alone "):find(" " .. word .. " ", 1, true) then
      count = count + 1
    end
  end
  return count
end

local function insert(source, i, content)
  local read = body.read(definition.read(source))
  return text.splice(source, layout.insert(source, read, i, { content = content }))
end

local function remove(source, i)
  local read = body.read(definition.read(source))
  return text.splice(source, layout.remove(source, read, i))
end

describe("a layout", function()
  it("takes a column at every place", function()
    local wanted = { [0] = "n a b c 2", "a n b c 2", "a b n c 2", "a b c n 2" }
    each_text(function(source)
      for i = 0, 3 do
        local result = insert(source, i, "n TEXT")
        local ok, found = pcall(names, result)
        assert.are.equal(wanted[i], ok and found or result, source)
        assert.are.equal(comments(source), comments(result), result)
      end
    end)
  end)

  it("takes a constraint behind the last column and behind all", function()
    each_text(function(source)
      for i = 3, 5 do
        local result = insert(source, i, "CHECK (a > 1)")
        local ok, found = pcall(names, result)
        assert.are.equal("a b c 3", ok and found or result, source)
        assert.are.equal(comments(source), comments(result), result)
      end
    end)
  end)

  it("gives up any item", function()
    local wanted = { "b c 2", "a c 2", "a b 2", "a b c 1", "a b c 1" }
    each_text(function(source)
      for i = 1, 5 do
        local result = remove(source, i)
        local ok, found = pcall(names, result)
        assert.are.equal(wanted[i], ok and found or result, source)
        local _, before = source:gsub("alone", "")
        local _, after = result:gsub("alone", "")
        assert.are.equal(before, after, source .. "\n" .. result)
      end
    end)
  end)

  it("lets columns be in another order, and keeps their comments", function()
    each_text(function(source)
      local read = definition.read(source)
      local result = reorder.columns(read, "op", { "c", "b", "a" }).text
      assert.are.equal("c b a 2", names(result), source)
      assert.are.equal(comments(source), comments(result), source .. "\n" .. result)
    end)
  end)
end)
