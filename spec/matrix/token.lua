--- The tokens of SQL text, read without the parser that is under test.
--
-- Good for comparing texts only: names are folded, so "A" and a are the same token, and
-- a text in single quotes stays as it is.
local token = {}

local closing = { ['"'] = '"', ["`"] = "`", ["["] = "]", ["'"] = "'" }

--- Where the quoted token that begins at `start` ends, and what is in it.
local function quoted(text, start)
  local open = text:sub(start, start)
  local close = closing[open]
  local position = start + 1
  while true do
    local stop = assert(text:find(close, position, true), "unclosed " .. open)
    if open == "[" or text:sub(stop + 1, stop + 1) ~= close then
      local inside = text:sub(start + 1, stop - 1)
      return stop, open == "[" and inside or inside:gsub(close .. close, close)
    end
    position = stop + 2
  end
end

--- The end of a comment that begins at `start`, or nil.
local function comment(text, start)
  local two = text:sub(start, start + 1)
  if two == "--" then return text:find("\n", start, true) or #text end
  if two == "/*" then return (select(2, text:find("*/", start + 2, true))) or #text end
  return nil
end

--- One step: the position behind the token, and the token or nil for space and comments.
local function step(text, start)
  local stop = select(2, text:find("^%s+", start)) or comment(text, start)
  if stop then return stop + 1 end
  local first = text:sub(start, start)
  if closing[first] then
    local inside
    stop, inside = quoted(text, start)
    return stop + 1, first == "'" and "'" .. inside or inside:lower()
  end
  stop = select(2, text:find("^%d[%w.]*", start))
    or select(2, text:find("^[%w_\128-\255]+", start)) or start
  return stop + 1, text:sub(start, stop):lower()
end

--- The tokens in order.
function token.list(text)
  local list, position = {}, 1
  while position <= #text do
    local found
    position, found = step(text, position)
    list[#list + 1] = found
  end
  return list
end

--- The comments in order.
function token.comments(text)
  local list, position = {}, 1
  while position <= #text do
    local stop = comment(text, position)
    if stop then
      list[#list + 1] = text:sub(position, stop):gsub("\n$", "")
      position = stop + 1
    else
      position = step(text, position)
    end
  end
  return list
end

--- One text for comparison.
function token.normal(text)
  return table.concat(token.list(text), " ")
end

-- The words that begin a table constraint.
local begins = { constraint = true, unique = true, check = true, primary = true,
  foreign = true }

--- Cut the tokens between the outermost parentheses at its commas.
local function segments(list)
  local parts, depth, rest = {}, 0, {}
  for _, one in ipairs(list) do
    if one == ")" then depth = depth - 1 end
    if depth == 0 then
      rest[#rest + 1] = one
      if one == "(" and #parts == 0 then parts[1] = {} end
    elseif depth == 1 and one == "," then
      parts[#parts + 1] = {}
    else
      local part = parts[#parts]
      part[#part + 1] = one
    end
    if one == "(" then depth = depth + 1 end
  end
  return parts, rest
end

--- A CREATE TABLE text as { columns = { text... }, constraints = text, rest = text }. In
-- a column the name comes first and the rest is sorted: where in a column a new NOT NULL
-- stands is free. So are the order of table constraints and options.
function token.table(text)
  local parts, rest = segments(token.list(text))
  local columns, others = {}, {}
  for i, part in ipairs(parts) do
    if i > 1 and begins[part[1]] and not columns.done then columns.done = true end
    if columns.done then
      table.move(part, 1, #part, #others + 1, others)
    else
      local name = table.remove(part, 1):gsub("^'", ""):lower()
      table.sort(part)
      columns[#columns + 1] = name .. ": " .. table.concat(part, " ")
    end
  end
  columns.done = nil
  table.sort(others)
  table.sort(rest)
  return {
    columns = columns,
    constraints = table.concat(others, " "),
    rest = table.concat(rest, " "),
  }
end

return token
