--- What a text that is written down (--sql) expects of the file it will run on.
--
-- The text makes a table and what hangs on it anew from what was known when it was
-- written. On a file where somebody has added a column, an index or a trigger meanwhile
-- those would be gone, so the text stops there.
local catalogue = require("runner.catalogue")
local literal = require("runner.schema.literal")

local expected = {}

--- A text as SQL. The line reader of the sqlite3 shell takes carriage returns away.
local function quoted(text)
  return (literal(text):gsub("\r", "' || char(13) || '"))
end

--- The texts of indexes and triggers as SQL, with commas.
local function known_texts(world)
  local texts = {}
  for _, list in ipairs({ world.indexes, world.triggers }) do
    for _, item in ipairs(list) do
      texts[#texts + 1] = item.text and quoted(item.text)
    end
  end
  return table.concat(texts, ", ")
end

--- Does nothing unless everything is written down.
function expected.guard(db, self, world)
  local form = "FROM main.sqlite_schema WHERE tbl_name = %s COLLATE NOCASE AND sql IS "
  local of_table = form:format(quoted(self.name))
  catalogue.guard(
    db,
    ("the table %s is defined as this text expects"):format(self.name),
    ("count(*) = 1 %s%s"):format(of_table, quoted(self.text))
  )
  catalogue.guard(
    db,
    ("%s has the indexes and triggers that this text expects"):format(self.name),
    ("count(*) = 0 %sNOT NULL AND type <> 'table' AND sql NOT IN (%s)"):format(
      of_table,
      known_texts(world)
    )
  )
end

return expected
