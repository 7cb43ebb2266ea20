--- A case as text: the SQL that makes the database, and the calls of a revision.
local build = require("spec.matrix.build")
local operation = require("spec.matrix.operation")
local sql = require("runner.schema.expression")
local sqlite = require("runner.sqlite")

local script = {}

local function is_list(value)
  return #value > 0 and next(value, #value) == nil
end

local source

--- A table as Lua source: the list in it, then what has names.
local function table_source(value)
  local parts = {}
  for i, one in ipairs(value) do parts[i] = source(one) end
  if not is_list(value) then
    for key, one in pairs(value) do
      if math.type(key) ~= "integer" then
        parts[#parts + 1] = key .. " = " .. source(one)
      end
    end
  end
  return "{ " .. table.concat(parts, ", ") .. " }"
end

--- A value as Lua source.
function source(value)
  if sql.text(value) then return ("sql%q"):format(sql.text(value)) end
  if value == sqlite.null then return "db.null" end
  if type(value) == "userdata" then return ("db.blob(%q)"):format(tostring(value)) end
  if type(value) == "table" then return table_source(value) end
  return type(value) == "string" and ("%q"):format(value) or tostring(value)
end

local function arguments(call)
  local texts = {}
  for i = 2, call.count or #call do texts[#texts + 1] = source(call[i]) end
  return table.concat(texts, ", ")
end

--- The calls as the body of a revision's function.
function script.calls(self, ops, way)
  local name, lines, open = self.name, {}, false
  local function add(line) lines[#lines + 1] = line end
  local function close()
    if open then
      add(way.recreate and ("end, { recreate = %q })"):format(way.recreate) or "end)")
    end
    open = false
  end
  for _, call in ipairs(operation.calls(self, ops)) do
    if call[1] == "rename_table" then
      close()
      add(("op.rename_table(%q, %q)"):format(name, call[2]))
      name = call[2]
    else
      if not open then add(("op.alter_table(%q, function(t)"):format(name)) end
      open = true
      add(("  t:%s(%s)"):format(call[1], arguments(call)))
    end
  end
  close()
  return table.concat(lines, "\n")
end

--- The whole case: the statements, then the calls.
function script.text(case, ops, way)
  local lines = build.statements(case)
  return table.concat(lines, ";\n") .. ";\n-- then\n"
    .. script.calls(case.model, ops, way)
end

return script
