-- As the ORM of a Ruby web framework writes it: constraints fk_rails_..., schema_migrations.
CREATE TABLE "schema_migrations" ("version" varchar NOT NULL PRIMARY KEY);
CREATE TABLE "ar_internal_metadata" ("key" varchar NOT NULL PRIMARY KEY, "value" varchar, "created_at" datetime(6) NOT NULL, "updated_at" datetime(6) NOT NULL);
CREATE TABLE "accounts" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "name" varchar DEFAULT '' NOT NULL, "plan" varchar(20) DEFAULT 'free', "balance" decimal(10,2) DEFAULT 0.0, "active" boolean DEFAULT TRUE NOT NULL, "created_at" datetime(6) NOT NULL, "updated_at" datetime(6) NOT NULL);
CREATE TABLE "invoices" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "account_id" integer NOT NULL, "number" varchar NOT NULL, "total" decimal(10,2), "created_at" datetime(6) NOT NULL, CONSTRAINT "fk_rails_e2b7afda3b"
FOREIGN KEY ("account_id")
  REFERENCES "accounts" ("id")
);
CREATE INDEX "index_invoices_on_account_id" ON "invoices" ("account_id");
CREATE TABLE "comments" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "commentable_type" varchar, "commentable_id" integer, "body" text);
CREATE INDEX "index_comments_on_commentable" ON "comments" ("commentable_type", "commentable_id");
INSERT INTO accounts VALUES (7, 'Acme', 'pro', 12.5, 1, '2020', '2020');
INSERT INTO invoices VALUES (3, 7, 'A-1', 10, '2020');
INSERT INTO comments VALUES (1, 'Invoice', 3, 'paid'), (2, 'Account', 7, NULL);
-- next
CREATE TABLE "schema_migrations" ("version" varchar NOT NULL PRIMARY KEY);
CREATE TABLE "ar_internal_metadata" ("key" varchar NOT NULL PRIMARY KEY, "value" varchar, "created_at" datetime(6) NOT NULL, "updated_at" datetime(6) NOT NULL);
CREATE TABLE "accounts" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "name" varchar NOT NULL, "plan" varchar(40) DEFAULT 'basic' NOT NULL, "balance_cents" integer DEFAULT 0 NOT NULL, "active" boolean DEFAULT 1 NOT NULL, "parent_id" integer, "created_at" datetime(6) NOT NULL, "updated_at" datetime(6) NOT NULL, CONSTRAINT "fk_rails_parent" FOREIGN KEY ("parent_id") REFERENCES "accounts" ("id"));
CREATE INDEX "index_accounts_on_parent_id" ON "accounts" ("parent_id") WHERE parent_id IS NOT NULL;
CREATE TABLE "invoices" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "account_id" integer NOT NULL, "number" varchar NOT NULL, "total" decimal(12,2) DEFAULT 0 NOT NULL, "paid_at" datetime(6), "created_at" datetime(6) NOT NULL, CONSTRAINT "fk_rails_e2b7afda3b"
FOREIGN KEY ("account_id")
  REFERENCES "accounts" ("id")
 ON DELETE CASCADE, CONSTRAINT total_positive CHECK (total >= 0));
CREATE INDEX "index_invoices_on_account_id" ON "invoices" ("account_id");
CREATE UNIQUE INDEX "index_invoices_on_account_id_and_number" ON "invoices" ("account_id", "number");
CREATE TABLE "comments" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "commentable_type" varchar, "commentable_id" integer, "body" text);
CREATE INDEX "index_comments_on_commentable" ON "comments" ("commentable_type", "commentable_id" DESC);
INSERT INTO accounts VALUES (7, 'Acme', 'pro', 1250, 1, NULL, '2020', '2020');
INSERT INTO invoices VALUES (3, 7, 'A-1', 10, NULL, '2020');
INSERT INTO comments VALUES (1, 'Invoice', 3, 'paid'), (2, 'Account', 7, NULL);
-- next comments=notes notes.body=content
CREATE TABLE "schema_migrations" ("version" varchar NOT NULL PRIMARY KEY);
CREATE TABLE "accounts" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "name" varchar NOT NULL, "balance_cents" integer DEFAULT 0 NOT NULL, "active" boolean DEFAULT 1 NOT NULL, "settings" json DEFAULT '{}' NOT NULL, "slug" varchar GENERATED ALWAYS AS (lower(replace("name", ' ', '-'))) VIRTUAL, "created_at" datetime(6) NOT NULL, "updated_at" datetime(6) NOT NULL);
CREATE UNIQUE INDEX "index_accounts_on_slug" ON "accounts" ("slug");
CREATE TABLE "invoices" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "account_id" integer NOT NULL, "number" varchar NOT NULL, "total" decimal(12,2) DEFAULT 0 NOT NULL, "paid_at" datetime(6), "created_at" datetime(6) NOT NULL, CONSTRAINT "fk_rails_e2b7afda3b" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE RESTRICT);
CREATE UNIQUE INDEX "index_invoices_on_account_id_and_number" ON "invoices" ("account_id", "number");
CREATE TABLE "notes" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "commentable_type" varchar NOT NULL, "commentable_id" integer NOT NULL, "content" text);
CREATE INDEX "index_notes_on_commentable" ON "notes" ("commentable_type", "commentable_id");
INSERT INTO accounts (id, name, balance_cents, active, settings, created_at, updated_at) VALUES (7, 'Acme Inc', 1250, 1, '{}', '2020', '2020');
INSERT INTO invoices VALUES (3, 7, 'A-1', 10, NULL, '2020');
INSERT INTO notes VALUES (1, 'Invoice', 3, 'paid'), (2, 'Account', 7, NULL);
