--- Which row it was: errors of functions and statements, with key and values in front.
--
--     backfill "tickets.day": id 7 of 'tickets' (created_at = NULL): attempt to index ...
local failure = require("runner.failure")
local literal = require("runner.schema.literal")
local term = require("runner.schema.term")

local blame = {}

local LONGEST, LONGEST_MESSAGE = 60, 1000
local REPLACEMENT = utf8.char(0xFFFD)

--- The first `most` bytes at most, with no character cut in two.
local function head(text, most)
  while most > 1 and (text:byte(most + 1) or 0) & 0xC0 == 0x80 do
    most = most - 1
  end
  return text:sub(1, most)
end

--- A value as an SQL literal, cut where it is long.
function blame.shown(value)
  local text = literal(value) or tostring(value)
  if #text <= LONGEST then
    return text
  end
  return head(text, LONGEST) .. "..."
end

--- A message that is to be kept: cut where it is long, and says so; bytes that are no
-- UTF-8 are shown as the sign for that.
function blame.message(text)
  local size = #text
  text = size > LONGEST_MESSAGE and head(text, LONGEST_MESSAGE) or text
  local valid, at = utf8.len(text)
  while not valid do
    text = text:sub(1, at - 1) .. REPLACEMENT .. text:sub(at + 1)
    valid, at = utf8.len(text, at + #REPLACEMENT)
  end
  return size > LONGEST_MESSAGE and ("%s... (cut: %d bytes)"):format(text, size) or text
end

--- "a = 1, b = 'x'"; the values stand in the list from `first` on.
local function pairs_text(names, values, first)
  local list = {}
  for i, name in ipairs(names) do
    list[i] = ("%s = %s"):format(term.shown(name), blame.shown(values[first + i - 1]))
  end
  return table.concat(list, ", ")
end

--- The values of `from`, which stand in the list from `first` on: "a = 1, b = 'x'"
function blame.values(asked, values, first)
  return pairs_text(asked.from, values, first)
end

--- "id 7", or "(a, b) = (1, 'x')"
function blame.key(names, values, first)
  first = first or 1
  if #names == 1 then
    return names[1] .. " " .. blame.shown(values[first])
  end
  local list = {}
  for i = 1, #names do
    list[i] = blame.shown(values[first + i - 1])
  end
  return ("(%s) = (%s)"):format(table.concat(names, ", "), table.concat(list, ", "))
end

--- Raise the problem again: it came up at a row whose key, and behind that the values of
-- `from`, stand in the list `values` from `first` on. As it is, if `asked` is bare:
-- whoever asked knows which row it is about.
function blame.row(asked, problem, values, first)
  if asked.bare then
    error(problem, 0)
  end
  local columns = asked.key.columns
  local place = ("%s: %s of '%s'"):format(
    asked.place,
    blame.key(columns, values, first),
    asked.world.name
  )
  if #asked.from > 0 then
    place = ("%s (%s)"):format(place, blame.values(asked, values, first + #columns))
  end
  failure.within(problem, place)
end

--- Raise it again when no single row is to blame.
function blame.whole(asked, problem, which)
  if asked.bare then
    error(problem, 0)
  end
  local place = which and ("%s: %s of '%s'"):format(asked.place, which, asked.world.name)
  failure.within(problem, place or asked.place)
end

return blame
