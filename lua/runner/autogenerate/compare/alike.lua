--- Are the texts of two objects the same but for space, comments, quotes around names and
-- the case of words? Then they mean the same, which is seen without taking them apart.
--
--     alike(old, new)      -- objects of inventories; false tells nothing
local ddl = require("runner.ddl")
local identifier = require("runner.schema.identifier")

--- May case count? It does in a string, also in one in double quotes (which the one
-- spelling has no longer), and in DEFAULT abc, which is a string, too.
local function has_values(text, kept)
  return text:find("['\"]") or kept:find("DEFAULT", 1, true)
end

--- What is in double quotes may be a text, also in a table if it is a word of SQLite's.
local function quoted_texts(object)
  local texts = {}
  for text in object.text:gmatch('"([^"]*)"') do
    local is_name = object.kind == "table" and not identifier.is_keyword(text)
    texts[#texts + 1] = not is_name and text or nil
  end
  return table.concat(texts, "\0")
end

--- Has it a RAISE whose message is a name without quotes? It is a text all the same.
local function has_bare_message(kept)
  return kept:find("RAISE %( %a+ , [^']") ~= nil
end

local function new_spelling(object)
  local whole, kept = pcall(ddl.normalise, object.text)
  if not whole or has_bare_message(kept) then
    return object.text
  elseif not has_values(object.text, kept) then
    return kept:lower()
  end
  return kept .. "\0" .. quoted_texts(object)
end

--- The text in one spelling.
local function spelling(object)
  local kept = rawget(object, "spelling")
  if not kept then
    kept = new_spelling(object)
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
