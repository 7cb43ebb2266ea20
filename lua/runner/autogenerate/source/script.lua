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

-- ---- where statements end

local function word(token)
  return token and token.kind == "word" and token.text:upper() or nil
end

local function is_trigger(tokens, first)
  local second = word(tokens[first + 1])
  local is_temporary = second == "TEMP" or second == "TEMPORARY"
  return word(tokens[first]) == "CREATE"
    and word(tokens[first + (is_temporary and 2 or 1)]) == "TRIGGER"
end

--- The number of the token that ends the statement which begins at `first`: a semicolon,
-- of a trigger the one behind its END. https://www.sqlite.org/c3ref/complete.html
local function last_token(tokens, first)
  local trigger = is_trigger(tokens, first)
  for i = first, #tokens do
    local ends = not trigger
      or (word(tokens[i - 1]) == "END" and tokens[i - 2].text == ";")
    if tokens[i].text == ";" and ends then
      return i
    end
  end
  return #tokens
end

-- ---- one statement

--- Where TABLE or VIEW stands: behind CREATE, or a word further.
local function kind_position(tokens, first)
  for at = first + 1, first + 2 do
    local kind = word(tokens[at])
    if kind == "TABLE" or kind == "VIEW" then
      return at
    end
  end
  return nil
end

--- The name behind CREATE ... TABLE or VIEW [IF NOT EXISTS] [schema.], or nil.
local function created_name(tokens, first, last)
  local at = kind_position(tokens, first)
  if word(tokens[first]) ~= "CREATE" or not at then
    return nil
  end
  at = at + (word(tokens[at + 1]) == "IF" and 4 or 1)
  if tokens[at + 1] and tokens[at + 1].text == "." then
    at = at + 2
  end
  local token = at <= last and tokens[at]
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

local function run_statement(db, tokens, statement, own)
  local begins = word(tokens[statement.first])
  if passed_over[begins] then
    return
  elseif begins == "ATTACH" or begins == "DETACH" then
    failure.raise(
      ("%s does not belong in a schema: it is about one database"):format(begins)
    )
  end
  if not check_name(created_name(tokens, statement.first, statement.last), own) then
    db:exec(statement.text)
  end
end

-- ---- all of them

local function line_of(text, byte)
  local _, breaks = text:sub(1, byte - 1):gsub("\n", "")
  return breaks + 1
end

local function tokens_of(text, name)
  local whole, tokens = pcall(ddl.tokens, text)
  if not whole then
    local offset = type(tokens) == "userdata" and tokens.offset or 0
    failure.at(tokens, name, line_of(text, offset + 1))
  end
  return tokens
end

--- Run the statements of a text; `name` is what errors call its file.
function script.run(db, text, name, options)
  local own = {}
  for _, table_name in ipairs(options.own_tables) do
    own[identifier.fold(table_name)] = true
  end
  local tokens, first = tokens_of(text, name), 1
  while first <= #tokens do
    local last = last_token(tokens, first)
    local from, to = tokens[first].first, tokens[last].last
    local statement = { first = first, last = last, text = text:sub(from, to) }
    local done, problem = true, nil
    if tokens[first].text ~= ";" then
      done, problem = pcall(run_statement, db, tokens, statement, own)
    end
    if not done then
      local offset = type(problem) == "userdata" and problem.offset or 0
      failure.at(problem, name, line_of(text, from + offset))
    end
    first = last + 1
  end
end

return script
