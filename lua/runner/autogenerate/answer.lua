--- What the engine asks of autogenerate: `check`, `diff`, `generate`.
--
-- Each takes the fields of a request (runner.autogenerate.source.request) and
--   schema    `schema` of runner.lua, if it is a table: how it is compared
--   renames   a list of "old=new"
-- and gives { differences = list, questions = texts, upgrade =, downgrade = }; the
-- bodies only where a revision is generated and there is something to do.
local autogenerate = require("runner.autogenerate")
local failure = require("runner.failure")
local faults = require("runner.autogenerate.faults")
local identifier = require("runner.schema.identifier")
local inventory = require("runner.autogenerate.inventory")
local kind_of = require("runner.autogenerate.source.kind")
local request = require("runner.autogenerate.source.request")
local rewriting = require("runner.autogenerate.rewriting")
local same = require("runner.autogenerate.same")
local source = require("runner.source")

local answer = {}

-- ---- what is said of renames

--- "old=new" as old, new; "old=" as old, false.
local function read_rename(text)
  local old, new = text:match("^([^=]+)=(.*)$")
  if not old then
    failure.raise(
      ("--rename %s does not say what becomes of what"):format(text),
      "write --rename old=new, --rename table.old=new, or --rename old= if it is none",
      "usage"
    )
  end
  return old, new ~= "" and new or false
end

--- Two answers to one question: neither may win, since a table might go for it.
local function check_once(renames, old, new)
  for said, other in pairs(renames) do
    if identifier.fold(said) == identifier.fold(old) and other ~= new then
      failure.raise(
        ("--rename %s= is given twice, with different names"):format(old),
        "say it once",
        "usage"
      )
    end
  end
end

local function renames_of(texts)
  local renames = {}
  for _, text in ipairs(texts or {}) do
    local old, new = read_rename(text)
    check_once(renames, old, new)
    renames[old] = new
  end
  return renames
end

-- ---- what is said of the comparison

--- Authors are asked by kind, name and table.
local function ignoring(given)
  if type(given) ~= "function" then
    return given
  end
  return function(object)
    return given(object.kind, object.name, object.table)
  end
end

--- What values say about a rename. Mostly nothing is to be asked, and it is not needed.
local function overlap_of(db, desired)
  local overlap
  return function(question)
    overlap = overlap
      or require("runner.autogenerate.rename.overlap").between(db, desired.db)
    return overlap(question)
  end
end

--- `db` is what there is; neither it nor what is desired need be there yet.
local function options_of(fields, db, desired)
  local settings, said = source.settings(), fields.schema or {}
  return {
    own_tables = settings.own_tables,
    naming = settings.naming,
    ignore = ignoring(said.ignore),
    order = said.order,
    differs = said.differs,
    rewrite = rewriting(said.rewrite),
    renames = renames_of(fields.renames),
    was = desired and desired.renames,
    says_was = desired and desired.kind == "lua",
    overlap = desired and overlap_of(db, desired),
  }
end

-- ---- what is desired must work

--- A view, trigger or foreign key that is to be made and cannot be used would fail the
-- upgrade. What the database has already does not stand in the way, and with `ignore` it
-- may need what is left out and there all the same.
local function check_use(db, desired, differences, options)
  if #differences == 0 or options.ignore then
    return
  end
  local broken = faults.of(desired.db)
  local known = #broken > 0 and faults.set(faults.of(db))
  for _, fault in ipairs(broken) do
    if not known[faults.key(fault)] then
      failure.raise(
        ("%s '%s' of %s does not work: %s"):format(
          fault.kind,
          fault.name,
          desired.name,
          fault.reason
        ),
        fault.hint or "correct its definition there"
      )
    end
  end
end

--- What makes nothing at all is more likely a mistake than a wish to lose everything.
local function check_any(found, desired)
  if #found.want.order == 0 and #found.have.order > 0 then
    failure.raise(
      ("%s makes nothing: a revision would drop all that the database has"):format(
        desired.name
      ),
      "if that is meant, write the revision by hand: `runner revision -m MESSAGE`",
      "usage"
    )
  end
end

-- ---- the answers

--- Compare without asking anybody: what may be a rename is noted.
local function compare(db, desired, fields)
  local options = options_of(fields, db, desired)
  options.note = true
  local found = autogenerate.compare(db, desired.db, options)
  check_use(db, desired, found.differences, options)
  return { differences = found.differences, questions = found.questions }
end

--- Can it be seen at once that nothing differs? The schema may hold the texts of the
-- database, or nearly.
local function is_same(fields)
  local is_same_text = fields.path and same[kind_of(fields.path)]
  if not is_same_text then
    return false
  end
  local options = options_of(fields)
  options.trust_schema = fields.trust_schema
  return is_same_text(inventory.read(source.database(), options), fields.path, options)
end

--- The database of the session against the desired schema.
function answer.check(fields)
  if is_same(fields) then
    return { differences = {}, questions = {} }
  end
  local desired = request.open(fields)
  local _ <close> = desired.db
  return compare(source.database(), desired, fields)
end

--- Two sources: the paths `from` and `to`.
function answer.diff(fields)
  local function open(path)
    return request.open({ path = path, trust_schema = fields.trust_schema })
  end
  local from = open(fields.from)
  local _ <close> = from.db
  local to = open(fields.to)
  local _ <close> = to.db
  return compare(from.db, to, fields)
end

--- A revision from the database of the session to the desired schema, proven.
function answer.generate(fields)
  local desired = request.open(fields)
  local _ <close> = desired.db
  local db, bodies = source.database(), {}
  local options = options_of(fields, db, desired)
  function options.ask(question)
    local place = ("(%d of %d)"):format(question.number, question.total)
    local is_one = question.total == 1
    return source.ask(question.text .. "?" .. (is_one and "" or " " .. place))
  end
  local found = autogenerate.compare(db, desired.db, options)
  check_any(found, desired)
  check_use(db, desired, found.differences, options)
  if #found.differences > 0 then
    bodies = autogenerate.proven(db, desired.db, found)
  end
  return {
    differences = found.differences,
    questions = {},
    upgrade = bodies.upgrade,
    downgrade = bodies.downgrade,
  }
end

return answer
