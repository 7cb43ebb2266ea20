--- docs/commands.md describes every command, option and exit code of the command table.
local helper = require("spec.helper")
local json = require("dkjson")

local function read(path)
  local file <close> = assert(io.open(path, "rb"))
  return file:read("a")
end

--- The text of "## TITLE" up to the next such heading, or nil.
local function section(page, title)
  local start, stop = page:find("\n## " .. title .. "\n", 1, true)
  if not start then return nil end
  return page:sub(stop + 1, (page:find("\n## ", stop, true) or #page + 1) - 1)
end

--- "| `-v`, `--verbose` |", "| `--tag TEXT` |"
local function cell(option)
  local long = "`--" .. option.name .. (option.value and " " .. option.value or "") .. "`"
  return "| " .. (option.letter and "`-" .. option.letter .. "`, " or "") .. long .. " |"
end

local function count_options(text)
  return select(2, text:gsub("\n| [^\n]-`%-%-[^\n]-|[^\n]*", ""))
end

describe("docs/commands.md", function()
  local page = read("docs/commands.md")
  local screen = helper.project():run("--json help")
  local table_of_commands = assert(json.decode(screen.stdout, 1, json.null))
  helper.clean()

  local function option_list(options)
    local list = {}
    for _, option in ipairs(options) do
      list[#list + 1] = {
        name = option.name,
        letter = option.letter ~= json.null and option.letter or nil,
        value = option.value ~= json.null and option.value or nil,
      }
    end
    return list
  end

  local function check_options(title, options)
    local text = assert(section(page, title), "no section " .. title)
    local missing = {}
    for _, option in ipairs(option_list(options)) do
      local row = cell(option)
      if not text:find(row, 1, true) then missing[#missing + 1] = row end
    end
    assert.are.same({}, missing, "missing in " .. title)
    assert.are.equal(#options, count_options(text), "options described in " .. title)
  end

  it("has every command with its usage", function()
    assert.is_true(#table_of_commands.commands > 15)
    for _, command in ipairs(table_of_commands.commands) do
      local text = assert(section(page, command.name), "no section " .. command.name)
      assert.truthy(text:find("\n`" .. command.usage .. "`\n", 1, true), command.usage)
      assert.truthy(page:find(("[%s](#%s)"):format(command.name, command.name), 1, true))
    end
  end)

  it("has every word that a command takes", function()
    local count = 0
    for _, command in ipairs(table_of_commands.commands) do
      for _, word in ipairs(command.words) do
        local row = ("\n| `%s` | "):format(word.name)
        assert.truthy(section(page, command.name):find(row, 1, true), row)
        count = count + 1
      end
    end
    assert.is_true(count >= 4)
  end)

  it("has every option of the commands, and no other", function()
    for _, command in ipairs(table_of_commands.commands) do
      check_options(command.name, command.options)
    end
  end)

  it("has every global option, and no other", function()
    check_options("Options of every command", table_of_commands.options)
  end)

  it("has every exit code", function()
    local text = assert(section(page, "Exit codes"))
    assert.are.equal(8, #table_of_commands.exit_codes)
    for _, code in ipairs(table_of_commands.exit_codes) do
      local row = ("\n| %d | `%s` | "):format(code.code, code.kind)
      assert.truthy(text:find(row, 1, true), row)
    end
  end)
end)

describe("the command table", function()
  local project = helper.project()
  local help = json.decode(project:run("--json help").stdout, 1, json.null)
  helper.clean()

  it("gives every option of a command a name of its own", function()
    for _, command in ipairs(help.commands) do
      local seen = {}
      for _, list in ipairs({ command.options, help.options }) do
        for _, option in ipairs(list) do
          assert.is_nil(seen[option.name], command.name .. " --" .. option.name)
          seen[option.name] = true
        end
      end
    end
  end)
end)
