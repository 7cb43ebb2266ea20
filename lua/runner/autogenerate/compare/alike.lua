--- Are the texts of two objects the same but for space, comments, quotes around names and
-- the case of words? Then they mean the same, which is seen without taking them apart.
--
--     alike(old, new)      -- objects of inventories; false tells nothing
local ddl = require("runner.ddl")

--- The text in one spelling. Where it has a string the case of words is left as it is,
-- since that of the string counts.
local function spelling(object)
  local kept = rawget(object, "spelling")
  if not kept then
    local whole, text = pcall(ddl.normalise, object.text)
    kept = whole and text or object.text
    kept = kept:find("'", 1, true) and kept or kept:lower()
    rawset(object, "spelling", kept)
  end
  return kept
end

return function(old, new)
  return old.text == new.text or spelling(old) == spelling(new)
end
