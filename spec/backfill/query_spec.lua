--- Where values come from: expressions in `from`, and queries as the source of `each`.
local filling = require("spec.support.filling")
local sql = require("runner.schema.expression")

local db, backfill, problem

before_each(function()
  db, backfill = filling.open()
  problem = filling.problem
  db:exec([[
    CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE tickets (id INTEGER PRIMARY KEY, user_id INTEGER, line TEXT, n INTEGER);
    INSERT INTO users VALUES (1, 'Ada'), (2, 'Grace');
    INSERT INTO tickets (id, user_id) VALUES (1, 2), (2, 1), (3, NULL), (4, 2)]])
end)
after_each(function() db:close() end)

local owner = sql"(SELECT name FROM users WHERE users.id = tickets.user_id)"

describe("from", function()
  it("takes expressions about the row, also with subqueries", function()
    backfill "line" { table = "tickets", from = { sql"id * 10 -- ten", owner },
      into = { "line", "n" },
      set = function(ten, name) return name, ten end }
    assert.are.equal("Grace 10,Ada 20,- 30,Grace 40", db:value(
      "SELECT group_concat(coalesce(line, '-') || ' ' || n) FROM tickets"))
  end)

  it("gives them to each, and tells them of a row that fails", function()
    local seen = {}
    backfill "seen" { table = "tickets", from = { owner, "id" }, where = "id < 3",
      each = function(id, name, same) seen[#seen + 1] = name .. id .. same end }
    assert.are.equal("Grace11 Ada22", table.concat(seen, " "))
    for _, way in ipairs({ "each", "set" }) do
      assert.are.equal([[backfill "x": id 3 of 'tickets' (user_id + 1 = NULL): no]],
        (problem(backfill "x", { table = "tickets", from = { sql"user_id + 1" },
          into = way == "set" and { "n" } or nil,
          [way] = function(first, second)
            local value = first
            if way == "each" then value = second end
            if not value then error("no", 0) end
            return value
          end })))
    end
  end)

  it("is refused where it is no single expression, or has parameters", function()
    local function refuse(message, item)
      assert.are.equal([[backfill "x": from]] .. message, (problem(backfill "x",
        { table = "tickets", from = { item }, into = { "n" }, set = print })))
    end
    refuse(" is not one expression: there is a ',' in it: 1, 2", sql"1, 2")
    refuse(" takes no parameter such as ?", sql"? + 1")
  end)
end)

describe("a query", function()
  local totals = [[SELECT users.name, count(*) AS "how many", users.id FROM users
    JOIN tickets ON tickets.user_id = users.id GROUP BY users.id; -- those with any]]

  it("gives each its values in their order", function()
    local seen = {}
    assert.are.equal(2, backfill "totals" { query = totals,
      key = "ID", each = function(name, count, id)
        seen[#seen + 1] = name .. count .. id
      end })
    assert.are.equal("Ada11 Grace22", table.concat(seen, " "))
    assert.are.equal(0, db:value("SELECT count(*) FROM temp.sqlite_schema"))
  end)

  it("is gone through page by page, by a key of several columns", function()
    db:exec([[ALTER TABLE users ADD COLUMN x;
      WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c
      WHERE i < 2500) INSERT INTO users (id, name) SELECT i + 10, 'n' || (i % 7) FROM c]])
    local count, last = 0, nil
    assert.are.equal(2500, backfill "pages" {
      query = "SELECT name AS n, id FROM users WHERE id > 10", key = { "n", "id" },
      each = function(name, id)
        assert.is_true(last == nil or last < name .. ("%05d"):format(id))
        count, last = count + 1, name .. ("%05d"):format(id)
        db:exec("UPDATE users SET x = 1 WHERE id = ?", id)
      end })
    assert.are.equal(2500, count)
  end)

  it("without rows calls nobody", function()
    assert.are.equal(0, backfill "none" { query = "SELECT 1 AS a WHERE 0", key = "a",
      each = error })
  end)

  it("names the row that fails", function()
    assert.are.equal([[backfill "q": id 2 of 'query' (id = 2, name = 'Grace'): no]],
      (problem(backfill "q", { query = "SELECT id, name FROM users", key = "id",
        each = function(id) if id == 2 then error("no", 0) end end })))
  end)

  local function refuse(message, hint, given)
    given.each = not given.set and not given.sql and print or nil
    local found, found_hint = problem(backfill "q", given)
    assert.are.equal([[backfill "q": ]] .. message, found)
    assert.are.equal(hint, found_hint)
    assert.are.equal(0, db:value("SELECT count(*) FROM temp.sqlite_schema"))
  end

  it("needs a key that tells its rows apart", function()
    refuse("query needs a key", "name the columns of its result that tell rows apart: "
      .. 'key = "id"', { query = "SELECT 1" })
    refuse("key: the query gives no column 'nmae'", "did you mean 'name'?",
      { query = "SELECT id, name FROM users", key = "nmae" })
    local hint = "go by columns that tell every row of its result apart"
    refuse("(u) is no key of the query: rows share it, or have NULL in it", hint,
      { query = "SELECT user_id AS u FROM tickets WHERE id < 9", key = "u" })
    refuse("(u) is no key of the query: rows share it, or have NULL in it", hint,
      { query = "SELECT user_id AS u FROM tickets WHERE id > 1", key = "u" })
  end)

  it("has words of its own", function()
    refuse("query says nothing beside set", "`set` and `sql` are about the rows of a "
      .. "table; `from` of `set` takes subqueries", { query = "SELECT 1", set = print })
    refuse("where says nothing beside query", "the query itself says which rows and "
      .. "which of their values", { query = "SELECT 1 AS a", key = "a", where = "a" })
  end)

  it("is one SELECT without parameters", function()
    for _, text in ipairs({ "SELECT ?1 AS a", "DELETE FROM users", "SELECT 1; SELECT 2",
      "SELECT 1) UNION (SELECT 2", "SELECT a FROM nowhere" }) do
      local message = problem(backfill "q", { query = text, key = "a", each = print })
      assert.truthy(message:find([[^backfill "q": query]]), message)
      assert.are.equal(0, db:value("SELECT count(*) FROM temp.sqlite_schema"))
    end
    assert.are.equal(2, db:value("SELECT count(*) FROM users"))
  end)
end)
