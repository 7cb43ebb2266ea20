--- The words of create_table as lines, in columns that stand below each other.
local value = require("runner.autogenerate.render.value")

local layout = {}

local WIDTH = 90

local function pad(text, width)
  return text .. (" "):rep(width - (utf8.len(text) or #text))
end

local function width_of(text)
  return utf8.len(text) or #text
end

--- How wide name and type are at the most. Names that stick out do not push all others.
local function widths(columns)
  local name, kind = 0, 0
  for _, column in ipairs(columns) do
    name = math.max(name, math.min(width_of(value.text(column[1])), 32))
    kind = math.max(kind, math.min(width_of(value.text(column[2])), 24))
  end
  return name + 1, kind + 1
end

--- The fields behind name and type, on as few lines as they fit.
local function fill(line, fields, indent)
  local lines = {}
  for i, field in ipairs(fields) do
    local ending = i < #fields and "," or " },"
    if i > 1 and width_of(line) + width_of(field) + #ending + 1 > WIDTH then
      lines[#lines + 1] = line:gsub("%s+$", "")
      line = indent .. "  " .. field .. ending
    else
      line = line .. " " .. field .. ending
    end
  end
  lines[#lines + 1] = line
  return lines
end

local function column_lines(column, name_width, type_width, indent)
  local fields = {}
  for i, key in ipairs(value.keys(column)) do
    fields[i] = value.field(key, column[key])
  end
  local name = pad(value.text(column[1]) .. ",", name_width)
  local kind = value.text(column[2])
  if #fields == 0 then
    return { ("%s{ %s %s },"):format(indent, name, kind) }
  end
  local line = ("%s{ %s %s"):format(indent, name, pad(kind .. ",", type_width))
  return fill(line, fields, indent)
end

--- `key = value` of the table itself: a list that is too long gets a line for each item.
local function option_lines(key, given, width, indent)
  local line = ("%s%s = %s,"):format(indent, pad(key, width), value.text(given))
  if type(given) ~= "table" or width_of(line) <= WIDTH or key == "primary_key" then
    return { line }
  end
  local lines = { ("%s%s = {"):format(indent, pad(key, width)) }
  for _, item in ipairs(given) do
    lines[#lines + 1] = ("%s  %s,"):format(indent, value.text(item))
  end
  lines[#lines + 1] = indent .. "},"
  return lines
end

local function append(lines, more)
  table.move(more, 1, #more, #lines + 1, lines)
end

--- The words of a column on one line, for add_column and the like.
function layout.column(column)
  return value.text(column)
end

--- The words of a table: lines between the braces, joined.
function layout.table(words, indent)
  local lines, keys = {}, value.keys(words)
  local name_width, type_width = widths(words)
  for _, column in ipairs(words) do
    append(lines, column_lines(column, name_width, type_width, indent))
  end
  local width = 0
  for _, key in ipairs(keys) do
    width = math.max(width, #key)
  end
  for _, key in ipairs(keys) do
    append(lines, option_lines(key, words[key], width, indent))
  end
  return table.concat(lines, "\n")
end

return layout
