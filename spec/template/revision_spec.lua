--- The text of new revision files.
local revision = require("runner.template.revision")

--- Run what was rendered; returns its variables.
local function variables_of(text)
  local environment = {}
  assert(load(text, "=text", "t", environment))()
  return environment
end

describe("a new revision", function()
  it("has the shape of the documentation", function()
    assert.equal([[
--- Start the daily ticket counters
revision      = "8c1f0a2b7d3e"
down_revision = "59e1544c328e"
branch_labels = nil
depends_on    = nil
created       = "2026-11-22T10:00:00Z"

function upgrade()
end

function downgrade()
end
]], revision.render({
      message = "Start the daily ticket counters", revision = "8c1f0a2b7d3e",
      down_revision = { "59e1544c328e" }, branch_labels = {}, depends_on = {},
      created = "2026-11-22T10:00:00Z",
    }))
  end)

  it("writes nothing, one text or a list", function()
    local text = revision.render({
      revision = "a", down_revision = { "b", "c" }, branch_labels = { "l" },
    })
    local environment = variables_of(text)
    assert.same({ "b", "c" }, environment.down_revision)
    assert.equal("l", environment.branch_labels)
    assert.is_nil(environment.depends_on)
    assert.is_nil(environment.created)
  end)

  it("survives any text, on one line each", function()
    for _, text in ipairs({ '"', "\\", "\n", "\r\n", "\0", "]]", "\27[0m", "ä", "%d" }) do
      local rendered = revision.render({ message = text, revision = text,
        down_revision = { text, text }, branch_labels = { text }, created = text })
      local environment = variables_of(rendered)
      assert.equal(text, environment.revision)
      assert.same({ text, text }, environment.down_revision)
      assert.equal(text, environment.created)
      assert.truthy(rendered:find("\nbranch_labels = [^\n]*\ndepends_on"), rendered)
    end
  end)

  it("keeps every message inside the comment", function()
    for message, comment in pairs({
      ["one\ntwo"] = "--- one\n--- two\n",
      ["one\r\n\r\ntwo  "] = "--- one\n---\n--- two\n",
      ["one\rx = 1"] = "--- one\n--- x = 1\n",
      ["[[ x"] = "--- [[ x\n",
      ["]] --[==["] = "--- ]] --[==[\n",
      [""] = "---\n",
    }) do
      local text = revision.render({ message = message, revision = "a" })
      assert.equal(comment, text:sub(1, #comment))
      assert.equal("revision", text:sub(#comment + 1, #comment + 8))
      assert.is_nil(variables_of(text).x)
    end
  end)

  it("takes the bodies of both functions", function()
    local text = revision.render({ revision = "a", upgrades = "  up = 1",
      downgrades = "  down = 2\n" })
    local environment = variables_of(text)
    environment.upgrade()
    environment.downgrade()
    assert.same({ 1, 2 }, { environment.up, environment.down })
  end)
end)
