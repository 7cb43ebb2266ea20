-- Strict tables without rowids, keys of several columns, history by triggers.
CREATE TABLE accounts (code TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, parent TEXT REFERENCES accounts (code)) STRICT, WITHOUT ROWID;
CREATE TABLE entries (book INTEGER NOT NULL, number INTEGER NOT NULL, line INTEGER NOT NULL, account TEXT NOT NULL REFERENCES accounts, amount INTEGER NOT NULL CHECK (amount <> 0), PRIMARY KEY (book, number, line)) STRICT, WITHOUT ROWID;
CREATE TABLE history (id INTEGER PRIMARY KEY, book INTEGER, number INTEGER, line INTEGER, was INTEGER) STRICT;
CREATE TRIGGER entries_update AFTER UPDATE OF amount ON entries WHEN old.amount IS NOT new.amount BEGIN
  INSERT INTO history (book, number, line, was) VALUES (old.book, old.number, old.line, old.amount);
END;
CREATE TRIGGER entries_delete BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'entries stay; "why"'); END;
CREATE VIEW balances AS SELECT account, sum(amount) AS balance FROM entries GROUP BY account;
INSERT INTO accounts VALUES ('1', 'assets', NULL), ('11', 'cash', '1');
INSERT INTO entries VALUES (1, 1, 1, '11', 100), (1, 1, 2, '1', -100);
-- next
CREATE TABLE accounts (code TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE, parent TEXT REFERENCES accounts (code) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED) STRICT, WITHOUT ROWID;
CREATE TABLE entries (book INTEGER NOT NULL, number INTEGER NOT NULL, line INTEGER NOT NULL, account TEXT NOT NULL REFERENCES accounts, amount INTEGER NOT NULL CHECK (amount <> 0), currency TEXT NOT NULL DEFAULT 'EUR', PRIMARY KEY (book, number, line DESC)) STRICT, WITHOUT ROWID;
CREATE INDEX entries_account ON entries (account);
CREATE TABLE history (id INTEGER PRIMARY KEY, book INTEGER, number INTEGER, line INTEGER, was INTEGER, at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, FOREIGN KEY (book, number, line) REFERENCES entries) STRICT;
CREATE TRIGGER entries_update AFTER UPDATE OF amount, currency ON entries WHEN old.amount IS NOT new.amount OR old.currency <> new.currency BEGIN
  INSERT INTO history (book, number, line, was) VALUES (old.book, old.number, old.line, old.amount);
END;
CREATE VIEW balances AS SELECT account, currency, sum(amount) AS balance FROM entries GROUP BY account, currency;
INSERT INTO accounts VALUES ('1', 'assets', NULL), ('11', 'cash', '1');
INSERT INTO entries VALUES (1, 1, 1, '11', 100, 'EUR'), (1, 1, 2, '1', -100, 'EUR');
INSERT INTO history VALUES (1, 1, 1, 1, 50, '2020');
-- next history=changes
CREATE TABLE accounts (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL, parent TEXT REFERENCES accounts (code) ON UPDATE CASCADE) STRICT;
CREATE TABLE entries (id INTEGER PRIMARY KEY, book INTEGER NOT NULL, number INTEGER NOT NULL, line INTEGER NOT NULL, account TEXT NOT NULL REFERENCES accounts (code), amount REAL NOT NULL, currency TEXT NOT NULL DEFAULT 'EUR', UNIQUE (book, number, line));
CREATE INDEX entries_account ON entries (account, currency);
CREATE TABLE changes (id INTEGER PRIMARY KEY, book INTEGER, number INTEGER, line INTEGER, was REAL, at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, FOREIGN KEY (book, number, line) REFERENCES entries (book, number, line) ON DELETE CASCADE);
CREATE VIEW balances (account, balance) AS SELECT account, sum(amount) FROM entries GROUP BY account;
INSERT INTO accounts VALUES (1, '1', 'assets', NULL), (2, '11', 'cash', '1');
INSERT INTO entries VALUES (1, 1, 1, 1, '11', 100, 'EUR'), (2, 1, 1, 2, '1', -100, 'EUR');
INSERT INTO changes VALUES (1, 1, 1, 1, 50, '2020');
