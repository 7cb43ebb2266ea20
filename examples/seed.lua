--- Fill a database the way an installation without migrations looks.
--
--   runner lua examples/seed.lua [FILE] [TICKETS]        default: old.db 5000
--
-- It has the tables of the first revision of versions/, thousands of tickets over the
-- last two weeks, and no version table. So take it over and bring it up to date:
--
--   runner --database old.db stamp 59e1544c328e
--   runner --database old.db upgrade head
local sqlite = require("runner.sqlite")

local USERS, AGENTS, DAYS = 200, 8, 14
local DAY = 24 * 60 * 60

local SCHEMA = {
  [[CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL UNIQUE COLLATE NOCASE,
    name TEXT NOT NULL,
    role TEXT NOT NULL DEFAULT 'customer' CHECK (role IN ('customer', 'agent')),
    created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP)]],
  [[CREATE TABLE tickets (
    id INTEGER PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    customer_id INTEGER NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    agent_id INTEGER REFERENCES users (id) ON DELETE SET NULL,
    subject TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'open', 'closed')),
    created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP)]],
  [[CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    ticket_id INTEGER NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
    author_id INTEGER NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    body TEXT NOT NULL,
    sent_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP)]],
  [[CREATE TABLE daily_ticket_counter (
    day TEXT NOT NULL PRIMARY KEY
      CHECK (day GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]'),
    last_number INTEGER NOT NULL CHECK (last_number >= 0))]],
  "CREATE INDEX ix_tickets_customer_id ON tickets (customer_id)",
  "CREATE INDEX ix_tickets_agent_id ON tickets (agent_id)",
  "CREATE INDEX ix_tickets_status_created_at ON tickets (status, created_at)",
  "CREATE INDEX ix_messages_ticket_id ON messages (ticket_id)",
  "CREATE INDEX ix_messages_author_id ON messages (author_id)",
}

local SUBJECTS = { "Cannot sign in", "Invoice is wrong", "Printer says PC LOAD LETTER",
  "Please delete my account", "The report is empty", "Où est ma commande ?" }

local function pick(list) return list[math.random(#list)] end

local function stamp(time) return os.date("!%Y-%m-%d %H:%M:%S", time) end

local function add_users(db)
  for id = 1, USERS do
    db:exec("INSERT INTO users (id, email, name, role) VALUES (?, ?, ?, ?)", id,
      ("user%d@example.com"):format(id), ("User %d"):format(id),
      id <= AGENTS and "agent" or "customer")
  end
end

local function add_messages(db, ticket, customer, agent, opened)
  for number = 1, math.random(4) do
    db:exec([[
      INSERT INTO messages (ticket_id, author_id, body, sent_at) VALUES (?, ?, ?, ?)]],
      ticket, number % 2 == 1 and customer or agent,
      ("Message %d of ticket %d"):format(number, ticket), stamp(opened + number * 600))
  end
end

--- One ticket; every fiftieth came by mail and has a reference of another kind.
local function add_ticket(db, id, opened, number)
  local customer, agent = math.random(AGENTS + 1, USERS), math.random(AGENTS)
  local reference = id % 50 == 0 and ("MAIL-%d"):format(id) or
    ("%s-%04d"):format(os.date("!%Y%m%d", opened), number)
  db:exec([[
    INSERT INTO tickets
      (id, reference, customer_id, agent_id, subject, status, created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)]], id, reference, customer, agent, pick(SUBJECTS),
    pick({ "new", "open", "closed", "closed" }), stamp(opened))
  add_messages(db, id, customer, agent, opened)
end

--- Tickets in order of time, the last ones today.
local function add_tickets(db, count)
  local midnight = os.time() // DAY * DAY
  local number, last_day = 0, nil
  for id = 1, count do
    local day = DAYS - 1 - (id - 1) * DAYS // count
    number = day == last_day and number + 1 or 1
    last_day = day
    add_ticket(db, id, midnight - day * DAY + number % DAY, number)
  end
end

local function main(path, count)
  math.randomseed(59, 1544)
  local db = sqlite.open(path)
  db:savepoint(function()
    for _, statement in ipairs(SCHEMA) do db:exec(statement) end
    add_users(db)
    add_tickets(db, count)
  end)
  db:close()
  print(("%s: %d tickets of %d days"):format(path, count, DAYS))
end

local count = math.tointeger(tonumber(arg[2] or 5000))
if not count or count < 1 then
  io.stderr:write("seed.lua: TICKETS must be a whole number above 0\n")
  os.exit(2)
end
main(arg[1] or "old.db", count)
