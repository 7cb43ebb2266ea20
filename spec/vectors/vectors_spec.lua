--- Every vector that a command can express, against the real program: a project folder
--- with real revisions, a real database with the starting rows. spec/vectors/README.md
--- describes the cases.
local vectors = require("spec.support.vectors")

local REVISION_PROBLEM = 4

--- What only the engine's own functions can be asked (unit-vectors does).
local INTERNAL = { parents = true, normalized = true, ancestors = true, lineage = true,
  sort = true, bases = true }

local counts = { run = 0, internal = 0 }

local function base_if_null(value)
  if value == vectors.null or (type(value) == "table" and #value == 0) then
    return "base"
  end
  return value
end

local function as_list(value)
  if value == vectors.null or value == nil then return {} end
  return type(value) == "table" and value or { value }
end

--- Does `text` hold `word` with nothing of a word around it?
local function mentions(text, word)
  local escaped = word:gsub("%p", "%%%0")
  return (" " .. text .. " "):find("[^%w_]" .. escaped .. "[^%w_]") ~= nil
end

local function expect_error(case, answer, code, messages)
  assert.is_truthy(answer.error, "no error, but " .. messages)
  local message = answer.error.message
  assert.are.equal(REVISION_PROBLEM, code, message)
  for _, name in ipairs(case.names) do
    assert.is_true(mentions(message, name), ("%q does not name %s"):format(message, name))
  end
  for _, name in ipairs(case.not_names or {}) do
    assert.is_false(mentions(message, name), ("%q names %s"):format(message, name))
  end
end

--- Run one command; returns its answer, or nothing if it failed as the case demands.
local function ask(case, folder, arguments, as_text)
  local answer, code, messages = vectors.run(folder, arguments, as_text)
  if case.error then
    expect_error(case, answer, code, messages)
    return nil, messages
  end
  assert.are.equal(0, code, messages)
  return answer, messages
end

-- ---- cmd

--- One target; a list stands for the heads (unit-vectors checks that it names them).
local function target_of(case)
  local target = base_if_null(case.target)
  return type(target) == "table" and "heads" or target
end

local function expect_rows(folder, case)
  assert.are.same(vectors.sorted(case.heads_after),
    vectors.sorted(vectors.read_rows(folder)))
end

--- An upgrade to what lies below the database is no silent success: the program refuses.
local function refused_as_older(case)
  return { cmd = case.cmd, target = case.target, current = case.current, error = "older",
    names = { case.target } }
end

--- The plan first, which changes nothing, then the run, which does what was planned.
local function migrate(case, folder)
  if case.older then case = refused_as_older(case) end
  local before = vectors.read_rows(folder)
  local target = target_of(case)
  local plan = ask(case, folder, { case.cmd, "--plan", target })
  assert.are.same(before, vectors.read_rows(folder))
  if plan then
    assert.are.same(case.steps, vectors.ids(plan.steps))
    assert.are.same(case.current, plan.current)
    assert.are.same(vectors.sorted(case.heads_after), vectors.sorted(plan.after))
  end
  local done, messages = ask(case, folder, { case.cmd, target })
  if not done then
    assert.are.same(before, vectors.read_rows(folder))
    return
  end
  assert.are.same(case.steps, vectors.ids(done.steps))
  assert.are.same(plan.after, vectors.read_rows(folder))
  expect_rows(folder, case)
  return messages
end

local function stamp(case, folder)
  local before = vectors.read_rows(folder)
  local arguments = { "stamp" }
  if case.purge then arguments[2] = "--purge" end
  for _, target in ipairs(as_list(base_if_null(case.target))) do
    arguments[#arguments + 1] = target
  end
  if ask(case, folder, arguments) then
    expect_rows(folder, case)
  else
    assert.are.same(before, vectors.read_rows(folder))
  end
end

--- The target that takes down just this revision.
local function below(graph, id)
  for _, row in ipairs(graph) do
    if row[1] == id then return id .. "@" .. (row[2][1] or "base") end
  end
end

local function replay(case, folder, graph)
  for _, step in ipairs(case.steps) do
    local id, way, rows = table.unpack(step)
    local up = way == "up"
    local done = ask(case, folder,
      { up and "upgrade" or "downgrade", up and id or below(graph, id) })
    assert.are.same({ id }, vectors.ids(done.steps))
    assert.are.same(vectors.sorted(rows), vectors.sorted(vectors.read_rows(folder)))
  end
end

--- --sql writes the change instead of making it: feed it to a database that holds the
--- start of the range.
local function offline(case, folder)
  local start = case.target:match("^(.-):")
  if start and start ~= "base" then ask(case, folder, { "stamp", start }) end
  local script = ask(case, folder, { case.cmd, "--sql", case.target }, true)
  vectors.run_sql(folder, script)
  expect_rows(folder, case)
  for _, id in ipairs(case.steps or {}) do
    assert.is_true(mentions(script, id), "no " .. id)
  end
end

-- ---- fn

local ASK = {}

local function expect_listed(case, folder, arguments)
  local answer = ask(case, folder, arguments)
  if answer then assert.are.same(case.expect, vectors.ids(answer.revisions)) end
end

function ASK.get(case, folder)
  local answer = ask(case, folder, { "show", case.arg })
  if answer then assert.are.same({ case.expect }, vectors.ids(answer.revisions)) end
end

function ASK.getall(case, folder)
  expect_listed(case, folder, { "show", case.arg })
end

function ASK.find(case, folder)
  if #case.expect > 0 then expect_listed(case, folder, { "show", case.arg }) end
end

function ASK.heads(case, folder)
  expect_listed(case, folder, { "heads" })
end

function ASK.history(case, folder)
  local range = case.range ~= vectors.null and case.range or ":"
  expect_listed(case, folder, { "history", "-r", range })
end

function ASK.current(case, folder)
  local answer = ask(case, folder, { "current" })
  assert.are.same(case.expect, vectors.sorted(vectors.ids(answer.revisions)))
end

function ASK.check_heads(case, folder)
  local _, code = vectors.run(folder, { "current", "--check-heads" })
  assert.are.equal(case.expect and 0 or 3, code)
end

function ASK.load(case, folder)
  ask(case, folder, { "heads" })
end

--- Inclusive, with one bound each: the history of a range.
function ASK.iterate(case, folder)
  local upper, lower = base_if_null(case.upper), base_if_null(case.lower)
  expect_listed(case, folder, { "history", "-r", lower .. ":" .. upper })
end

local function is_expressible(case)
  if INTERNAL[case.fn] then return false end
  -- `show` takes many: that exactly one is meant, and not base, is asked inside.
  if case.fn == "get" then return case.expect ~= vectors.null and case.arg ~= "heads" end
  if case.fn ~= "iterate" then return true end
  local upper, lower = base_if_null(case.upper), base_if_null(case.lower)
  return not case.downgrade and not case.implicit_base and type(upper) == "string"
    and type(lower) == "string" and (case.inclusive or case.error ~= nil)
end

-- ---- running

local COMMAND = { upgrade = migrate, downgrade = migrate, stamp = stamp, replay = replay }

local function run_case(case, folder, graph)
  vectors.write_rows(folder, as_list(case.current))
  if case.sql then
    offline(case, folder)
  elseif case.cmd then
    local messages = COMMAND[case.cmd](case, folder, graph)
    assert.are.equal(case.warning ~= nil,
      messages ~= nil and messages:find("runner: warning: ", 1, true) ~= nil)
  else
    ASK[case.fn](case, folder)
  end
end

local function run_file(name)
  local document = vectors.load(name)
  local folder
  setup(function()
    if document.graph then folder = vectors.write_project(document.graph) end
  end)
  teardown(function()
    if folder then vectors.remove_folder(folder) end
  end)
  for i, case in ipairs(document.cases) do
    if case.cmd or is_expressible(case) then
      counts.run = counts.run + 1
      it(("case %d, %s"):format(i, case.test), function()
        local own = case.graph and vectors.write_project(case.graph)
        run_case(case, own or folder, case.graph or document.graph)
        if own then vectors.remove_folder(own) end
      end)
    else
      counts.internal = counts.internal + 1
    end
  end
end

describe("the program answers the vectors of", function()
  for _, name in ipairs(vectors.files()) do
    describe(name, function() run_file(name) end)
  end
  it("all files: how many", function()
    print(("%d vectors run, %d only ask the engine's inside"):format(counts.run,
      counts.internal))
    assert.is_true(counts.run >= 220)
  end)
end)
