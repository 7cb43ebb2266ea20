--- script/build and script/run in a copied project, with a stub for CMake that writes
--- down how it was called.
local folder

local function write(name, text)
  local file = assert(io.open(folder .. "/" .. name, "w"))
  file:write(text)
  file:close()
end

local function read(name)
  local file = io.open(folder .. "/" .. name)
  local text = file and file:read("a") or ""
  if file then file:close() end
  return text
end

--- Run a command in the project's folder; returns output and exit code.
local function run(command)
  local pipe = io.popen(('cd "%s" && PATH="$PWD/bin:$PATH" && { %s; } 2>&1'):format(
    folder, command))
  local output = pipe:read("a")
  local _, _, code = pipe:close()
  return output, code
end

--- Configuring writes what CMake writes; building runs `action` and makes the program.
local function stub_cmake(action)
  write("bin/cmake", ([[#!/bin/sh
echo "$*" >>"%s/calls.log"
if [ "$1" = --preset ]; then
  : >"build/$2/build.ninja"
  echo "CMAKE_HOME_DIRECTORY:INTERNAL=$(pwd -P)" >"build/$2/CMakeCache.txt"
else
  %s
  printf '#!/bin/sh\necho "$RUNNER_CONFIG" "$@"\n' >"$2/runner"
  chmod +x "$2/runner"
fi
]]):format(folder, action or ":"))
  os.execute(('chmod +x "%s/bin/cmake"'):format(folder))
end

local function count(text, part)
  local _, times = text:gsub(part, "")
  return times
end

describe("script/build", function()
  before_each(function()
    local pipe = io.popen("mktemp -d")
    folder = pipe:read("l") .. "/my project"
    pipe:close()
    os.execute(('mkdir -p "%s/bin" && cp -r script CMakePresets.json "%s"'):format(folder,
      folder))
    write("script/bootstrap", "#!/bin/sh\n")
    stub_cmake()
  end)
  after_each(function()
    os.execute(('rm -rf "%s"'):format(folder:gsub("/[^/]*$", "")))
  end)

  it("configures once and builds every time", function()
    assert.are.equal("building runner (release) ...\n", (run("script/build release")))
    assert.are.equal("", (run("script/build release")))
    assert.are.equal(1, count(read("calls.log"), "%-%-preset release"))
    assert.are.equal(2, count(read("calls.log"), "%-%-build "))
  end)

  it("shows the end of a failure, and where all of it is", function()
    stub_cmake("seq 1000; exit 1")
    local output, code = run("script/build dev")
    assert.are.equal(1, code)
    assert.truthy(output:find("\n999\n1000\nbuilding runner (dev) failed; "
      .. "all of it is in build/dev/build.log\n", 1, true), output)
    assert.is_true(count(output, "\n") < 100)
  end)

  it("passes on what CMake warns of", function()
    stub_cmake("echo; echo 'CMake Warning at x:1 (message):'; echo '  beware'; echo")
    assert.are.equal("building runner (dev) ...\nCMake Warning at x:1 (message):\n"
      .. "  beware\n\n", (run("script/build dev")))
  end)

  it("lets two at once take turns", function()
    stub_cmake("test ! -e busy || echo 'two at once' >&2; : >busy; sleep 0.3; rm busy")
    run("script/build release & script/build release; wait")
    assert.are.equal(1, count(read("calls.log"), "%-%-preset"))
    assert.is_nil(read("build/release/build.log"):find("two at once", 1, true))
  end)

  it("configures anew in a project that was moved or copied", function()
    run("script/build release")
    write("build/release/CMakeCache.txt", "CMAKE_HOME_DIRECTORY:INTERNAL=/elsewhere\n")
    assert.are.equal("building runner (release) ...\n", (run("script/build release")))
    assert.are.equal(2, count(read("calls.log"), "%-%-preset"))
  end)

  it("is what script/run does first, in any folder", function()
    run("script/build release")
    assert.are.equal(folder .. "/runner.lua a b c\n", (run("script/run a 'b c'")))
    write("runner.lua", "return {}\n")
    assert.are.equal(" heads\n", (run("RUNNER_CONFIG= script/run heads")))
    assert.are.equal(folder .. "/runner.lua heads\n",
      (run('root=$PWD; cd /; "$root/script/run" heads')))
    assert.are.equal("mine.lua heads\n",
      (run('root=$PWD; cd /; RUNNER_CONFIG=mine.lua "$root/script/run" heads')))
  end)
end)
