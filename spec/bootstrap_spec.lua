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
    contains(calls(), "apt-get -qq install -y --no-install-recommends " .. packages)
  end)

  it("shows what apt-get said if that failed", function()
    stubs("cmake ninja")
    stub("apt-get", "echo 'E: no network'; exit 100")
    local output, code = bootstrap("build")
    contains(output, "E: no network")
    assert.are_not.equal(0, code)
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
    contains(output, "please run this as root: apt-get -qq update")
    assert.are_not.equal(0, code)
  end)

  it("uses sudo where there is one", function()
    stubs("cmake ninja apt-get")
    stub("sudo")
    stub("id", "echo 1000")
    bootstrap("build")
    contains(calls(), "sudo env DEBIAN_FRONTEND=noninteractive apt-get")
  end)

  it("prints the command for Fedora, Alpine and macOS", function()
    stub("pkg-config", "exit 1")
    local expected = {
      dnf = "sudo dnf install gcc cmake ninja-build lua-devel sqlite-devel jansson-devel "
        .. "libmd-devel\n",
      apk = "doas apk add build-base cmake ninja lua5.4-dev sqlite-dev sqlite-static "
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
    stubs(BUILD_TOOLS .. " dnf clang-format clang-tidy cppcheck sqlite3")
    local output = bootstrap("build test")
    contains(output, "luarocks --lua-version 5.4 install busted luacheck")
    assert.is_nil(output:find("dnf install", 1, true))
  end)
end)
