--- Arguments of virtual tables in other words, and what is not the same at all.
local autogenerate = require("runner.autogenerate")
local sqlite = require("runner.sqlite")

local same = {
  { "fts5(a, b, tokenize = 'porter ascii')", 'FTS5(a,b,tokenize="porter   ascii")' },
  { "fts5(a, tokenize = porter)", "fts5(a, TOKENIZE='Porter')" },
  { "fts5(a, tokenize = \"ascii tokenchars '-_'\")",
    "fts5(a, tokenize='ascii tokenchars ''-_''')" },
  { "fts5('a', [b c] unindexed)", 'fts5("A", `b c` UNINDEXED)' },
  { "fts5(a, content='t', content_rowid='id')", "fts5(content_rowid=id, content=t, a)" },
  { "fts5(a, content='')", 'fts5(a, content="")' },
  { "fts5(a, prefix='2 3')", "fts5(a, prefix = '2,3')" },
  { "fts5(a, prefix=2, prefix=3)", "fts5(a, prefix='2 3')" },
  { "fts5(a, tokenize=unicode61, detail=full, columnsize=1)", "fts5(a)" },
  { "fts5(a -- why\n, b)", "fts5(a, /* what */ b)" },
  { "fts4(a TEXT, \"b\", tokenize=porter)", "fts4(a, b NOT NULL, tokenize = 'porter')" },
  { "fts4(a, tokenize=unicode61 \"tokenchars=-\")",
    "fts4(a, tokenize unicode61 'tokenchars=-')" },
  { "fts4(content='t', a)", 'fts4(a, content="t")' },
  { "fts4(a, content=[t])", "fts4(a, content=t)" },
  { "fts4(a, order=DESC, prefix='2')", "fts4(a, prefix=`2`, order='desc')" },
  { "fts4(a, order=asc, tokenize=simple)", "fts4(a)" },
  { "fts3(a, b)", "fts3([a] TEXT,`b`)" },
  { "rtree(id, x0, x1, +more TEXT)", 'rtree( "ID",[x0] REAL , x1,+"more")' },
  { "fts5vocab('f', 'row')", "fts5vocab(f, row)" },
}

local different = {
  { "fts5(a, b)", "fts5(b, a)" },
  { "fts5(a, [b c])", "fts5(a, b, c)" },
  { "fts5(a UNINDEXED)", "fts5(a)" },
  { "fts5(a, content='')", "fts5(a)" },
  { "fts5(a, content=t)", "fts5(a, content=u)" },
  { "fts5(a, prefix='2 3')", "fts5(a, prefix='23')" },
  { "fts5(a, detail=none)", "fts5(a)" },
  { "fts5(a, columnsize=0)", "fts5(a)" },
  { "fts5(a, tokenize=porter)", "fts5(a, tokenize='porter ascii')" },
  { "fts5(a, tokenize=\"ascii tokenchars 'A'\")",
    "fts5(a, tokenize=\"ascii tokenchars 'a'\")" },
  { "fts5(a, tokenize=\"ascii tokenchars '- _'\")",
    "fts5(a, tokenize=\"ascii tokenchars '-' separators '_'\")" },
  { "fts5(a, tokenize=porter)", "fts4(a, tokenize=porter)" },
  { "fts4(a, content= 't')", "fts4(a, content='t')" },
  { "fts4(a, tokenize=porter)", "fts4(a)" },
  { "fts4(a, matchinfo=fts3)", "fts4(a)" },
  { "fts4(a, compress=f, uncompress=g)", "fts4(a, compress=F, uncompress=G)" },
  { "fts3(a, 'b=c')", "fts3(a, b)" },
  { "rtree(id, x0, x1)", "rtree_i32(id, x0, x1)" },
  { "rtree(id, x0, x1, +more)", "rtree(id, x0, x1)" },
  { "rtree(id, x0, x1)", "rtree(id, x1, x0)" },
}

local function database(using)
  local db = sqlite.open(":memory:", { trust_schema = true })
  db:define("f", tostring)
  db:define("g", tostring)
  db:exec("CREATE VIRTUAL TABLE v USING " .. using)
  return db
end

--- The table as SQLite declares it.
local function columns(using)
  local db <close> = database(using)
  return db:value([[SELECT lower(group_concat(name || ' ' || type || ' ' || hidden))
    FROM pragma_table_xinfo('v')]])
end

local function differs(pair)
  local have <close> = database(pair[1])
  local want <close> = database(pair[2])
  return #autogenerate.compare(have, want).differences > 0
end

describe("the arguments of a virtual table", function()
  it("are compared by what its module reads", function()
    for _, pair in ipairs(same) do
      assert.are.equal(columns(pair[1]), columns(pair[2]))
      assert.is_false(differs(pair), pair[1])
    end
    for _, pair in ipairs(different) do
      assert.is_true(differs(pair), pair[1])
    end
  end)

  it("count as they stand where the module is not known", function()
    local meaning = require("runner.autogenerate.compare.module").meaning
    assert.are.equal(meaning("m", { "a" }), meaning("M", { "a" }))
    assert.are_not.equal(meaning("m", { "a" }), meaning("m", { "'a'" }))
    assert.are_not.equal(meaning("m", { "a b" }), meaning("m", { "a  b" }))
    assert.are_not.equal(meaning("m", { "a b" }), meaning("m", { "a", "b" }))
  end)
end)
