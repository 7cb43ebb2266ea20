--- Read the sources as text: who includes and requires whom, and how long things are.
local structure = {}

--- The paths of the files below the folders whose names end in one of the endings.
function structure.files(folders, endings)
  local list = {}
  local find = io.popen("find " .. table.concat(folders, " ") .. " -type f | sort")
  for path in find:lines() do
    for _, ending in ipairs(endings) do
      if path:sub(-#ending) == ending then list[#list + 1] = path end
    end
  end
  find:close()
  return list
end

function structure.read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("a")
  file:close()
  return text
end

--- C text with comments and the insides of literals blanked; line ends stay.
function structure.c_code(text)
  local function blank(part) return (part:gsub("[^\n]", " ")) end
  local position, pieces = 1, {}
  while true do
    local start = text:find("[/\"']", position)
    if not start then break end
    pieces[#pieces + 1] = text:sub(position, start - 1)
    local two = text:sub(start, start + 1)
    local stop
    if two == "/*" then
      stop = select(2, text:find("*/", start + 2, true)) or #text
      pieces[#pieces + 1] = blank(text:sub(start, stop))
    elseif two == "//" then
      stop = (text:find("\n", start, true) or #text + 1) - 1
      pieces[#pieces + 1] = blank(text:sub(start, stop))
    elseif two:sub(1, 1) == "/" then
      stop = start
      pieces[#pieces + 1] = "/"
    else
      stop = structure.literal_end(text, start)
      pieces[#pieces + 1] = blank(text:sub(start, stop))
    end
    position = stop + 1
  end
  pieces[#pieces + 1] = text:sub(position)
  return table.concat(pieces)
end

--- Where the text or character literal that begins at `start` ends.
function structure.literal_end(text, start)
  local quote = text:sub(start, start)
  local position = start + 1
  while position <= #text do
    local byte = text:sub(position, position)
    if byte == quote then return position end
    position = position + (byte == "\\" and 2 or 1)
  end
  return #text
end

--- What a C file includes: { name =, system =, line = }.
function structure.includes(text)
  local list, number = {}, 0
  for line in (text .. "\n"):gmatch("(.-)\n") do
    number = number + 1
    local open, name = line:match('^%s*#%s*include%s*([<"])([^>"]+)[>"]')
    if name then
      list[#list + 1] = { name = name, system = open == "<", line = number }
    end
  end
  return list
end

--- What a Lua file requires by a literal name: { name =, line = }.
function structure.requires(text)
  local list, number = {}, 0
  for line in (text .. "\n"):gmatch("(.-)\n") do
    number = number + 1
    local code = line:gsub("%-%-.*$", "")
    for name in code:gmatch("require%s*%(?%s*[\"']([%w_.]+)[\"']") do
      list[#list + 1] = { name = name, line = number }
    end
  end
  return list
end

--- The functions of a formatted C file: { name =, line =, lines = }. A function begins in
--- column one and ends with a lone brace there.
function structure.c_functions(text)
  local list, number, start, name = {}, 0, nil, nil
  for line in (structure.c_code(text) .. "\n"):gmatch("(.-)\n") do
    number = number + 1
    if line == "}" then
      if name then
        list[#list + 1] = { name = name, line = start, lines = number - start + 1 }
      end
      start, name = nil, nil
    elseif line:find("^[};#]") then
      start, name = nil, nil
    elseif line:find("^[%a_]") then
      start, name = number, line:match("([%a_][%w_]*)%s*%(")
    elseif start and not name then
      name = line:match("^%s*([%a_][%w_]*)%s*%(")
    end
    if line:find(";%s*$") and start == number then start, name = nil, nil end
  end
  return list
end

--- The functions of a Lua file, by indentation: { line =, lines = }.
function structure.lua_functions(text)
  local list, open, number = {}, {}, 0
  for line in (text .. "\n"):gmatch("(.-)\n") do
    number = number + 1
    local code = line:gsub("%-%-.*$", "")
    local indent = #line:match("^%s*")
    local top = open[#open]
    if top and indent == top.indent and code:find("^%s*end[%s%),;]*$") then
      list[#list + 1] = { line = top.line, lines = number - top.line + 1 }
      open[#open] = nil
    elseif code:find("function[%s%w_.:]*%([^)]*%)%s*$") then
      open[#open + 1] = { line = number, indent = indent }
    end
  end
  return list
end

--- "lua/runner/op/init.lua" -> "runner.op"
function structure.module_name(path)
  return (path:gsub("^lua/", ""):gsub("%.lua$", ""):gsub("/init$", ""):gsub("/", "."))
end

--- The first cycle in a graph { node = { node, ... } }, as a list of nodes, or nil.
function structure.cycle(graph)
  local state, trail = {}, {}
  local function visit(node)
    if state[node] == "done" then return nil end
    trail[#trail + 1] = node
    if state[node] == "open" then return trail end
    state[node] = "open"
    for _, other in ipairs(graph[node] or {}) do
      local found = visit(other)
      if found then return found end
    end
    state[node] = "done"
    trail[#trail] = nil
    return nil
  end
  local nodes = {}
  for node in pairs(graph) do nodes[#nodes + 1] = node end
  table.sort(nodes)
  for _, node in ipairs(nodes) do
    local found = visit(node)
    if found then return found end
  end
  return nil
end

return structure
