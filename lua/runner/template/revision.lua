--- The text of a new revision file.
local quote = require("runner.template.quote")

local revision = {}

--- nil, one text, or a list of texts.
local function value(texts)
  if not texts or #texts == 0 then
    return "nil"
  elseif #texts == 1 then
    return quote(texts[1])
  end
  local quoted = {}
  for i, text in ipairs(texts) do
    quoted[i] = quote(text)
  end
  return "{ " .. table.concat(quoted, ", ") .. " }"
end

--- The message as comment lines. Each starts with "--- ", so that no text in it can end
-- the comment or begin a long one.
local function comment(message)
  local lines = {}
  message = message:gsub("\r\n?", "\n")
  for line in (message .. "\n"):gmatch("(.-)\n") do
    lines[#lines + 1] = ("--- " .. line):gsub("%s+$", "")
  end
  return table.concat(lines, "\n") .. "\n"
end

local function body(name, text)
  text = text or ""
  if text ~= "" and text:sub(-1) ~= "\n" then
    text = text .. "\n"
  end
  return ("\nfunction %s()\n%send\n"):format(name, text)
end

--- Write the file. `fields`: message, revision, down_revision, branch_labels, depends_on
-- (lists), created; upgrades and downgrades are the bodies of the two functions, as
-- indented lines.
function revision.render(fields)
  local variables = {
    { "revision", quote(fields.revision) },
    { "down_revision", value(fields.down_revision) },
    { "branch_labels", value(fields.branch_labels) },
    { "depends_on", value(fields.depends_on) },
    { "created", fields.created and quote(fields.created) or "nil" },
  }
  local text = { fields.message and comment(fields.message) or "" }
  for _, variable in ipairs(variables) do
    text[#text + 1] = ("%-13s = %s\n"):format(variable[1], variable[2])
  end
  text[#text + 1] = body("upgrade", fields.upgrades)
  text[#text + 1] = body("downgrade", fields.downgrades)
  return table.concat(text)
end

return revision
