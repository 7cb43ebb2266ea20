--- op.bulk_insert from CSV files and JSON lines.
local database = require("spec.support.database")
local helper = require("spec.helper")
local progress = require("runner.progress")

local db, op, folder

before_each(function()
  db, op = database.open()
  folder = helper.project()
  db:exec("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT DEFAULT 'new', c REAL)")
end)
after_each(function()
  db:close()
  helper.clean()
end)

--- Write a file and insert it; `words` are further ones of the file's.
local function insert(kind, text, words, options, into)
  folder:write("rows", text)
  local given = { [kind] = folder:path("rows") }
  for word, value in pairs(words or {}) do given[word] = value end
  return op.bulk_insert(into or "t", given, options)
end

--- The table as a text, as quote() writes the values.
local function rows(sql)
  local lines = {}
  for line in db:rows(sql or [[SELECT quote(a) || ' ' || quote(b) || ' ' || quote(c)
    FROM t ORDER BY a]]) do
    lines[#lines + 1] = line
  end
  return table.concat(lines, "\n")
end

--- The message of the error, without the folder, and its hint. No row stays.
local function problem(...)
  local arguments = table.pack(...)
  local message, hint = database.problem(db.savepoint, db, function()
    arguments[1](table.unpack(arguments, 2, arguments.n))
  end)
  return (message:gsub(folder:path(""):gsub("%p", "%%%0"), "")), hint
end

local function refuse(message, kind, text, words, options, into)
  assert.are.equal("op.bulk_insert: " .. message,
    (problem(insert, kind, text, words, options, into)))
end

describe("op.bulk_insert from CSV", function()
  it("takes the columns from the header", function()
    assert.are.equal(2, insert("csv", "B,a\nx,1\n\"y, \"\"z\"\"\",2\n"))
    assert.are.equal("1 'x' NULL\n2 'y, \"z\"' NULL", rows())
  end)

  it("takes them in the table's order, or from a list", function()
    assert.are.equal(1, insert("csv", "1,x,2.5", { header = false }))
    assert.are.equal(1, insert("csv", "y,nothing,2", { header = false,
      columns = { "b", false, "a" } }))
    assert.are.equal(1, insert("csv", "Name,Number\nz,3", { header = true,
      columns = { "b", "a" } }))
    assert.are.equal("1 'x' 2.5\n2 'y' NULL\n3 'z' NULL", rows())
  end)

  it("knows the line ends of all systems, and a mark at the beginning", function()
    assert.are.equal(2, insert("csv", "\xEF\xBB\xBFa,b\r\n1,x\r\n2,\"y\r\nz\"\r\n"))
    assert.are.equal(2, insert("csv", "a,b\r3,x\r4,y"))
    assert.are.equal("x y\r\nz x y", table.concat({ db:value("SELECT b FROM t"),
      db:value("SELECT b FROM t WHERE a = 2"), db:value("SELECT b FROM t WHERE a = 3"),
      db:value("SELECT b FROM t WHERE a = 4") }, " "))
  end)

  it("tells NULL from the empty text", function()
    insert("csv", 'a,b\n1,\n2,""\n3,NULL\n')
    assert.are.equal("1 NULL NULL\n2 '' NULL\n3 'NULL' NULL", rows())
    db:exec("DELETE FROM t")
    insert("csv", 'a,b\n1,\n2,"\\N"\n3,\\N\n', { null = "\\N" })
    assert.are.equal("1 '' NULL\n2 '\\N' NULL\n3 NULL NULL", rows())
    db:exec("DELETE FROM t")
    insert("csv", "a,b\n1,\n", { null = false })
    assert.are.equal("1 '' NULL", rows())
  end)

  it("lets the column's type decide what a text becomes", function()
    db:exec("CREATE TABLE u (t TEXT, i INTEGER, r REAL, n, b BLOB)")
    insert("csv", "t,i,r,n,b\n007,007,007,007,007\n1e3,1e3,1e3,1e3,1e3\nx,x,x,x,x\n"
      .. "1,9223372036854775807,1,1,1\n 1, 1, 1, 1, 1", nil, nil, "u")
    assert.are.equal(table.concat({
      "'007' 7 7.0 '007' '007'", "'1e3' 1000 1000.0 '1e3' '1e3'",
      "'x' 'x' 'x' 'x' 'x'", "'1' 9223372036854775807 1.0 '1' '1'",
      "' 1' 1 1.0 ' 1' ' 1'" }, "\n"), rows([[SELECT quote(t) || ' ' || quote(i) || ' '
      || quote(r) || ' ' || quote(n) || ' ' || quote(b) FROM u]]))
  end)

  it("says which column of a STRICT table does not take a text", function()
    db:exec("CREATE TABLE s (a INTEGER, b ANY) STRICT")
    refuse("rows:3: cannot store TEXT value in INTEGER column s.a", "csv",
      "a,b\n7,007\nx,8\n", nil, nil, "s")
    refuse("rows:2: 'a' is the key of the rows and takes integers only", "csv", "a\nx\n")
  end)

  it("takes another separator, and other quotes", function()
    insert("csv", "a\tb\n1\t5\" pipe\n", { separator = "\t", quote = false })
    insert("csv", "a;b\n2;'it''s; \"'\n", { separator = ";", quote = "'" })
    assert.are.equal("1 '5\" pipe' NULL\n2 'it''s; \"' NULL", rows())
  end)

  it("passes over empty lines, unless they are the only field", function()
    assert.are.equal(2, insert("csv", "a,b\n\n1,x\n\r\n2,y\n\n"))
    db:exec("CREATE TABLE one (b TEXT)")
    assert.are.equal(3, insert("csv", "b\nx\n\ny\n", nil, nil, "one"))
    assert.are.equal(1, db:value("SELECT count(*) FROM one WHERE b IS NULL"))
  end)

  it("obeys a conflict clause and counts what was inserted", function()
    assert.are.equal(1, insert("csv", "a,b\n1,x\n1,y", nil, { on_conflict = "ignore" }))
    assert.are.equal(2, insert("csv", "a,b\n1,z\n2,z", nil, { on_conflict = "replace" }))
    assert.are.equal("1 'z' NULL\n2 'z' NULL", rows())
    refuse("rows:3: UNIQUE constraint failed: t.a", "csv", "a,b\n7,x\n2,y")
  end)

  it("takes a file of a header alone, and an empty one without", function()
    assert.are.equal(0, insert("csv", "a,b\n"))
    assert.are.equal(0, insert("csv", "", { header = false }))
    refuse("rows is empty", "csv", "")
    refuse("rows is empty", "csv", "\xEF\xBB\xBF")
  end)

  it("inserts into views, virtual and temporary tables", function()
    db:exec([[CREATE VIEW v AS SELECT a, b FROM t;
      CREATE TRIGGER i INSTEAD OF INSERT ON v BEGIN
        INSERT INTO t (a, b) VALUES (new.a, new.b); END;
      CREATE VIRTUAL TABLE f USING fts5(title, body);
      CREATE TEMP TABLE "temp table" (x)]])
    insert("csv", "a,b\n5,x\n", nil, nil, "v")
    insert("csv", "title,body\nhello,world\n", nil, nil, "f")
    insert("csv", "rowid,title,body\n7,good,day\n", nil, nil, "f")
    insert("csv", "1\n2\n", { header = false }, nil, "temp table")
    assert.are.equal("5 'x' NULL", rows())
    assert.are.equal(7, db:value("SELECT rowid FROM f WHERE f MATCH 'good'"))
    assert.are.equal(2, db:value('SELECT count(*) FROM "temp table"'))
  end)

  it("reads rows longer than its window", function()
    local long = ("é, \n"):rep(200000)
    insert("csv", 'a,b\n1,x\n2,"' .. long .. '"\n3,y\n')
    assert.are.equal(long, db:value("SELECT b FROM t WHERE a = 2"))
    refuse("rows:200003: UNIQUE constraint failed: t.a", "csv",
      'a,b\n8,"' .. long .. '"\n3,y\n')
  end)
end)

describe("a mistake in a CSV file", function()
  it("is told with its line", function()
    refuse("rows:3: the row has 1 field, but there are 2 columns", "csv", "a,b\n1,x\n2\n")
    refuse("rows:3: the row has 2 fields, but there is 1 column", "csv", "a\n1\n2,y\n")
    refuse("rows:5: the row has 3 fields, but there are 2 columns", "csv",
      'a,b\n1,"x\ny"\n\n2,y,z\n')
    refuse("rows:4: field 2 begins with a quote that is never closed", "csv",
      'a,b\n1,"x\ny"\n2,"y\n3,z\n')
    refuse("rows:2: field 2 goes on behind its closing quote", "csv", 'a,b\n1,"x"y\n')
    refuse("rows:2: there is a quote in the middle of field 2", "csv", 'a,b\n1,5" pipe\n')
    refuse("rows:1: field 1 begins with a quote that is never closed", "csv", '"a,b\n1,x')
  end)

  it("in the bytes, too", function()
    refuse("rows:3: the byte 0xE9 is not part of any UTF-8 character", "csv",
      "a,b\n1,x\n2,caf\xE9\n")
    refuse("rows:2: there is a zero byte", "csv", "a,b\n2,x\0y\n")
    refuse("rows:2: the byte 0xC3 is not part of any UTF-8 character", "csv",
      "a,b\n2,\xC3")
    refuse("rows:1: the byte 0xC0 is not part of any UTF-8 character", "csv", "\xC0\x80")
    refuse("cannot read rows: it is UTF-16", "csv", "\xFF\xFEa\0")
    refuse("rows:60002: there is a zero byte", "csv",
      "b\n" .. ("xyz\n"):rep(60000) .. "\0")
    assert.are.equal(0, db:value("SELECT count(*) FROM t WHERE b IS NOT 'xyz'"))
  end)

  it("in the header", function()
    local function header(message, text, words, hint)
      local told, way = problem(insert, "csv", text, words)
      assert.are.equal("op.bulk_insert: " .. message, told)
      if hint then assert.are.equal(hint, way) end
    end
    db:exec("ALTER TABLE t ADD COLUMN amount; ALTER TABLE t ADD COLUMN g AS (a + 1)")
    header("rows:1: 't' has no column 'amont'", "a,amont\n1,2", nil,
      "did you mean 'amount'?")
    header("rows:1: column 'a' is named twice", "a,b,A\n1,2,3")
    header("rows:1: column '_rowid_' is named twice", "rowid,_rowid_\n1,2")
    header("rows:1: name 2 of the header is empty", "a,\n1,2")
    header("rows:1: 'g' is computed by SQLite", "a,g\n1,2")
    header("columns: 't' has no column 'bb'", "1,2", { header = false,
      columns = { "a", "bb" } }, "did you mean 'b'?")
    assert.are.equal(1, insert("csv", "1,x,2,3", { header = false })) -- all but g
  end)

  it("and in the words", function()
    refuse("the rows are in one file: csv or jsonl, not both", "csv", "", { jsonl = "x" })
    refuse("columns needs header", "csv", "a", { columns = { "a" } })
    refuse("columns: name 2 must be a name, not a number", "csv", "a",
      { header = false, columns = { "a", 5 } })
    refuse("no field of the file is for a column", "csv", "a",
      { header = false, columns = { false } })
    refuse('separator must be one ASCII character that ends no line, not "::"', "csv",
      "", { separator = "::" })
    refuse("separator and quote are the same character", "csv", "", { separator = '"' })
    refuse("null must be a text or false, not a number", "csv", "", { null = 0 })
    refuse("the file has an unknown word 'seperator'", "csv", "", { seperator = ";" })
    refuse("there is no table 'tt'", "csv", "", nil, nil, "tt")
    refuse("the file has an unknown word 'header'", "jsonl", "", { header = true })
  end)
end)

describe("op.bulk_insert from JSON lines", function()
  it("takes values as they are", function()
    db:exec("CREATE TABLE j (id INTEGER PRIMARY KEY, v, w DEFAULT 'none')")
    assert.are.equal(9, insert("jsonl", [[
{"id": 1, "v": "text \u00e9\n"}
{"v": 9223372036854775807, "id": 2}
{"id": 3, "v": -9223372036854775808, "w": null}

{"id": 4, "v": 0.1}
{"id": 5, "v": 2.0}
{"id": 6, "v": true, "w": false}
  { "id": 7, "v": {"a": [1, 0.10, "x}\"]"],  "b": 1e2}, "w": [ ] }
{"id": 8}
{"w": "", "v": "a\u0000b", "id": 9}]], nil, nil, "j"))
    assert.are.equal(table.concat({
      "1 'text é\n' 'none'", "2 9223372036854775807 'none'",
      "3 -9223372036854775808 NULL", "4 0.1 'none'", "5 2.0 'none'", "6 1 0",
      [[7 '{"a": [1, 0.10, "x}\"]"],  "b": 1e2}' '[ ]']], "8 NULL 'none'", "9 'a' ''",
    }, "\n"), rows([[SELECT quote(id) || ' ' || quote(v) || ' ' || quote(w) FROM j]]))
    assert.are.equal("a\0b", db:value("SELECT v FROM j WHERE id = 9"))
  end)

  it("tells a mistake with its line", function()
    refuse("rows:2: 't' has no column 'd'", "jsonl", '{"a": 1}\n{"a": 2, "d": 1}\n')
    refuse("rows:2: column 'a' is named twice", "jsonl", '{"a": 5}\n{"A": 1, "a": 2}')
    refuse("rows:3: UNIQUE constraint failed: t.a", "jsonl",
      '{"a": 7, "b": "x"}\n\n{"b": "y", "a": 7}\n')
    refuse("rows:1: the JSON cannot be read: too big integer near "
      .. "'9223372036854775808' (column 25)", "jsonl", '{"a": 9223372036854775808}')
    refuse("rows:1: there is a list in place of an object", "jsonl", "[]")
    refuse("rows:2: the byte 0xE9 is not part of any UTF-8 character", "jsonl",
      '{"a": 8}\n{"b": "\xE9"}')
    local told, hint = problem(insert, "jsonl", '{\n  "a": 1\n}')
    assert.truthy(told:find("rows:1: the JSON cannot be read: ", 1, true), told)
    assert.are.equal('each line holds one object: {"column": value, ...}', hint)
  end)

  it("refuses what comes twice, and what is too large for a number", function()
    for _, text in ipairs({ '{"a": 1, "a": 2}', '{"c": 1e999}', '{"a": 1} {"a": 2}',
      '{"a": 01}', '{"a": NaN}', "5", '{"a"}', '{"b": "\\ud800"}' }) do
      local told = problem(insert, "jsonl", text)
      assert.truthy(told:find("rows:1: the JSON cannot be read: "), told)
    end
  end)

  it("takes an empty file, and the conflict clause", function()
    assert.are.equal(0, insert("jsonl", ""))
    assert.are.equal(0, insert("jsonl", "\n \r\n"))
    assert.are.equal(1, insert("jsonl", '{"a": 1}\r\n{"a": 1}\r\n', nil,
      { on_conflict = "ignore" }))
  end)
end)

describe("op.bulk_insert tells how far it is", function()
  local plain, told = {}, {}

  --- Take down what is told meanwhile.
  setup(function()
    for _, word in ipairs({ "around", "count", "total" }) do
      plain[word] = progress[word]
    end
    function progress.around(given, work, fn)
      told = { what = work.what, counted = work.counted, done = 0 }
      return plain.around(given, work, fn)
    end
    function progress.count(_, more) told.done = told.done + more end
    function progress.total(_, total) told.total = total end
  end)
  teardown(function()
    for word, fn in pairs(plain) do progress[word] = fn end
  end)

  local function expect(done, total)
    assert.are.same({ "inserting rows into 't'", true, done, total },
      { told.what, told.counted, told.done, math.ceil(told.total) })
  end

  it("in a file of CSV", function()
    insert("csv", "a\n" .. ("7\n"):rep(2500), nil,
      { on_conflict = "ignore" })
    expect(2500, 2500) -- estimated by the bytes, until all were read
    assert.are.equal(1, db:value("SELECT count(*) FROM t"))
  end)

  it("in JSON lines, a list, and an iterator", function()
    insert("jsonl", ('{"b": 1}\n'):rep(48))
    expect(48, 48)
    local list = {}
    for i = 1, 40 do list[i] = { a = 1000 + i } end
    op.bulk_insert("t", list)
    expect(32, 40)
    op.bulk_insert("t", db:nrows("SELECT a + 5000 AS a FROM t LIMIT 20"))
    expect(16, 0)
  end)
end)
