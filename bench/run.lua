--- The benchmark: run every case, print a table.
--
--   runner lua bench/run.lua [CASE...]         by script/bench, from the project's folder
--
-- Both sides of a case run in every round, in turns first and second; round 0 warms up
-- and does not count. A figure is the median of its rounds, a ratio is one of medians.
local cases = require("bench.cases")
local project = require("bench.project")
local test_table = require("bench.table")

local RUNNER, MEASURE = "build/release/runner", "build/release/bench/measure"
-- CLOCK=cpu: on a machine that is busy with other things.
local CLOCK = os.getenv("CLOCK") == "cpu" and "processor" or "time"
local FORMAT = "%-30s %-22s %11s %11s %9s  %-28s %s"

local function capture(command)
  local pipe = assert(io.popen(command))
  local output = pipe:read("a")
  pipe:close()
  return (output:gsub("%s+$", ""))
end

--- What a program left in a file of its own, if the command has one: seconds.
local function read_waits(path)
  local file = path and assert(io.open(path))
  local seconds = file and file:read("n")
  if file then file:close() end
  return seconds
end

--- Run a command once; returns seconds by both clocks, KiB, and the seconds that others
--- waited.
local function run_once(command)
  if command.prepare then command.prepare() end
  local output = capture(("%s %s /dev/null %s 2>bench/results/stderr.log"):format(MEASURE,
    command.input or "/dev/null", command.line))
  local seconds, processor, memory, status =
    output:match("^(%S+) (%S+) (%d+) (%d+)$")
  if status ~= "0" then
    project.shell("cat bench/results/stderr.log; echo '%s: exit status %s'; false",
      command.line, status)
  end
  return { time = tonumber(seconds), processor = tonumber(processor),
    memory = tonumber(memory), wait = read_waits(command.waits) }
end

local function median(samples, unit)
  local values = {}
  for index, sample in ipairs(samples) do values[index] = sample[unit] end
  table.sort(values)
  local middle = #values // 2
  if #values % 2 == 1 then return values[middle + 1] end
  return (values[middle] + values[middle + 1]) / 2
end

local function measure(case)
  local ours, theirs = {}, {}
  for round = 0, tonumber(os.getenv("ROUNDS")) or case.rounds do
    local first, second = case.ours, case.theirs
    if round % 2 == 1 then first, second = second, first end
    local results = {}
    results[first], results[second] = run_once(first), run_once(second)
    if round > 0 then
      ours[round], theirs[round] = results[case.ours], results[case.theirs]
    end
  end
  local unit = case.unit or CLOCK
  return median(ours, unit), median(theirs, unit)
end

local function show(value, unit)
  if unit == "memory" then return ("%.1f MiB"):format(value / 1024) end
  return value < 1 and ("%.2f ms"):format(value * 1000) or ("%.2f s"):format(value)
end

--- The ratio, the target in words, and whether it is met.
local function judge(case, ours, theirs)
  local ratio, target, met
  if case.faster then
    ratio = theirs / ours
    target, met = ("at least %g times faster"):format(case.faster), ratio >= case.faster
  elseif case.more then
    ratio = ours / theirs
    target, met = ("at most %g MiB more"):format(case.more / 1024),
      ours - theirs <= case.more
  elseif case.within then
    ratio = ours / theirs
    target, met = ("at most %g times"):format(case.within), ratio <= case.within
  else
    ratio, target, met = ours / theirs, nil, true
  end
  if case.below then
    local limit = "< " .. show(case.below, case.unit)
    target = target and target .. ", " .. limit or limit
    met = met and ours < case.below
  end
  return ratio, target, met and "met" or "MISSED"
end

local function report(case)
  local ours, theirs = measure(case)
  local ratio, target, verdict = judge(case, ours, theirs)
  return FORMAT:format(case.name, case.against, show(ours, case.unit),
    show(theirs, case.unit), ("%.2f"):format(ratio), target, verdict)
end

local function header()
  return ("%s\n%s; sqlite3 %s; %s\n\n%s"):format(
    capture("uname -sm; sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1"),
    capture(RUNNER .. " --version"), capture("sqlite3 --version | cut -d' ' -f1"),
    capture("alembic --version 2>&1"),
    FORMAT:format("case", "against", "ours", "theirs", "ratio", "target", "verdict"))
end

--- Print a line, and keep it in the file of results.
local function say(file, line)
  print(line)
  io.stdout:flush()
  file:write(line, "\n")
end

local function main(names)
  local folder = capture("mkdir -p bench/results && cd bench/results && pwd") .. "/work"
  project.shell("rm -rf %s", test_table.folder)
  local file = assert(io.open("bench/results/latest.txt", "w"))
  say(file, header())
  for _, name in ipairs(#names > 0 and names or cases.order) do
    if not cases[name] then error("there is no case named " .. name, 0) end
    project.shell("rm -rf %s && mkdir %s", folder, folder)
    for _, case in ipairs(cases[name](RUNNER, folder)) do say(file, report(case)) end
  end
  project.shell("rm -rf %s %s", folder, test_table.folder)
  file:close()
end

main(arg)
