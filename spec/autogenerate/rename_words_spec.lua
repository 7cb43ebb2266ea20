--- Which names are evidence of a rename: what says the same, not what looks alike.
local autogenerate = require("runner.autogenerate")
local sqlite = require("runner.sqlite")
local words = require("runner.autogenerate.rename.words")

--- "followed", "asked" or "apart" for two schemas.
local function decision(have, want)
  local db <close> = sqlite.open(":memory:")
  local desired <close> = sqlite.open(":memory:")
  db:exec(have)
  desired:exec(want)
  local done, found = pcall(autogenerate.compare, db, desired)
  if not done then return "asked" end
  return found.differences[1].kind:find("^rename") and "followed" or "apart"
end

local function columns(old, new, old_type, new_type)
  local form = "CREATE TABLE t (id INTEGER PRIMARY KEY, %s %s)"
  return decision(form:format(old, old_type or "TEXT"),
    form:format(new, new_type or old_type or "TEXT"))
end

describe("names that say the same", function()
  for _, pair in ipairs {
    { "createdAt", "created_at" }, { "name", "full_name" }, { "user", "user_id" },
    { "tag", "tags" }, { "category", "Categories" }, { "adress", "address" },
    { "HTTPStatus", "http_status" }, { "zip", "zip_code" }, { "größe", "größe_cm" },
  } do
    it(("are followed: %s, %s"):format(pair[1], pair[2]), function()
      assert.is_true(words.same(pair[1], pair[2]))
      assert.are.equal("followed", columns(pair[1], pair[2]))
      assert.are.equal("followed", columns(pair[2], pair[1]))
    end)
  end

  it("are asked about however different the columns are", function()
    assert.are.equal("asked", columns("deleted", "deleted_at",
      "INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1))", "TEXT"))
    assert.are.equal("asked", decision("CREATE TABLE orders (a, b, c, d, e)",
      "CREATE TABLE customer_orders (a, f, g, h, i)"))
  end)
end)

describe("names that only look alike", function()
  for _, pair in ipairs {
    { "is_active", "is_archived" }, { "paid", "unpaid" }, { "valid", "invalid" },
    { "created_at", "updated_at" }, { "first_name", "last_name" }, { "min_x", "max_x" },
    { "line_1", "line_2" }, { "street", "street2" }, { "price", "old_price" },
    { "notes", "votes" }, { "total", "subtotal" }, { "buyer_id", "seller_id" },
    { "ship", "shop" }, { "deleted", "not_deleted" }, { "status", "state" },
  } do
    it(("are asked about: %s, %s"):format(pair[1], pair[2]), function()
      assert.is_false(words.same(pair[1], pair[2]))
      assert.are.equal("asked", columns(pair[1], pair[2]))
      assert.are.equal("asked", columns(pair[2], pair[1]))
    end)
  end
end)

describe("tables", function()
  local few = " (id INTEGER PRIMARY KEY, name TEXT, created_at TEXT)"
  local more = " (id INTEGER PRIMARY KEY, name TEXT, email TEXT, age INTEGER)"

  it("with a few columns that many have are asked about", function()
    assert.are.equal("asked", decision("CREATE TABLE tags" .. few,
      "CREATE TABLE categories" .. few))
    assert.are.equal("followed", decision("CREATE TABLE category" .. few,
      "CREATE TABLE categories" .. few))
  end)

  it("with many are the same, unless they are numbered", function()
    assert.are.equal("followed", decision("CREATE TABLE users" .. more,
      "CREATE TABLE people" .. more))
    assert.are.equal("asked", decision("CREATE TABLE users_2019" .. more,
      "CREATE TABLE users_2020" .. more))
  end)
end)
