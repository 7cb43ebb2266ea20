--- The body of CREATE TABLE as a person laid it out: its items (columns, then constraints
-- of the table), and whose the commas, comments and line ends between them are.
--
--     (
--       a TEXT, -- about a          trail of a
--       -- about b                  lead of b
--       b TEXT
--     )
--
-- A comment behind an item on its line is the item's trail, also behind its comma. One
-- above or before an item is its lead; so is a comment that no line end separates. A
-- comment above an empty line is nobody's. `body.read` gives a list of items:
--   first, last     from the first to the last token
--   tree, column    runner.ddl's parse, and whether it is a column
--   own             where its lead begins; `first` without one
--   trail           where its trail ends; `comma` or `last` without one
--   comma           where its comma is, or nil
--   broken          does its line end behind it?
--   comma_first     does its comma stand on the next line?
--   own_line        does it begin a line?
-- The list's `opening` is the same for the parenthesis: { trail }.
local text = require("runner.alter.text.splice")

local body = {}

local function line_ends(source, piece)
  local _, count = source:sub(piece.first, piece.last):gsub("\n", "")
  return count
end

--- Where what stands on the line behind `from` ends, before a comma from `start` on, and
-- whether the line ends there. (A comment of several lines is no line end.)
local function rest_of_line(source, pieces, start, from)
  for i = start, #pieces do
    local piece = pieces[i]
    if piece.kind == "line" then
      return piece.last - 1, true
    elseif piece.kind == "block" then
      from = piece.last
    elseif piece.kind == "comma" then
      return from, false
    elseif line_ends(source, piece) > 0 then
      return from, true
    end
  end
  return from, false
end

local function find_comma(pieces)
  for i, piece in ipairs(pieces) do
    if piece.kind == "comma" then
      return i, piece.first
    end
  end
  return 0, nil
end

--- Fill in what the gap behind an item says. The gap ends at `gap_last`, where the next
-- item begins or, if this one is the last, the parenthesis.
local function read_gap(source, item, gap_last, is_last)
  local pieces = text.pieces(source, item.last + 1, gap_last)
  local index, comma = find_comma(pieces)
  local trail, broken = rest_of_line(source, pieces, 1, item.last)
  item.comma = comma
  item.comma_first = comma ~= nil and broken
  if comma and not broken then
    trail, broken = rest_of_line(source, pieces, index + 1, comma)
    trail = broken and trail or comma
  elseif not broken and not is_last then
    trail = item.last
  end
  item.trail, item.broken = trail, broken
end

--- Where the comments above an item begin, from the last empty line on.
local function lead(source, from, item)
  local own = item.first
  local pieces = text.pieces(source, from, item.first - 1)
  for i = #pieces, 1, -1 do
    local ends = line_ends(source, pieces[i])
    if pieces[i].kind ~= "space" then
      own = pieces[i].first
    elseif ends + (i > 1 and pieces[i - 1].kind == "line" and 1 or 0) > 1 then
      break
    end
  end
  return own
end

local function add_items(items, trees, is_column)
  for _, tree in ipairs(trees) do
    items[#items + 1] =
      { first = tree.span[1], last = tree.span[2], tree = tree, column = is_column }
  end
end

--- The items of a definition's body.
function body.read(definition)
  local source, tree = definition.text, definition.tree
  local items = { opening = { last = tree.body[1] } }
  add_items(items, tree.columns, true)
  add_items(items, tree.constraints, false)
  read_gap(source, items.opening, items[1].first - 1, false)
  local before = items.opening
  for i, item in ipairs(items) do
    local following = items[i + 1]
    local gap_last = (following and following.first or tree.body[2]) - 1
    read_gap(source, item, gap_last, not following)
    item.own = lead(source, math.max(before.trail, before.comma or 0) + 1, item)
    item.own_line = source:sub(before.trail + 1, item.first - 1):find("\n") ~= nil
    before = item
  end
  return items
end

--- The number of the item that `tree` is.
function body.number(items, tree)
  for i, item in ipairs(items) do
    if item.tree == tree then
      return i
    end
  end
  return nil
end

return body
