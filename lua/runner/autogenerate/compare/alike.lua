--- Are the texts of two objects the same but for space, comments, quotes around names and
-- the case of words? Then they mean the same, which is seen without taking them apart.
--
--     alike(old, new)      -- objects of inventories; false tells nothing
local ddl = require("runner.ddl")

--- May case count? It does in a string, also in one in double quotes (which the one
-- spelling has no longer), and in DEFAULT abc, which is a string, too.
local function has_values(text, kept)
  return text:find("['\"]") or kept:find("DEFAULT", 1, true)
end

--- The text in one spelling.
local function spelling(object)
  local kept = rawget(object, "spelling")
  if not kept then
    local whole, text = pcall(ddl.normalise, object.text)
    kept = whole and text or object.text
    kept = has_values(object.text, kept) and kept or kept:lower()
    rawset(object, "spelling", kept)
  end
  return kept
end

-- The arguments of a virtual table are its module's own language.
return function(old, new)
  if old.text == new.text or old.kind == "virtual_table" then
    return old.text == new.text
  end
  return spelling(old) == spelling(new)
end
