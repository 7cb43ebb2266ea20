--- Putting items into the body of CREATE TABLE and taking them out, the way the person
-- who wrote it would: a line of its own where items have one, the comma where commas are,
-- and comments moving with the item they are about.
--
-- An item outside a body is { content = "a TEXT", lead = comments above, trail = comments
-- behind }. All functions give edits for runner.alter.text.splice; `items` is from
-- runner.alter.body.
local text = require("runner.alter.text.splice")

local layout = {}

-- ---- taking out

local function strip(source)
  return source:match("^%s*(.-)%s*$")
end

local function some(source)
  return source ~= "" and source or nil
end

--- Item number `i` as it would stand elsewhere.
function layout.item(source, items, i)
  local item = items[i]
  local trail = strip(source:sub(item.last + 1, item.trail))
  if item.comma and item.comma <= item.trail then
    local before = strip(source:sub(item.last + 1, item.comma - 1))
    local behind = strip(source:sub(item.comma + 1, item.trail))
    trail = strip(before .. " " .. behind)
  end
  return {
    content = source:sub(item.first, item.last),
    lead = some(strip(source:sub(item.own, item.first - 1))),
    trail = some(trail),
  }
end

--- Where to begin a cut of what stands at `first`, so that its line goes with it: at the
-- last line end behind `from` (with `empty` also before empty lines). One that ends a
-- comment can go only if another follows.
local function line_start(source, from, first, line_end_follows, empty)
  local pieces = text.pieces(source, from, first - 1)
  local last, before = pieces[#pieces], pieces[#pieces - 1]
  local start = first
  if last and last.kind == "space" then
    local line_end = source:sub(last.first, last.last):match(empty and "()\n" or ".*()\n")
    if line_end then
      return last.first + line_end - 1
    end
    start, last = last.first, before
  end
  if last and last.kind == "line" then
    return line_end_follows and last.last or last.last + 1
  end
  return start
end

local function remove_last(source, items, i)
  local item, before = items[i], items[i - 1]
  local from, comma = before.last + 1, before.comma
  local own = before.comma_first and comma or item.own
  local edits = { { line_start(source, from, own, item.broken, true), item.trail, "" } }
  if comma and not before.comma_first then
    local is_space = source:sub(from, comma):find("^%s*,$")
    edits[2] = { is_space and from or comma, comma, "" }
  end
  return edits
end

--- Is there a comment between an item's line and the comma on a later one? It is
-- nobody's.
local function has_comment_alone(source, item)
  return item.comma_first and strip(source:sub(item.trail + 1, item.comma - 1)) ~= ""
end

--- Take out item number `i`, which is not the only one.
function layout.remove(source, items, i)
  local item, following = items[i], items[i + 1]
  if not following then
    return remove_last(source, items, i)
  elseif has_comment_alone(source, item) then
    return { { item.own, item.trail, "" }, { item.comma, following.own - 1, "" } }
  elseif item.comma_first or not item.broken or (i == 1 and not item.own_line) then
    return { { item.own, following.own - 1, "" } }
  end
  local before = items[i - 1] or items.opening
  return { { line_start(source, before.last + 1, item.own, true), item.trail, "" } }
end

-- ---- putting in

--- The line end before a position, and the space that begins its line.
local function indentation(source, position)
  return source:sub(1, position - 1):match("(\n[ \t]*)[^\n]*$")
end

local function comma_first(source, item)
  local space = source:match("^[ \t]*", item.comma + 1)
  return "comma first", indentation(source, item.comma) .. "," .. space
end

--- In a text of mixed style the comma behind the neighbour says where a new item goes: on
-- the next line if that begins with a comma, or if a comment ends this one.
local function style_of_comma(source, items, i)
  local before = items[i]
  if not (before and before.comma) then
    return nil
  elseif before.comma_first then
    return comma_first(source, before)
  elseif before.trail > before.comma then
    return "line", indentation(source, items[i + 1].first)
  end
end

--- How a new item behind number `i` is to be separated, as its neighbours are: "inline",
-- or "line" or "comma first" and what begins a line there.
local function style(source, items, i)
  local kind, line = style_of_comma(source, items, i)
  local before, following = items[math.max(i - 1, 1)], items[math.max(i, 2)]
  if kind then
    return kind, line
  elseif not following then
    return before.own_line and "line" or "inline", indentation(source, before.first)
  elseif not before.broken then
    return "inline"
  elseif before.comma_first and not (i > 0 and items[i].comma) then
    return comma_first(source, before)
  end
  return "line", indentation(source, following.first)
end

--- Might this hold a comment that lasts up to the end of the line?
local function needs_line_end(source)
  return source ~= nil and source:find("--", 1, true) ~= nil
end

--- An item with its comments; `line` is what begins a new line, or nil to stay in this.
local function item_text(item, comma, line)
  local lead = item.lead
  if lead then
    lead = lead .. (line or needs_line_end(lead) and "\n" or " ")
  end
  local trail = item.trail and " " .. item.trail or ""
  return (lead or "") .. item.content .. comma .. trail
end

local function insertion(position, inserted)
  return { position, position - 1, inserted }
end

local function append_line(before, item, line)
  local open = needs_line_end(item.trail) and not before.broken
  local inserted = item_text(item, "", line) .. (open and "\n" or "")
  return {
    insertion(before.last + 1, ","),
    insertion(before.trail + 1, line .. inserted),
  }
end

local function insert_line(items, i, item, line)
  local before, following = items[i] or items.opening, items[i + 1]
  if not following then
    return append_line(before, item, line)
  elseif i == 0 and not following.own_line then
    return { insertion(following.own, item_text(item, ",", line) .. line) }
  end
  local open = item.trail and not before.broken -- it would be the next item's
  local inserted = item_text(item, ",", line) .. (open and line or "")
  return { insertion(before.trail + 1, line .. inserted) }
end

local function insert_comma_first(items, i, item, line)
  if i == 0 then
    return { insertion(items[1].own, item_text(item, "") .. line) }
  end
  local inserted = line .. item_text(item, "")
  if needs_line_end(item.trail) and not items[i].broken then
    inserted = inserted .. "\n"
  end
  return { insertion(items[i].trail + 1, inserted) }
end

local function insert_inline(source, items, i, item)
  local before = items[i]
  local inserted = item_text(item, "") .. (needs_line_end(item.trail) and "\n" or "")
  if i == 0 then
    return { insertion(items[1].own, inserted .. ", ") }
  elseif before.comma then
    return { insertion(before.comma, ", " .. inserted) }
  elseif needs_line_end(source:sub(before.last + 1, before.trail)) then
    return {
      insertion(before.last + 1, ","),
      insertion(before.trail + 1, "\n  " .. inserted),
    }
  end
  return { insertion(before.trail + 1, ", " .. inserted) }
end

--- Put an item behind number `i`; 0 puts it first.
function layout.insert(source, items, i, item)
  local kind, line = style(source, items, i)
  if kind == "line" then
    return insert_line(items, i, item, line)
  elseif kind == "comma first" then
    return insert_comma_first(items, i, item, line)
  end
  return insert_inline(source, items, i, item)
end

return layout
