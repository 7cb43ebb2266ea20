--- Start the built program the way a user does, in a fresh folder.
--
--   local project = helper.project()          -- a temporary folder with clean-up
--   project:write("runner.lua", "return {}")
--   local screen = project:run("upgrade head")
--   screen.stdout, screen.stderr, screen.status
--
-- The program is $RUNNER_BINARY, or the one the dev preset builds. Folders are removed by
-- helper.clean(), which every spec file calls after each case.
local lfs = require("lfs")

local helper = {}

local started_in = lfs.currentdir()
local folders = {}

local function absolute(path)
  return path:sub(1, 1) == "/" and path or started_in .. "/" .. path
end

helper.binary = absolute(os.getenv("RUNNER_BINARY") or "build/dev/runner")

--- A word for the shell.
function helper.quote(text)
  return "'" .. text:gsub("'", "'\\''") .. "'"
end

local function read(path)
  local file <close> = assert(io.open(path, "rb"))
  return file:read("a")
end

local project = {}
project.__index = project

function project:path(name)
  return self.folder .. "/" .. name
end

--- Write a file of the project; folders on the way are made.
function project:write(name, text)
  local path = self:path(name)
  if name:find("/") then
    assert(os.execute("mkdir -p " .. helper.quote(path:match("^(.*)/"))))
  end
  local file <close> = assert(io.open(path, "wb"))
  assert(file:write(text))
end

function project:read(name)
  return read(self:path(name))
end

--- The names in a folder of the project, sorted.
function project:list(name)
  local names = {}
  for entry in lfs.dir(self:path(name or ".")) do
    if entry:sub(1, 1) ~= "." then names[#names + 1] = entry end
  end
  table.sort(names)
  return names
end

--- Run a shell command line in the project's folder. Returns what it wrote to standard
-- output and standard error, and its status (128 + number if a signal ended it).
-- Occurrences of the project's folder are replaced by "$PROJECT".
function project:shell(command)
  local out, err = os.tmpname(), os.tmpname()
  local _, how, code = os.execute(("cd %s && unset RUNNER_CONFIG RUNNER_DATABASE VISUAL "
    .. "EDITOR && { %s\n} >%s 2>%s </dev/null"):format(helper.quote(self.folder), command,
      out, err))
  local screen = { stdout = read(out), stderr = read(err), status = code }
  os.remove(out)
  os.remove(err)
  if how == "signal" then screen.status = 128 + code end
  local folder = self.folder:gsub("%p", "%%%0")
  screen.stdout = screen.stdout:gsub(folder, "$PROJECT")
  screen.stderr = screen.stderr:gsub(folder, "$PROJECT")
  return screen
end

--- Run the program; `arguments` is shell text.
function project:run(arguments)
  return self:shell(helper.quote(helper.binary) .. " " .. arguments)
end

--- A new empty project folder.
function helper.project()
  local pipe <close> = assert(io.popen("mktemp -d"))
  local folder = assert(pipe:read("l"))
  folders[#folders + 1] = folder
  return setmetatable({ folder = folder }, project)
end

--- Remove every folder handed out so far.
function helper.clean()
  for _, folder in ipairs(folders) do
    os.execute("chmod -R u+rwX " .. helper.quote(folder)
      .. " && rm -rf " .. helper.quote(folder))
  end
  folders = {}
end

--- A screen as one text, so that a failed comparison shows all of it.
function helper.show(screen)
  return ("%s--- stderr ---\n%s--- status %d ---\n"):format(screen.stdout, screen.stderr,
    screen.status)
end

--- The screen must be exactly this: expected = { stdout, stderr, status }.
function helper.expect(screen, stdout, stderr, status)
  local wanted = { stdout = stdout, stderr = stderr or "", status = status or 0 }
  require("luassert").are.equal(helper.show(wanted), helper.show(screen))
end

return helper
