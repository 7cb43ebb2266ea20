--- How a new revision file comes to be: id, name, template, hooks. Whole screens.
local desk = require("spec.cli.desk")
local helper = require("spec.helper")
local expect = helper.expect

--- A file of this name would not be found in the version folder.
local function skipped(name)
  return ("runner: error: a file named %s.lua would not be read again\n"):format(name)
    .. "hint: a name or folder that is empty or begins with '.' is skipped: change "
    .. "`file_template` or --rev-id\n"
end

describe("what a new revision is made by", function()
  local project
  before_each(function() project = desk.linear() end)
  after_each(helper.clean)

  local function configure(text)
    project:write("runner.lua", 'return { database = "desk.db", ' .. text .. " }\n")
  end

  --- Refused before anything is written.
  local function refused(arguments, complaint, status)
    local before = project:list("versions")
    expect(project:run("revision " .. arguments), "", complaint, status)
    assert.are.same(before, project:list("versions"))
  end

  it("takes an empty message for none", function()
    expect(project:run("revision -m '  ' --rev-id d4d4"),
      "Generating $PROJECT/versions/d4d4_empty_message.lua ...  done\n")
  end)

  it("is not an id that is empty, or whose file would be skipped", function()
    refused("--rev-id ''", [[
runner: error: the revision id is empty
hint: leave it out, and one is made
]], 2)
    refused("-m x --rev-id .d4", skipped(".d4_x"), 2)
  end)

  it("is no file template that leads elsewhere", function()
    for name, template in pairs({ [".d4"] = ".%(rev)s", ["../d4"] = "../%(rev)s",
      ["/tmp/d4"] = "/tmp/%(rev)s", ["a//d4"] = "a//%(rev)s" }) do
      configure(("recursive = true, file_template = %q"):format(template))
      refused("--rev-id d4", skipped(name), 2)
    end
  end)

  it("is no file template with an unknown token", function()
    configure('file_template = "%(id)s"')
    refused("-m x", 'runner: error: `file_template` has "%(id)s"; its tokens are rev, '
      .. "slug, epoch, year, month, day, hour, minute and second, written %(rev)s or "
      .. "%(month).2d\n  at runner.lua\n", 2)
  end)

  it("is not base and another parent", function()
    refused("--head base --head head -m x", [[
runner: error: base cannot be a parent together with others
hint: leave it out, or the others
]], 2)
  end)

  it("is no template that forgets what was asked for", function()
    configure('template = "template.lua"')
    project:write("template.lua", [[
return function(new)
  return ("revision = %q\ndown_revision = %q\nfunction upgrade() end\n"):format(
    new.revision, "b2b2b2b2b2b2")
end
]])
    refused("-m x --rev-id d4d4", [[
runner: error: the template left 'c3c3c3c3c3c3' out of down_revision
hint: it must write all that it gets; nothing was written
]], 2)
    refused("-m x --rev-id d4d4 --head b2b2 --splice --branch-label side", [[
runner: error: the template left 'side' out of branch_labels
hint: it must write all that it gets; nothing was written
]], 2)
    refused("-m x --rev-id d4d4 --head b2b2 --splice --depends-on c3c3", [[
runner: error: the template left 'c3c3c3c3c3c3' out of depends_on
hint: it must write all that it gets; nothing was written
]], 2)
    refused("-m x --rev-id d4d4 --head base", [[
runner: error: the template wrote a down_revision that was not asked for
]], 2)
  end)
end)

describe("a hook after writing", function()
  local project
  before_each(function() project = desk.empty() end)
  after_each(helper.clean)

  local function configure(hooks)
    project:write("runner.lua", "return { post_write_hooks = { " .. hooks .. " } }\n")
  end

  it("gets the absolute path, wherever it runs", function()
    project:write("tools/.keep", "")
    configure([[
      { "sh", "-c", "echo $0 in $(pwd)", cwd = "tools" },
      { "echo", "--file=REVISION_SCRIPT_FILENAME!" },
      function(written) log("%s", written.path) end]])
    expect(project:run("revision -m x --rev-id d4"),
      "Generating $PROJECT/versions/d4_x.lua ...  done\n", [[
$PROJECT/versions/d4_x.lua in $PROJECT/tools
--file=$PROJECT/versions/d4_x.lua!
$PROJECT/versions/d4_x.lua
]])
  end)

  it("that fails is an error; the file stays", function()
    for hook, complaint in pairs({
      ['{ "sh", "-c", "exit 3", name = "mine" }'] =
        "the hook mine ended with exit code 3",
      ['"no-such-program"'] = "the hook no-such-program could not be started",
      ['{ "true", cwd = "nowhere" }'] =
        "the hook true could not be started in the folder nowhere",
    }) do
      configure(hook)
      project:shell("rm -f versions/*.lua")
      expect(project:run("revision -m x --rev-id d4"),
        "Generating $PROJECT/versions/d4_x.lua ...  done\n",
        ("runner: error: %s\n"):format(complaint)
        .. "hint: the revision versions/d4_x.lua was written and is kept\n", 1)
      assert.are.same({ "d4_x.lua" }, project:list("versions"))
    end
  end)
end)
