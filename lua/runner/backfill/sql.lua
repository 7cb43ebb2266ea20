--- `sql`: one statement for each page of keys, from `:first` to `:last`.
--
-- The keys of a page are those of rows that meet `where`; the statement says itself what
-- it does to what is between them. Where the key has several columns there is a
-- parameter for each: `:first_1`, `:first_2`. A text without these runs once.
--
-- Written down (--sql), the two are questions for the first and the last key of all.
local blame = require("runner.backfill.blame")
local catalogue = require("runner.catalogue")
local ddl = require("runner.ddl")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local walk = require("runner.backfill.walk")

local KEYS = 10000

--- The parameters there can be, a list of { name = "first_1", ends, column = 1 }.
local function parameters_of(asked)
  local list, columns = {}, asked.key.columns
  for _, ends in ipairs({ "first", "last" }) do
    for i = 1, #columns do
      local name = #columns == 1 and ends or ("%s_%d"):format(ends, i)
      list[#list + 1] = { name = name, ends = ends, column = i }
    end
  end
  return list
end

local function fail_parameter(asked, text, known)
  local names = {}
  for i, parameter in ipairs(known) do
    names[i] = ":" .. parameter.name
  end
  failure.raise(
    ("%s: sql %s"):format(asked.place, text),
    "for each page of keys it is given " .. table.concat(names, ", ")
  )
end

--- The parameters in the text by their names; all of those there can be, or none.
local function parameters_in(asked, known)
  local found, by_name, count = {}, {}, 0
  for _, parameter in ipairs(known) do
    by_name[":" .. parameter.name] = parameter
  end
  for _, token in ipairs(ddl.tokens(asked.run)) do
    local parameter = by_name[token.text]
    if parameter then
      count = count + (found[token.text] and 0 or 1)
      found[token.text] = parameter
    elseif token.kind == "parameter" then
      fail_parameter(asked, "has an unknown parameter " .. token.text, known)
    end
  end
  for _, parameter in ipairs(known) do
    if count > 0 and not found[":" .. parameter.name] then
      fail_parameter(asked, "does not use :" .. parameter.name, known)
    end
  end
  return found
end

-- ---- written down

--- The text with a question in the place of each parameter.
local function written_down(asked, found)
  local parts, at = {}, 1
  for _, token in ipairs(ddl.tokens(asked.run)) do
    local parameter = found[token.text]
    if parameter then
      local column = { identifier.quote(asked.key.columns[parameter.column]) }
      local direction = parameter.ends == "first" and "" or " DESC"
      parts[#parts + 1] = asked.run:sub(at, token.first - 1)
      parts[#parts + 1] = "(" .. walk.end_text(asked, column, direction) .. ")"
      at = token.last + 1
    end
  end
  return table.concat(parts) .. asked.run:sub(at)
end

-- ---- run

--- The first and the last key of the page that begins where `range` does; the last is
-- that of the range itself if the page has fewer rows.
local function read_page(db, asked, range)
  local text, values = walk.page(asked, asked.key.columns, range)
  local first = catalogue.rows(db, text .. " LIMIT 1", table.unpack(values))[1]
  if not first then
    return nil
  end
  local limit = (" LIMIT 1 OFFSET %d"):format(KEYS - 1)
  local found = catalogue.rows(db, text .. limit, table.unpack(values))[1]
  return first, found or range.to
end

local function exec_page(db, asked, known, first, last)
  local values, ends = {}, { first = first, last = last }
  for _, parameter in ipairs(known) do
    values[parameter.name] = ends[parameter.ends][parameter.column]
  end
  local done, result = pcall(db.exec, db, asked.run, values)
  if done then
    return result
  end
  local columns = asked.key.columns
  local from, to = blame.key(columns, first), blame.key(columns, last)
  blame.whole(asked, result, ("the rows from %s to %s"):format(from, to))
end

local function run_pages(db, asked, known, last)
  local range, total = { to = last }, 0
  local way = { last = last, rows = 0 }
  while true do
    local first, stop = read_page(db, asked, range)
    if not first then
      return total
    end
    total = total + exec_page(db, asked, known, first, stop)
    way.first = way.first or first
    walk.count(db, way, KEYS, stop) -- of the last page, nobody asks
    range.after = stop
  end
end

--- method(db, text), one of the database's own.
local function call(db, asked, method, text)
  local done, result = pcall(method, db, text)
  if not done then
    blame.whole(asked, result)
  end
  return result
end

--- The first and the last key of the rows in a range, or nil.
local function read_ends(db, asked, range)
  local conditions, values = walk.between(asked, range)
  local names, ends = { identifier.quote_all(asked.key.columns) }, {}
  for i, direction in ipairs({ "", " DESC" }) do
    local text = walk.text(asked, names, conditions, direction) .. " LIMIT 1"
    ends[i] = catalogue.rows(db, text, table.unpack(values))[1]
  end
  return ends[1], ends[2]
end

local sql = {}

--- In batches: gives the function that does the rows of a range; nil for a text that runs
-- once. How many rows it did, it does not know.
function sql.open(db, asked)
  local known = parameters_of(asked)
  if next(parameters_in(asked, known)) == nil then
    return nil
  end
  call(db, asked, db.prepare, asked.run)
  return function(range)
    local first, last = read_ends(db, asked, range)
    if first then
      exec_page(db, asked, known, first, last)
    end
  end
end

function sql.run(db, asked)
  local known = parameters_of(asked)
  local found = parameters_in(asked, known)
  if next(found) == nil then
    return call(db, asked, db.exec, asked.run)
  elseif catalogue.recording(db) then
    return call(db, asked, db.exec, written_down(asked, found))
  end
  call(db, asked, db.prepare, asked.run) -- a mistake shows also where no row is
  return walk.run(db, asked, function(last)
    return run_pages(db, asked, known, last)
  end)
end

return sql
