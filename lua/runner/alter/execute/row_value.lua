--- Values that one function gives to several columns (t:backfill), as SQL.
--
-- `calls` holds the functions of one statement, so that the columns share a call.
local failure = require("runner.failure")
local definition = require("runner.alter.definition")
local identifier = require("runner.schema.identifier")
local literal = require("runner.schema.literal")
local row_call = require("runner.alter.execute.row_call")
local rows = require("runner.alter.proof.rows")

local row_value = {}

--- The columns by which the rows of the table are told apart.
local function row_key(self, place)
  local primary = self.primary_key
  if primary and (primary.rowid or self.without_rowid) then
    return identifier.names(primary.columns)
  end
  local name = definition.hidden_rowid(self)
  if not name then
    failure.raise(
      ("%s cannot tell the rows of '%s' apart: %s"):format(
        place,
        self.name,
        "columns took all names of its rowid"
      ),
      "give each column its own values with using"
    )
  end
  return { name }
end

--- Is the value of alteration.value one of these?
function row_value.is(value)
  return type(value) == "table" and value.call ~= nil
end

--- The value as SQL over a row of the table, which is described by `self` meanwhile.
function row_value.text(db, self, calls, value)
  local asked = value.call
  local call = calls[asked]
  if not call then
    call = row_call.new(db, {
      keys = row_key(self, asked.place),
      from = asked.from,
      results = #asked.into,
      run = asked.run,
      reads_only = true,
    })
    calls[asked] = call
  end
  return call.values[value.number]
end

local function find_row(db, name, call, key, from)
  local conditions, shown = {}, {}
  for i, column in ipairs(call.keys) do
    conditions[i] = ("%s IS %s"):format(identifier.quote(column), literal(key[i]))
  end
  for i, column in ipairs(from) do
    shown[i] = identifier.quote(column)
  end
  local world = { name = name, key = call.keys }
  return rows.find(db, world, table.concat(conditions, " AND "), shown).text
end

--- The statement failed: if a function raised, raise that again with the row.
function row_value.explain(db, alteration, calls, problem)
  for asked, call in pairs(calls) do
    local key = row_call.failed(db, call)
    local text = key and find_row(db, alteration.old.name, call, key, asked.from)
    if text then
      failure.within(
        problem,
        ("%s of '%s' (%s)"):format(asked.place, alteration.old.name, text)
      )
    end
  end
end

return row_value
