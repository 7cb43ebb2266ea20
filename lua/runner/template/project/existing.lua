--- `runner init --from-database`: the configuration of a project on a database that is
-- there already.
local generic = require("runner.template.project.generic")
local quote = require("runner.template.quote")

--- Replace a piece of text, which must be there.
local function replace(text, old, new)
  local first, last = text:find(old, 1, true)
  assert(first, old)
  return text:sub(1, first - 1) .. new .. text:sub(last + 1)
end

--- The text of runner.lua; `fields`: database, its path seen from the project.
local function configuration(fields)
  local text = generic[1].text
  text = replace(text, '"app.db"', quote(fields.database))
  return replace(text, '-- schema = "schema.lua"', 'schema = "schema.lua"')
end

--- The text of versions/README.md.
local function guide()
  return generic[2].text
end

return { configuration = configuration, guide = guide }
