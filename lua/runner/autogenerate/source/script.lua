--- A file of SQL statements, run on a database that is only there for its schema.
--
--     script.run(db, text, "schema.sql", { own_tables = { "runner_version" } })
--
-- Statements about rows, transactions and settings are passed over, so that what
-- `sqlite3 FILE .dump` writes is good, too. An error has the file and the line.
local ddl = require("runner.ddl")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")

local script = {}

local words_passed_over = [[ANALYZE BEGIN COMMIT DELETE END EXPLAIN INSERT PRAGMA REINDEX
  RELEASE REPLACE ROLLBACK SAVEPOINT SELECT UPDATE VACUUM VALUES WITH]]
local passed_over = {}
for word in words_passed_over:gmatch("%S+") do
  passed_over[word] = true
end

-- Tables that the sqlite3 shell writes out and SQLite makes itself.
local made_by_sqlite = {
  sqlite_sequence = true,
  sqlite_stat1 = true,
  sqlite_stat4 = true,
}

-- ---- one statement

local function word(token)
  return token and token.kind == "word" and token.text:upper() or nil
end

--- The number of the token TABLE or VIEW: the one behind CREATE, or a word further.
local function kind_position(tokens)
  for at = 2, 3 do
    local kind = word(tokens[at])
    if kind == "TABLE" or kind == "VIEW" then
      return at
    end
  end
  return nil
end

-- As nearly every table is written: to cut all into tokens takes much longer.
local plain = "^[cC][rR][eE][aA][tT][eE]%s+[tT][aA][bB][lL][eE]%s+([%a_][%w_]*)%s*%("

--- The name behind CREATE ... TABLE or VIEW [IF NOT EXISTS] [schema.], or nil.
local function created_name(statement)
  local name = statement:match(plain)
  if name then
    return name
  end
  local tokens = ddl.tokens(statement)
  local at = kind_position(tokens)
  if not at then
    return nil
  end
  at = at + (word(tokens[at + 1]) == "IF" and 4 or 1)
  if tokens[at + 1] and tokens[at + 1].text == "." then
    at = at + 2
  end
  local token = tokens[at]
  return token and (token.name or token.text:match("^'(.*)'$"))
end

local function check_name(name, own)
  local key = name and identifier.fold(name)
  if own[key] then
    failure.raise(
      ("'%s' belongs to runner, which keeps its state there"):format(name),
      "leave it out of the schema"
    )
  end
  return made_by_sqlite[key]
end

local function first_word(statement)
  return (statement:match("^%a+") or ""):upper()
end

--- Does the statement say nothing about a schema?
function script.passes_over(statement)
  return passed_over[first_word(statement)] ~= nil
end

local function run_statement(db, statement, own)
  local begins = first_word(statement)
  if passed_over[begins] then
    return
  elseif begins == "ATTACH" or begins == "DETACH" then
    failure.raise(
      ("%s does not belong in a schema: it is about one database"):format(begins)
    )
  end
  if begins ~= "CREATE" or not check_name(created_name(statement), own) then
    db:exec(statement)
  end
end

-- ---- all of them

local function line_of(text, byte)
  local _, breaks = text:sub(1, byte - 1):gsub("\n", "")
  return breaks + 1
end

--- The text of a file.
function script.read(path)
  local file, problem = io.open(path, "rb")
  if not file then
    failure.raise("cannot open the schema " .. problem, nil, "usage")
  end
  local text = file:read("a")
  file:close()
  return text
end

--- A program that failed half way, or a file in UTF-16.
local function check_text(text, name)
  local zero = text:find("\0", 1, true)
  if zero then
    failure.at("it is no text: it has a zero byte", name, line_of(text, zero))
  end
end

--- The statements of a text, as ddl.statements gives them; `name` is what errors call
-- its file.
function script.statements(text, name)
  check_text(text, name)
  local whole, spans = pcall(ddl.statements, text)
  if not whole then
    local offset = type(spans) == "userdata" and spans.offset or 0
    failure.at(spans, name, line_of(text, offset + 1))
  end
  return spans
end

--- Run the statements of a text.
function script.run(db, text, name, options)
  local own = {}
  for _, table_name in ipairs(options.own_tables) do
    own[identifier.fold(table_name)] = true
  end
  local spans = script.statements(text, name)
  for i = 1, #spans, 2 do
    local statement = text:sub(spans[i], spans[i + 1])
    local done, problem = pcall(run_statement, db, statement, own)
    if not done then
      local offset = type(problem) == "userdata" and problem.offset or 0
      failure.at(problem, name, line_of(text, spans[i] + offset))
    end
  end
end

return script
