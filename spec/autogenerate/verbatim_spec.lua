--- Texts as people and programs write them, changed in every usual way and back: what the
-- database keeps of its schema is what it was, to the letter.
local autogenerate = require("runner.autogenerate")
local letters = require("spec.autogenerate.letters")
local run = require("runner.autogenerate.revise.run")
local sqlite = require("runner.sqlite")

-- A line that ends with \ goes on in the next one; ~ is a space at the end of a line.
-- Each makes a table users (id, name, age) with an index on name, a child posts (id,
-- user_id), a view and a trigger.
local styles = {
  django = [[
CREATE TABLE IF NOT EXISTS "users" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,\
 "name" varchar(30) NOT NULL UNIQUE, "age" integer unsigned NULL CHECK ("age" >= 0));
CREATE INDEX IF NOT EXISTS "users_name_1a2b" ON "users" ("name");
CREATE TABLE "posts" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,\
 "user_id" integer NOT NULL REFERENCES "users" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE VIEW "named" AS SELECT "name" FROM "users";
CREATE TRIGGER "watch" AFTER INSERT ON "users" BEGIN SELECT "name" FROM "users"; END;
]],
  rails = [[
CREATE TABLE IF NOT EXISTS "users" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,\
 "name" varchar DEFAULT '' NOT NULL, "age" integer);
CREATE UNIQUE INDEX "index_users_on_name" ON "users" ("name") /*application='Shop'*/;
CREATE TABLE IF NOT EXISTS "posts" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,\
 "user_id" integer, CONSTRAINT "fk_rails_03de2dc08c"
FOREIGN KEY ("user_id")
  REFERENCES "users" ("id")
);
CREATE VIEW named AS
  SELECT name
  FROM users
/*application='Shop'*/;
CREATE TRIGGER watch AFTER UPDATE ON users
FOR EACH ROW WHEN NEW.age <> OLD.age BEGIN
  UPDATE posts SET user_id = NEW.id WHERE user_id = OLD.id;
END;
]],
  prisma = [[
-- CreateTable
CREATE TABLE "users" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "age" INTEGER
);
-- CreateTable
CREATE TABLE "posts" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "user_id" INTEGER NOT NULL,
    CONSTRAINT "posts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id")\
 ON DELETE RESTRICT ON UPDATE CASCADE
);
-- CreateIndex
CREATE UNIQUE INDEX "users_name_key" ON "users"("name");
CREATE VIEW "named" AS SELECT * FROM "users";
CREATE TRIGGER "watch" INSTEAD OF DELETE ON "named" BEGIN DELETE FROM "users" WHERE\
 "id" = OLD."id"; END;
]],
  sqlalchemy = [[
CREATE TABLE users (
	id INTEGER NOT NULL,~
	name VARCHAR(30) NOT NULL,~
	age INTEGER,~
	PRIMARY KEY (id),~
	CONSTRAINT ck_age CHECK (age >= 0)
)

;
CREATE INDEX ix_users_name ON users (name);
CREATE TABLE posts (
	id INTEGER NOT NULL,~
	user_id INTEGER,~
	PRIMARY KEY (id),~
	FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
)

;
CREATE VIEW named AS SELECT users.name FROM users;
CREATE TRIGGER watch AFTER INSERT ON users BEGIN SELECT 1; END;
]],
  hand = [[
create table users ( -- people
  id integer primary key,   -- the rowid
  `name` text not null      /* as on
                               the card */
    collate nocase,

  -- in years
  [age] int check(age>=0)   -- may be unknown
  -- no address: see posts
);
create index if not exists byName on users(name collate nocase /* again */) -- quick
;
create table posts(id integer primary key
                  ,user_id int references users on delete set null -- or none
                  ) /* the end */;
CREATE view named(who) AS select name /* all */ from users -- no order
;
create trigger if not exists watch after delete on users
begin
  -- nothing yet
  select 'it''s "gone"', old.name;   -- !
end;
]],
  tight = "CREATE TABLE users(id INTEGER PRIMARY KEY,name TEXT,age INT)strict;"
    .. "CREATE INDEX i ON users(name,age DESC)WHERE age>1;"
    .. "CREATE TABLE posts(id PRIMARY KEY,user_id REFERENCES users)WITHOUT ROWID;"
    .. "CREATE VIEW named AS SELECT name FROM users;"
    .. "CREATE TRIGGER watch INSERT ON users BEGIN SELECT 1;END;",
  windows = ("create table\tUsers (\n\tId INTEGER PRIMARY KEY,\n\t\"Name\" TEXT,\
 -- é ü\n"
    .. "\tAge INT\n\t)\t;\ncreate unique index\tBy_Name\n\ton USERS (NAME)\n;\n"
    .. "create table posts (\n\tid INTEGER PRIMARY KEY,\n\tuser_id INT\n\t\treferences "
    .. "Users(ID)\n\t);\ncreate view Named as\n\tselect NAME from users;\n"
    .. "create trigger Watch before update of AGE on users\nbegin\n\tselect 1;\nend;\n")
    :gsub("\n", "\r\n"),
}

--- What is done to get the desired schema, and the renames that say so.
local changes = {
  ["a column comes"] = { 'ALTER TABLE users ADD COLUMN "extra" TEXT DEFAULT \'x\'' },
  ["columns come"] = { "ALTER TABLE users ADD COLUMN extra TEXT;"
    .. "ALTER TABLE posts ADD COLUMN title; ALTER TABLE posts ADD COLUMN body TEXT" },
  ["a column goes"] = { "DROP TRIGGER watch; DROP VIEW named;"
    .. "CREATE TABLE x (id INTEGER PRIMARY KEY, name TEXT); DROP TABLE users;"
    .. "ALTER TABLE x RENAME TO users" },
  ["a column is renamed"] = { "ALTER TABLE users RENAME COLUMN name TO title",
    { ["users.name"] = "title" } },
  ["a column gets a name with a space"] = {
    'ALTER TABLE users RENAME COLUMN name TO "full name"',
    { ["users.name"] = "full name" } },
  ["a table is renamed"] = { "ALTER TABLE users RENAME TO people",
    { users = "people" } },
  ["the child is renamed and loses its key"] = {
    "DROP TRIGGER watch; DROP TABLE posts;"
    .. "CREATE TABLE notes (id INTEGER PRIMARY KEY, user_id INT)",
    { posts = "notes" } },
  ["the child goes"] = { "DROP TRIGGER watch; DROP TABLE posts" },
  ["all goes"] = { "DROP TRIGGER watch; DROP VIEW named; DROP TABLE posts;"
    .. "DROP TABLE users; CREATE TABLE other (a)" },
  ["a table without rowid"] = {
    "DROP TRIGGER watch; DROP VIEW named; DROP TABLE users; CREATE TABLE users "
    .. "(id INTEGER PRIMARY KEY, name TEXT, age BLOB DEFAULT 1) WITHOUT ROWID" },
}

local function open(text)
  local db = sqlite.open(":memory:")
  db:exec((text:gsub("\\\n", ""):gsub("~\n", " \n")))
  return db
end

local function there_and_back(style, change)
  local have <close> = open(style)
  local want <close> = open(style)
  want:exec("PRAGMA foreign_keys = OFF;" .. change[1])
  local found = autogenerate.generate(have, want,
    { renames = change[2] or {}, guess = false })
  have:exec("INSERT INTO users (id, name, age) VALUES (1, 'a', 5), (2, 'b', 6);"
    .. "INSERT INTO posts (id, user_id) VALUES (1, 1)")
  local before = letters.of(have)
  run(have, found.upgrade, "upgrade")
  assert.are_not.equal("", letters.lost(before, letters.of(have)))
  run(have, found.downgrade, "downgrade")
  assert.are.equal("", letters.lost(before, letters.of(have)))
  assert.are.equal("ok", have:value("PRAGMA integrity_check"))
end

describe("the letters come back", function()
  for style, text in pairs(styles) do
    for name, change in pairs(changes) do
      it(("%s, %s"):format(style, name), function() there_and_back(text, change) end)
    end
  end
end)
