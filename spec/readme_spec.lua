--- README.md shows what really happens: its console blocks are run, in order, in a copy
--- of the example project, and their output is compared.
local helper = require("spec.helper")

local function read(command)
  local pipe = io.popen(command)
  local output = pipe:read("a")
  pipe:close()
  return output
end

--- The commands of the console blocks: { line =, expected = }.
local function sessions(path)
  local list, inside, current = {}, false, nil
  for line in io.lines(path) do
    if line:find("^```") then
      inside, current = line == "```console", nil
    elseif inside and line:find("^%$ ") then
      current = { line = line:sub(3), expected = "" }
      list[#list + 1] = current
    elseif inside and current then
      current.expected = current.expected .. line .. "\n"
    end
  end
  return list
end

describe("README.md", function()
  local folder

  setup(function()
    folder = helper.quote((read("mktemp -d"):gsub("\n", "")))
    os.execute("cp -r runner.lua versions examples " .. folder)
    os.execute(("ln -s %s %s/runner"):format(helper.quote(helper.binary), folder))
  end)
  teardown(function() os.execute("rm -rf " .. folder) end)

  it("has a tour", function() assert.is_true(#sessions("README.md") > 5) end)

  for _, session in ipairs(sessions("README.md")) do
    it("is right about: " .. session.line, function()
      local output = read(("cd %s; PATH=%s:$PATH; { %s; } 2>&1"):format(folder, folder,
        session.line))
      assert.are.equal(session.expected, output)
    end)
  end
end)
