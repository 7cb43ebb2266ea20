--- Steps as the body of a function: clean Lua.
--
--     text(steps)      -->  '  op.drop_view("open_tickets")\n  op.add_column(...)\n'
local value = require("runner.autogenerate.revise.value")

local INDENT = "  "

local function comment_lines(lines, comment, indent)
  for line in (comment or ""):gmatch("[^\n]+") do
    lines[#lines + 1] = indent .. "-- " .. line
  end
end

-- ---- one call of op for an alter_table of one word

local table_first =
  { add_column = true, alter_column = true, drop_column = true, rename_column = true }
local name_first = {
  create_check_constraint = true,
  create_foreign_key = true,
  create_index = true,
  create_primary_key = true,
  create_unique_constraint = true,
  drop_constraint = true,
}

local function with_table(arguments, position, table_name)
  local result = { n = math.max(arguments.n, position - 1) + 1 }
  for i = 1, result.n do
    local from = i > position and i - 1 or i
    result[i] = arguments[from]
  end
  result[position] = table_name
  return result
end

--- The arguments of op.WORD for t:WORD, or nil if there is no such operation.
local function single(said, table_name)
  if said.word == "drop_index" then
    return said.arguments
  elseif table_first[said.word] then
    return with_table(said.arguments, 1, table_name)
  elseif name_first[said.word] then
    return with_table(said.arguments, 2, table_name)
  end
end

-- ---- steps

local function alter_table(lines, step)
  local only = #step.calls == 1 and step.calls[1]
  local arguments = only and single(only, step.table)
  if arguments then
    comment_lines(lines, only.comment, INDENT)
    lines[#lines + 1] = value.call("op." .. only.word, arguments, INDENT)
    return
  end
  lines[#lines + 1] = ("%sop.alter_table(%s, function(t)"):format(
    INDENT,
    value.text(step.table)
  )
  for _, said in ipairs(step.calls) do
    comment_lines(lines, said.comment, INDENT .. INDENT)
    lines[#lines + 1] = value.call("t:" .. said.word, said.arguments, INDENT .. INDENT)
  end
  lines[#lines + 1] = INDENT .. "end)"
end

local function indented(text)
  return INDENT .. text
end

--- What comes as a whole: in words if they make it, or else by its text.
local function create(lines, step, render)
  comment_lines(lines, step.comment, INDENT)
  local words = render and render(step.object)
  if words then
    lines[#lines + 1] = indented(words)
  else
    local arguments = table.pack(step.object.text)
    lines[#lines + 1] = value.call("op.execute", arguments, INDENT)
  end
end

--- The body of a function. `render` gives the call that creates an object, or nil.
return function(steps, render)
  local lines = {}
  for _, step in ipairs(steps) do
    if step.word == "alter_table" then
      alter_table(lines, step)
    elseif step.word == "create" then
      create(lines, step, render)
    else
      comment_lines(lines, step.comment, INDENT)
      lines[#lines + 1] = value.call("op." .. step.word, step.arguments, INDENT)
    end
  end
  return #lines > 0 and table.concat(lines, "\n") .. "\n" or ""
end
