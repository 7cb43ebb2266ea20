-- As the ORM of a Python web framework writes it: everything quoted, indexes with hashes,
-- deferred foreign keys, text checks for JSON.
CREATE TABLE "auth_group" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(150) NOT NULL UNIQUE);
CREATE TABLE "auth_user" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "password" varchar(128) NOT NULL, "last_login" datetime NULL, "is_superuser" bool NOT NULL, "username" varchar(150) NOT NULL UNIQUE, "email" varchar(254) NOT NULL, "date_joined" datetime NOT NULL);
CREATE TABLE "auth_user_groups" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE UNIQUE INDEX "auth_user_groups_user_id_group_id_94350c0c_uniq" ON "auth_user_groups" ("user_id", "group_id");
CREATE INDEX "auth_user_groups_user_id_6a12ed8b" ON "auth_user_groups" ("user_id");
CREATE INDEX "auth_user_groups_group_id_97559544" ON "auth_user_groups" ("group_id");
CREATE TABLE "blog_post" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "title" varchar(200) NOT NULL, "slug" varchar(50) NOT NULL, "meta" text NOT NULL CHECK ((JSON_VALID("meta") OR "meta" IS NULL)), "views" integer unsigned NOT NULL CHECK ("views" >= 0), "author_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX "blog_post_slug_b95473f2" ON "blog_post" ("slug");
CREATE INDEX "blog_post_author_id_dd7a8485" ON "blog_post" ("author_id");
INSERT INTO auth_group VALUES (1, 'staff');
INSERT INTO auth_user VALUES (1, '!', NULL, 0, 'ann', 'ann@example.org', '2020-01-01');
INSERT INTO auth_user_groups VALUES (1, 1, 1);
INSERT INTO blog_post VALUES (1, 'One', 'one', '{}', 3, 1);
-- next
CREATE TABLE "auth_group" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(150) NOT NULL UNIQUE);
CREATE TABLE "auth_user" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "password" varchar(128) NOT NULL, "last_login" datetime NULL, "is_superuser" bool NOT NULL, "username" varchar(150) NOT NULL UNIQUE, "email" varchar(254) NOT NULL, "date_joined" datetime NOT NULL, "is_active" bool NOT NULL DEFAULT 1);
CREATE TABLE "auth_user_groups" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE UNIQUE INDEX "auth_user_groups_user_id_group_id_94350c0c_uniq" ON "auth_user_groups" ("user_id", "group_id");
CREATE INDEX "auth_user_groups_user_id_6a12ed8b" ON "auth_user_groups" ("user_id");
CREATE INDEX "auth_user_groups_group_id_97559544" ON "auth_user_groups" ("group_id");
CREATE TABLE "blog_tag" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "label" varchar(30) NOT NULL);
CREATE TABLE "blog_post" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "title" varchar(250) NOT NULL, "slug" varchar(50) NOT NULL UNIQUE, "meta" text NULL CHECK ((JSON_VALID("meta") OR "meta" IS NULL)), "views" integer unsigned NOT NULL CHECK ("views" >= 0), "author_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "blog_post_title_filled" CHECK (NOT ("title" = '')));
CREATE INDEX "blog_post_author_id_dd7a8485" ON "blog_post" ("author_id");
CREATE UNIQUE INDEX "auth_user_email_ci" ON "auth_user" ((LOWER("email")));
CREATE TABLE "blog_post_tags" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "post_id" integer NOT NULL REFERENCES "blog_post" ("id") DEFERRABLE INITIALLY DEFERRED, "tag_id" integer NOT NULL REFERENCES "blog_tag" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX "blog_post_tags_post_id" ON "blog_post_tags" ("post_id");
INSERT INTO auth_group VALUES (1, 'staff');
INSERT INTO auth_user VALUES (1, '!', NULL, 0, 'ann', 'ann@example.org', '2020-01-01', 1);
INSERT INTO blog_tag VALUES (1, 'sqlite');
INSERT INTO blog_post VALUES (1, 'One', 'one', '{}', 3, 1);
INSERT INTO blog_post_tags VALUES (1, 1, 1);
-- next auth_user.username=login blog_post=articles
CREATE TABLE "auth_group" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(150) NOT NULL UNIQUE);
CREATE TABLE "auth_user" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "password" varchar(128) NOT NULL, "is_superuser" bool NOT NULL, "login" varchar(150) NOT NULL UNIQUE, "email" varchar(254) NOT NULL, "date_joined" datetime NOT NULL, "is_active" bool NOT NULL DEFAULT 1);
CREATE TABLE "blog_tag" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "label" varchar(30) NOT NULL COLLATE NOCASE UNIQUE);
CREATE TABLE "articles" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "title" varchar(250) NOT NULL, "slug" varchar(50) NOT NULL UNIQUE, "meta" text NULL CHECK ((JSON_VALID("meta") OR "meta" IS NULL)), "views" bigint NOT NULL, "author_id" integer NULL REFERENCES "auth_user" ("id") ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX "articles_author_id" ON "articles" ("author_id");
CREATE UNIQUE INDEX "auth_user_email_ci" ON "auth_user" ((LOWER("email"))) WHERE "is_active";
CREATE TABLE "blog_post_tags" ("post_id" integer NOT NULL REFERENCES "articles" ("id") ON DELETE CASCADE, "tag_id" integer NOT NULL REFERENCES "blog_tag" ("id") ON DELETE CASCADE, PRIMARY KEY ("post_id", "tag_id")) WITHOUT ROWID;
INSERT INTO auth_user VALUES (1, '!', 0, 'ann', 'ann@example.org', '2020-01-01', 1);
INSERT INTO blog_tag VALUES (1, 'sqlite');
INSERT INTO articles VALUES (1, 'One', 'one', '{}', 3, 1);
INSERT INTO blog_post_tags VALUES (1, 1);
