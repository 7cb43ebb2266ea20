--- `each`: a Lua function for every row, which may run whatever statements it likes.
--
-- Rows are read a page at a time into one flat list that is used again, so memory stays
-- the same however many there are, and no row is a table of its own.
local blame = require("runner.backfill.blame")
local walk = require("runner.backfill.walk")

-- A page ends at so many rows, or so many bytes of text and blobs.
local ROWS, BYTES = 1000, 1 << 20

--- How many bytes a value counts for: those of a TEXT or BLOB.
local function bytes(value)
  local kind = type(value)
  return (kind == "string" or kind == "userdata") and #value or 0
end

--- The same for as many values as there are, by a table that is thrown away.
local function put_many(list, at, size, ...)
  local values = { ... }
  for i = 1, select("#", ...) do
    list[at + i] = values[i]
    size = size + bytes(values[i])
  end
  return size
end

--- Put the values into the list behind `at`; returns `size` and theirs together. Few
-- values need no table; handing many on one by one would copy the rest each time.
local function put(list, at, size, a, b, c, d, ...)
  list[at + 1], list[at + 2], list[at + 3], list[at + 4] = a, b, c, d
  size = size + bytes(a) + bytes(b) + bytes(c) + bytes(d)
  if select("#", ...) == 0 then
    return size
  end
  return put_many(list, at + 4, size, ...)
end

--- Put the next row into the page; false at the end of the rows.
local function take(page, first, ...)
  if first == nil then
    return false
  end
  page.size = put(page.values, page.rows * page.width, page.size, first, ...)
  page.rows = page.rows + 1
  return true
end

--- Fill the page with the rows that follow; returns how many there are.
local function fill(db, page, sql, ...)
  local next_row, state, control, handle = db:rows(sql, ...)
  local _ <close> = handle
  page.rows, page.size = 0, 0
  while page.rows < ROWS and page.size < BYTES and take(page, next_row(state, control)) do
  end
  return page.rows
end

--- Call the function for the rows of the page; page.at is the one it has come to.
local function call(page, fn, passed)
  local values, width = page.values, page.width
  for number = 0, page.rows - 1 do
    page.at = number * width + 1
    fn(table.unpack(values, page.at + passed, page.at + width - 1))
  end
end

--- The key of the last row in the page.
local function copy_key(page, key, width)
  for i = 1, width do
    key[i] = page.values[(page.rows - 1) * page.width + i]
  end
end

--- Do the rows of a range; returns how many there were.
local function run(db, asked, range)
  local names = { table.unpack(asked.key.columns) }
  table.move(asked.from, 1, #asked.from, #names + 1, names)
  local page = { values = {}, width = #names }
  local rest = { to = range.to, after = range.after, from = range.from }
  local behind, way = {}, { last = range.to or {}, rows = 0 }
  local sql, bounds = walk.page(asked, names, rest)
  while fill(db, page, sql, table.unpack(bounds)) > 0 do
    way.first = way.first or table.move(page.values, 1, #asked.key.columns, 1, {})
    local done, problem = pcall(call, page, asked.run, asked.passed)
    if not done then
      blame.row(asked, problem, page.values, page.at)
    end
    copy_key(page, behind, #asked.key.columns)
    walk.count(db, way, page.rows, behind)
    rest.after, rest.from = behind, nil
    sql, bounds = walk.page(asked, names, rest)
  end
  return way.rows
end

local each = {}

--- In batches: gives the function that does the rows of a range.
function each.open(db, asked)
  return function(range)
    return run(db, asked, range)
  end
end

function each.run(db, asked)
  return walk.run(db, asked, function(last)
    return run(db, asked, { to = last })
  end)
end

return each
