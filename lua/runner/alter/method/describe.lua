--- One line for people: how an alteration is carried out, and why so.
--
--     describe(alteration, plan)
--     -- "tickets: edit of the stored definition after a scan (status NOT NULL)"
--
-- Where rows are moved the line gives the reasons, where they are read what is looked
-- for, and otherwise what changes. What depends on rows is said as such.
local identifier = require("runner.schema.identifier")

local function names_of(columns)
  return table.concat(identifier.names(columns), ", ")
end

local function on_one_line(text)
  return (text:gsub("%s+", " "))
end

local proofs = {
  not_null = function(proof)
    return proof.column .. " NOT NULL"
  end,
  check = function(proof)
    return proof.name and "CHECK " .. proof.name or ("CHECK (%s)"):format(proof.text)
  end,
  convert = function(proof)
    return ("%s as %s"):format(proof.column, proof.type)
  end,
  strict = function(proof)
    return ("%s strictly %s"):format(proof.column, proof.type)
  end,
  unique = function(proof)
    return ("UNIQUE (%s)"):format(names_of(proof.columns))
  end,
  foreign_key = function(proof, alteration)
    local foreign_key = alteration.new.foreign_keys[proof.position]
    return ("FOREIGN KEY (%s)"):format(names_of(foreign_key.columns))
  end,
}

--- What the rows are looked through for.
local function proofs_of(alteration, plan)
  local texts = {}
  for _, list in ipairs({ plan.proofs, plan.final }) do
    for _, proof in ipairs(list) do
      texts[#texts + 1] = proofs[proof.kind](proof, alteration)
    end
  end
  return texts
end

local function describe_edit(alteration, plan)
  local what = (#plan.native > 0 and "ALTER TABLE and " or "")
    .. "edit of the stored definition"
  local scan = proofs_of(alteration, plan)
  if #scan > 0 then
    return what .. " after a scan", scan
  end
  return what, alteration.changes
end

local methods = {
  nothing = function()
    return "nothing to do", {}
  end,
  native = function(alteration)
    return "ALTER TABLE", alteration.changes
  end,
  edit = describe_edit,
  update = function(_, plan)
    return "edit of the stored definition and UPDATE in place", plan.reasons
  end,
  rebuild = function(_, plan)
    return "rebuilt", plan.reasons
  end,
  swap = function(_, plan)
    return "rebuilt with exchanged root pages", plan.reasons
  end,
}

--- Whether rows are older than a column is known when they are looked for.
local function older_rows(alteration, plan)
  if #plan.defaults == 0 then
    return ""
  end
  local columns = require("runner.alter.execute.older_rows").columns(alteration, plan)
  return #columns > 0
      and (", rows older than %s filled first if there are any"):format(names_of(columns))
    or ""
end

return function(alteration, plan)
  local what, details = methods[plan.method](alteration, plan)
  local line = ("%s: %s"):format(alteration.table, what)
  if #details > 0 then
    line = ("%s (%s)"):format(line, table.concat(details, "; "))
  end
  return on_one_line(line .. older_rows(alteration, plan))
end
