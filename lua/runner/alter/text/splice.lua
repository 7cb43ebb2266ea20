--- Cutting and pasting in the text of a statement: replacing parts of it by position, and
-- looking at what stands between its tokens.
local ddl = require("runner.ddl")

local text = {}

--- Replace parts of `source`. An edit is { first, last, replacement }; last = first - 1
-- inserts before `first`. Edits may come in any order but must not overlap; of several
-- insertions at one place the first given stands first.
function text.splice(source, edits)
  local sorted = {}
  for i, edit in ipairs(edits) do
    sorted[i] = { first = edit[1], last = edit[2], with = edit[3], number = i }
  end
  table.sort(sorted, function(a, b)
    if a.first ~= b.first then
      return a.first < b.first
    end
    return a.number < b.number
  end)
  local parts, position = {}, 1
  for _, edit in ipairs(sorted) do
    assert(edit.first >= position, "edits overlap")
    parts[#parts + 1] = source:sub(position, edit.first - 1)
    parts[#parts + 1] = edit.with
    position = edit.last + 1
  end
  parts[#parts + 1] = source:sub(position)
  return table.concat(parts)
end

--- Where the piece that begins at `first` ends, and its kind.
local function piece_at(source, first)
  if source:find("^%-%-", first) then
    return source:find("\n", first, true) or #source, "line"
  elseif source:find("^/%*", first) then
    local _, last = source:find("*/", first + 2, true)
    return last or #source, "block"
  elseif source:find("^,", first) then
    return first, "comma"
  end
  local _, last = source:find("^%s+", first)
  return assert(last, "no gap"), "space"
end

--- What stands in a gap between tokens: a list of { kind, first, last }, where kind is
-- "space", "line" (a comment up to the end of its line, which it includes), "block" (the
-- other comment) or "comma".
function text.pieces(source, first, last)
  local pieces = {}
  while first <= last do
    local stop, kind = piece_at(source, first)
    stop = math.min(stop, last)
    pieces[#pieces + 1] = { kind = kind, first = first, last = stop }
    first = stop + 1
  end
  return pieces
end

--- The edit that takes out the part { first, last } together with the space before it. A
-- comment there stays, with the end of its line.
function text.cut(source, span)
  local first = span[1]
  local tokens = ddl.tokens(source, 1, first - 1)
  local pieces = text.pieces(source, tokens[#tokens].last + 1, first - 1)
  local before = pieces[#pieces]
  if before and before.kind == "space" then
    first = before.first
  end
  return { first, span[2], "" }
end

return text
