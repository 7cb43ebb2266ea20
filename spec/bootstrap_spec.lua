--- script/bootstrap on machines that lack things: the PATH holds only what a case puts
--- there, as stubs that write down how they were called.
local folder

local function write(name, text)
  local file = assert(io.open(folder .. "/" .. name, "w"))
  file:write(text)
  file:close()
end

--- A program that notes its arguments in calls.log, then does `action`.
local function stub(name, action)
  write(name, ('#!/bin/sh\necho "%s $*" >>"%s/calls.log"\n%s\n'):format(name, folder,
    action or ":"))
  os.execute(("chmod +x %s/%s"):format(folder, name))
end

local function stubs(names)
  for name in names:gmatch("%S+") do stub(name) end
end

local function calls()
  local file = io.open(folder .. "/calls.log")
  local text = file and file:read("a") or ""
  if file then file:close() end
  return text
end

--- Run bootstrap; returns output and exit code.
local function bootstrap(purposes)
  local pipe = io.popen(("PATH=%s %s script/bootstrap %s 2>&1"):format(folder,
    folder .. "/sh", purposes))
  local output = pipe:read("a")
  local _, _, code = pipe:close()
  return output, code
end

local function contains(text, part)
  assert.truthy(text:find(part, 1, true), text)
end

local BUILD_TOOLS = "cc cmake ninja"

describe("script/bootstrap", function()
  before_each(function()
    local pipe = io.popen("mktemp -d")
    folder = pipe:read("l")
    pipe:close()
    for name in ("sh cat cp awk tr sed paste mktemp rm"):gmatch("%S+") do
      os.execute(("ln -s $(command -v %s) %s/%s"):format(name, folder, name))
    end
    stub("id", "echo 0")
    stub("uname", "echo Linux")
    stub("env", 'shift; exec "$@"')
    stub("pkg-config", "exit 0")
  end)
  after_each(function() os.execute("rm -rf " .. folder) end)

  it("says and does nothing if all is there", function()
    stubs(BUILD_TOOLS .. " apt-get")
    local output, code = bootstrap("build")
    assert.are.equal("", output)
    assert.are.equal(0, code)
    assert.is_nil(calls():find("apt-get", 1, true))
  end)

  it("installs on Debian exactly what is missing, each package once", function()
    stub("cmake")
    stub("pkg-config", 'test "$2" != libmd || test -e ' .. folder .. "/installed")
    stub("apt-get", ([[
      case $2 in install)
        : >%s/installed
        for name in gcc ninja; do cp %s/cmake %s/$name; done ;;
      esac]]):format(folder, folder, folder))
    local packages = "gcc libc6-dev ninja-build libmd-dev\n"
    local output, code = bootstrap("build")
    assert.are.equal("bootstrap: installing " .. packages, output)
    assert.are.equal(0, code)
    contains(calls(), "-o DPkg::Lock::Timeout=300 " .. packages)
  end)

  it("shows what apt-get said if that failed", function()
    stubs("cmake ninja")
    stub("apt-get", "echo 'E: no network'; exit 100")
    local output, code = bootstrap("build")
    contains(output, "E: no network\nE: no network\n"
      .. "bootstrap: apt-get could not install what is missing (it says why above); "
      .. "please install it:\n  apt-get install gcc libc6-dev\n")
    assert.are.equal(2, code)
  end)

  it("does not mind a source that cannot be fetched", function()
    stubs("cmake ninja")
    stub("apt-get", ("case $2 in update) exit 100 ;; esac; cp %s/cmake %s/gcc"):format(
      folder, folder))
    local output, code = bootstrap("build")
    assert.are.equal("bootstrap: installing gcc libc6-dev\n", output)
    assert.are.equal(0, code)
  end)

  it("does not believe an installation that did not bring the program", function()
    stubs("cmake ninja apt-get")
    local output, code = bootstrap("build")
    contains(output, "still missing: gcc libc6-dev")
    assert.are.equal(2, code)
  end)

  it("asks for root where there is neither root nor sudo", function()
    stubs("cmake ninja apt-get")
    stub("id", "echo 1000")
    local output, code = bootstrap("build")
    assert.are.equal("bootstrap: only root can install what is missing; please install "
      .. "it:\n  apt-get install gcc libc6-dev\n", output)
    assert.are.equal(2, code)
    assert.is_nil(calls():find("apt-get", 1, true))
  end)

  it("uses sudo where there is one, without a question if nobody is there", function()
    stubs("cmake ninja apt-get")
    stub("sudo")
    stub("id", "echo 1000")
    bootstrap("build")
    contains(calls(), "sudo -n env DEBIAN_FRONTEND=noninteractive apt-get")
  end)

  it("prints the command for Fedora, Alpine and macOS", function()
    stub("pkg-config", "exit 1")
    local expected = {
      dnf = "sudo dnf install gcc cmake ninja-build lua-devel sqlite-devel jansson-devel "
        .. "libmd-devel\n",
      apk = "doas apk add build-base cmake samurai lua5.4-dev sqlite-dev sqlite-static "
        .. "jansson-dev jansson-static libmd-dev\n",
    }
    for program, line in pairs(expected) do
      stub(program)
      local output, code = bootstrap("build")
      contains(output, line)
      assert.are.equal(2, code)
      os.remove(folder .. "/" .. program)
    end
    stub("uname", "echo Darwin")
    contains(bootstrap("build"),
      "brew install gcc cmake ninja lua sqlite jansson libmd\n")
  end)

  it("sends to LuaRocks for what a system does not package", function()
    stubs(BUILD_TOOLS .. " clang-format clang-tidy cppcheck shellcheck sqlite3")
    stubs("script dnf")
    contains(bootstrap("build test"), "  sudo dnf install luarocks\n"
      .. "  sudo luarocks --lua-version 5.4 install busted\n"
      .. "  sudo luarocks --lua-version 5.4 install luacheck\n")
    os.remove(folder .. "/dnf")
    stub("apk")
    contains(bootstrap("build test"), "  doas apk add luarocks5.4\n"
      .. "  sudo luarocks-5.4 --lua-version 5.4 install busted\n")
  end)

  it("names the libraries of the sanitizers where the compiler lacks them", function()
    stubs(BUILD_TOOLS .. " busted luacheck clang-format clang-tidy cppcheck sqlite3")
    stubs("shellcheck script dnf")
    stub("cc", "exit 1")
    contains(bootstrap("build test"), "  sudo dnf install libasan libubsan\n")
    os.remove(folder .. "/dnf")
    stub("apk")
    assert.are.equal("", bootstrap("build test"))
  end)

  it("knows that Alembic has another name, or none, elsewhere", function()
    stubs(BUILD_TOOLS .. " python3 sqlite3 dnf")
    contains(bootstrap("bench"), "  sudo dnf install python3-alembic\n")
    os.remove(folder .. "/dnf")
    stub("uname", "echo Darwin")
    contains(bootstrap("bench"), "  brew install pipx\n  pipx install alembic\n")
  end)

  it("lets two at once take turns", function()
    os.execute(("ln -s $(command -v flock) %s/flock"):format(folder))
    stubs("cmake ninja")
    stub("apt-get", ([[
      case $2 in install)
        test ! -e %s/busy || echo "two at once" >>%s/calls.log
        : >%s/busy; /bin/sleep 0.3; rm %s/busy; cp %s/cmake %s/gcc ;;
      esac]]):format(folder, folder, folder, folder, folder, folder))
    local command = ("PATH=%s %s script/bootstrap build"):format(folder, folder .. "/sh")
    local both = ("{ %s & %s; wait; } 2>/dev/null"):format(command, command)
    assert.is_true(os.execute(both))
    local _, times = calls():gsub("\napt%-get %-qq install", "")
    assert.are.equal(1, times)
  end)
end)
