--- Steps as the body of a function: clean Lua.
--
--     text(steps)      -->  '  op.drop_view("open_tickets")\n  op.add_column(...)\n'
local expression = require("runner.schema.expression")
local value = require("runner.autogenerate.render.value")

local INDENT, WIDTH = "  ", 100

--- The fields of the last argument, one a line.
local function broken_up(last, indent)
  local lines = {}
  for i, item in ipairs(last) do
    lines[i] = ("%s  %s,\n"):format(indent, value.text(item))
  end
  for _, key in ipairs(value.keys(last)) do
    lines[#lines + 1] = ("%s  %s,\n"):format(indent, value.field(key, last[key]))
  end
  return "{\n" .. table.concat(lines) .. indent .. "}"
end

local function call_text(name, parts, indent)
  return ("%s%s(%s)"):format(indent, name, table.concat(parts, ", "))
end

--- The call of a function with these values (packed), on one line if they fit.
local function call(name, arguments, indent)
  local parts = {}
  for i = 1, arguments.n do
    parts[i] = arguments[i] == nil and "nil" or value.text(arguments[i])
  end
  local line, last = call_text(name, parts, indent), arguments[arguments.n]
  local is_table = type(last) == "table" and not expression.text(last)
  if is_table and #line > WIDTH and not line:find("\n", 1, true) then
    parts[arguments.n] = broken_up(last, indent)
    line = call_text(name, parts, indent)
  end
  return line
end

--- The call with a whole statement, in brackets that leave it as it is.
local function statement_call(name, text, indent)
  local source = value.bracketed(text) or value.quoted(text)
  return call_text(name, { source }, indent)
end

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
    lines[#lines + 1] = call("op." .. only.word, arguments, INDENT)
    return
  end
  lines[#lines + 1] = ("%sop.alter_table(%s, function(t)"):format(
    INDENT,
    value.text(step.table)
  )
  for _, said in ipairs(step.calls) do
    comment_lines(lines, said.comment, INDENT .. INDENT)
    if said.word == "define" then
      lines[#lines + 1] = statement_call("t:define", said.arguments[1], INDENT .. INDENT)
    else
      lines[#lines + 1] = call("t:" .. said.word, said.arguments, INDENT .. INDENT)
    end
  end
  lines[#lines + 1] = INDENT .. "end)"
end

--- What comes as a whole: in words if they make it, or else by its text.
local function create(lines, step, words_of)
  comment_lines(lines, step.comment, INDENT)
  local words = words_of(step.object)
  lines[#lines + 1] = words or statement_call("op.execute", step.object.text, INDENT)
end

--- The body of a function. `words_of` gives the call that creates an object as a whole,
-- or nil where no words do.
return function(steps, words_of)
  local lines = {}
  for _, step in ipairs(steps) do
    if step.word == "alter_table" then
      alter_table(lines, step)
    elseif step.word == "create" then
      create(lines, step, words_of)
    elseif step.word == "spell" then
      lines[#lines + 1] = statement_call("op.spell", step.arguments[1], INDENT)
    else
      comment_lines(lines, step.comment, INDENT)
      lines[#lines + 1] = call("op." .. step.word, step.arguments, INDENT)
    end
  end
  return #lines > 0 and table.concat(lines, "\n") .. "\n" or ""
end
