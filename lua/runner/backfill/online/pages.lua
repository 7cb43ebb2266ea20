--- Which rows the next batch is about: found while nobody is kept from writing.
--
-- Rows that meet `where` may be rare, and then the way to the next one is long. So it is
-- gone in pieces, each as long as can be read within the target time: no reader stands in
-- the way of a COMMIT or a checkpoint for longer. The batch looks at `where` again.
local catalogue = require("runner.catalogue")
local identifier = require("runner.schema.identifier")
local literal = require("runner.schema.literal")
local pace = require("runner.pace")
local progress = require("runner.progress")
local walk = require("runner.backfill.walk")
local work = require("runner.alter.work")

local pages = {}

local PIECE, MOST = 20000, 1000000

--- The same request without its condition.
local function unconditional(asked)
  return setmetatable({ where = false }, { __index = asked })
end

--- What finds pages: { db, asked, every (the request without its condition), target (in
-- seconds), piece (rows to read at once) }
function pages.new(db, asked, target)
  return {
    db = db,
    asked = asked,
    every = unconditional(asked),
    target = target,
    piece = PIECE,
  }
end

--- The last key of the table behind `after` (nil: of all), or nil.
function pages.last(self, after)
  local conditions, values = walk.between(self.every, { after = after })
  local names = { identifier.quote_all(self.asked.key.columns) }
  local text = walk.text(self.every, names, conditions, " DESC") .. " LIMIT 1"
  return catalogue.rows(self.db, text, table.unpack(values))[1]
end

--- The key of the row number `count` in the range; nil if it has fewer.
local function key_at(self, asked, range, count)
  local text, values = walk.page(asked, asked.key.columns, range)
  local limit = (" LIMIT 1 OFFSET %d"):format(count - 1)
  return catalogue.rows(self.db, text .. limit, table.unpack(values))[1]
end

--- How many rows in the range meet `where`.
function pages.count(self, range)
  local conditions, values = walk.between(self.asked, range)
  local text = "SELECT count(*) FROM " .. walk.rows(self.asked, conditions)
  return catalogue.rows(self.db, text, table.unpack(values))[1][1]
end

--- The first key in the range whose row meets `where`, or nil.
function pages.first(self, range)
  return key_at(self, self.asked, range, 1)
end

--- Does the range have more than `count` rows, whatever their values?
function pages.has_more(self, range, count)
  return key_at(self, self.every, range, count + 1) ~= nil
end

--- The next piece may be longer or shorter, by what this one took.
local function learn(self, began)
  local took = math.max(pace.now() - began, 1e-6)
  local factor = math.max(0.5, math.min(2, self.target / took))
  self.piece = math.min(MOST, math.max(1, math.floor(self.piece * factor)))
end

--- The same, where the index can only be entered among rows that share the first columns:
-- found among those, if there are so many. Not where they are the last.
local function in_group(self, after, last, count)
  local key = self.asked.key
  for i = 1, key.lead do
    if literal(after[i]) ~= literal(last[i]) then
      return key_at(self, self.every, { after = after, group = true }, count)
    end
  end
  return nil
end

--- The end of the piece that begins behind `after`; and is it the last one before `last`?
local function piece_end(self, after, last, size)
  local count = math.max(self.piece, 2 * size)
  local found = after and in_group(self, after, last, count)
    or key_at(self, self.every, { after = after, to = last }, count)
  return found or last, not found
end

--- The rows of the next batch, at most `size` between `after` (nil: the beginning) and
-- `last`: { after, to, count (of those that meet `where`, perhaps 0), final (none is left
-- before `last`) }
function pages.next(self, after, last, size)
  local began = pace.now()
  local to, final = piece_end(self, after, last, size)
  local range = { after = after, to = to }
  local stop = key_at(self, self.asked, range, size)
  if stop then
    range.to, range.count = stop, size
    self.piece = PIECE -- they are near each other
  else
    range.count, range.final = pages.count(self, range), final
    learn(self, began)
  end
  return range
end

local function count_all(self)
  local last, total, after, final = pages.last(self), 0, nil, false
  while last and not final do
    local began, range, size = pace.now(), { after = after }, self.piece
    range.to, final = piece_end(self, after, last, 1)
    total, after = total + pages.count(self, range), range.to
    progress.count(self.db, size)
    learn(self, began)
  end
  return total
end

--- How many rows meet `where`, counted piece by piece.
function pages.total(self)
  local name = self.asked.world.name
  return progress.around(self.db, {
    what = ("counting the rows of '%s'"):format(name),
    total = work.rows(self.db, name),
    counted = true,
  }, function()
    return count_all(self)
  end)
end

return pages
