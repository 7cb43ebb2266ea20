--- Statements that take long on a large table: the user is told how far they are.
--
-- What is told, and when, is the connection's affair (runner.progress); here it is said
-- what is done, and about how many rows there will be.
local catalogue = require("runner.catalogue")
local identifier = require("runner.schema.identifier")
local progress = require("runner.progress")

local work = {}

-- Below that, nothing takes long.
local MANY = 10000
-- No row of a table is smaller: its length, its rowid, a header, and where it begins.
-- https://www.sqlite.org/fileformat2.html#b_tree_pages
local LEAST_BYTES = 5

--- Rowids may be spread out so far that they say nothing about how many there are.
local function is_possible(db, count)
  local sql = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
  return count <= catalogue.rows(db, sql)[1][1] / LEAST_BYTES
end

--- About how many rows the table has, without reading them: there may be fewer. nil if
-- nobody knows.
function work.rows(db, table_name)
  local name = identifier.quote(table_name)
  local form = "SELECT (SELECT max(_rowid_) FROM main.%s) + 1.0 - "
    .. "(SELECT min(_rowid_) FROM main.%s)"
  local done, found = pcall(catalogue.rows, db, form:format(name, name))
  local count = done and math.type(found[1][1]) == "float" and found[1][1]
  if not count or count < MANY or not is_possible(db, count) then
    return nil
  end
  return count
end

--- Run `fn`, which goes through the rows of the table once: returns what it returns.
function work.scan(db, what, table_name, fn)
  return progress.around(db, { what = what, total = work.rows(db, table_name) }, fn)
end

-- Building an index is two loops, one that sorts all entries and one that writes them.
-- Each of these instructions is carried out once for a row, besides one for every term.
-- A partial index or one of expressions takes others; then it is a rough guess.
local STEPS, UNIQUE_STEPS = 8, 2

--- Run `fn`, which builds an index with so many terms.
function work.index(db, index, fn)
  return progress.around(db, {
    what = ("building the index '%s'"):format(index.name),
    total = work.rows(db, index.table),
    row_steps = index.terms + STEPS + (index.unique and UNIQUE_STEPS or 0),
  }, fn)
end

return work
