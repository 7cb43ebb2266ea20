--- The line that tells people how an alteration is carried out.
local alteration = require("spec.support.alteration")
local describe_plan = require("runner.alter.method.describe")
local method = require("runner.alter.method")

local function line(old, new, given)
  given = given or {}
  local found = alteration.of("CREATE TABLE tickets (" .. old .. ")",
    "CREATE TABLE tickets (" .. new .. ")", given)
  return describe_plan(found, method.choose(found, alteration.world(given),
    given.settings or {}))
end

describe("an alteration is described", function()
  local cases = {
    { "a", "a", "nothing to do" },
    { "a", "a, b, c", "ALTER TABLE (add column b; add column c)",
      { changes = { "add column b", "add column c" } } },
    { "a NOT NULL", "a", "edit of the stored definition (drop NOT NULL of a)",
      { changes = { "drop NOT NULL of a" } } },
    { "a NOT NULL, b", "a", "ALTER TABLE and edit of the stored definition "
      .. "(drop NOT NULL of a; drop column b)",
      { changes = { "drop NOT NULL of a", "drop column b" } } },
    { "a", "a NOT NULL CHECK (a >\n  0)",
      "edit of the stored definition after a scan (a NOT NULL; CHECK (a > 0))" },
    { "a, b", "a, b, UNIQUE (a, b), FOREIGN KEY (a, b) REFERENCES p (c, d), "
      .. "CONSTRAINT ck CHECK (a)", "edit of the stored definition after a scan "
      .. "(UNIQUE (a, b); CHECK ck; FOREIGN KEY (a, b))" },
    { "a", "a DEFAULT 1", "edit of the stored definition (default of a)",
      { changes = { "default of a" } } },
    { "a, b", "a, b DEFAULT 1", "edit of the stored definition (default of b), rows "
      .. "older than b filled first if there are any", { changes = { "default of b" } } },
    { "\n  a,\n  b\n", "\n  a,\n  b DEFAULT 1\n",
      "edit of the stored definition (default of b)", { changes = { "default of b" } } },
    { "a, b", "a, v NOT NULL AS (a), b",
      "edit of the stored definition after a scan (v NOT NULL)" },
    { "a TEXT", "a INT", "edit of the stored definition and UPDATE in place "
      .. "(the type of 'a' changes from TEXT to INT)" },
    { "a, b", "b, a PRIMARY KEY",
      "rebuilt (the order of the columns changes; the primary key changes)" },
    { "a, b", "b, a",
      "rebuilt with exchanged root pages (the order of the columns changes)",
      { settings = { rebuild = "swap" } } },
  }
  for _, case in ipairs(cases) do
    it("as: " .. case[3], function()
      assert.are.equal("tickets: " .. case[3], line(case[1], case[2], case[4]))
    end)
  end
end)
