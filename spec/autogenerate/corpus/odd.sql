-- Names that need quotes, keywords as names, quotes in quotes, comments everywhere.
CREATE TABLE "order" ( -- the table
  "group" INTEGER PRIMARY KEY, /* the key */
  'select' TEXT DEFAULT 'it''s', -- said so
  [from where] TEXT DEFAULT "double",
  `back``tick` BLOB DEFAULT x'00ff' /* ; */,
  "a ""quoted"" name" REAL DEFAULT -1.5e3, -- ); DROP
  "ümläut" TEXT COLLATE "nocase" CHECK ("ümläut" <> ';' /* ) */)
  -- the end
);
CREATE INDEX "an index; with --" ON "order" ("from where", "ümläut" COLLATE RTRIM);
CREATE TABLE "where" ("order" INTEGER REFERENCES "order" ("group") -- why
, "x.y" TEXT);
CREATE VIEW "the ""view""" AS SELECT "select", [from where] AS "from" /* two */ FROM "order" -- end
;
INSERT INTO "order" VALUES (1, 'a', 'b', x'01', 2, 'ö');
INSERT INTO "where" VALUES (1, 'z');
-- next where.x.y=x.z
CREATE TABLE "order" ( -- the table
  "group" INTEGER PRIMARY KEY, /* the key */
  'select' TEXT NOT NULL DEFAULT 'it''s', -- said so
  [from where] TEXT DEFAULT "double",
  `back``tick` BLOB DEFAULT x'00ff' /* ; */,
  "a ""quoted"" name" INTEGER DEFAULT -15, -- ); DROP
  "ümläut" TEXT COLLATE "nocase" CHECK ("ümläut" <> ';' /* ) */ AND "ümläut" <> ''),
  "new "" one" TEXT DEFAULT 'tab	and
line' -- new
  -- the end
);
CREATE INDEX "an index; with --" ON "order" ("from where" DESC, "ümläut" COLLATE RTRIM);
CREATE TABLE "where" ("order" INTEGER REFERENCES "order" ("group") ON DELETE CASCADE -- why
, "x.z" TEXT);
CREATE VIEW "the ""view""" AS SELECT "select", [from where] AS "from" /* three */, "new "" one" FROM "order" -- end
;
INSERT INTO "order" VALUES (1, 'a', 'b', x'01', 2, 'ö', NULL);
INSERT INTO "where" VALUES (1, 'z');
-- next order=the%20order
CREATE TABLE "the%20order" (
  "group" INTEGER PRIMARY KEY, /* the key */
  [from where] TEXT NOT NULL DEFAULT '',
  "ümläut" TEXT COLLATE "nocase" UNIQUE,
  "]bracket" TEXT DEFAULT ']]',
  "[=[" TEXT DEFAULT (']' || '=]')
);
CREATE TABLE "where" ("order" INTEGER REFERENCES "the%20order" ON DELETE CASCADE, "x.z" TEXT, PRIMARY KEY ("x.z", "order" DESC));
CREATE TRIGGER "a ]] trigger" AFTER INSERT ON "where" BEGIN
  UPDATE "the%20order" SET "]bracket" = ']]' || new."x.z" WHERE "group" = new."order"; -- ]]
END;
INSERT INTO "the%20order" ("group", "ümläut") VALUES (1, 'a');
INSERT INTO "where" VALUES (1, 'z');
