-- Full-text search over a table, with the triggers that keep it, and places in an R-Tree.
CREATE TABLE documents (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE VIRTUAL TABLE documents_search USING fts5(title, body, content='documents', content_rowid='id');
CREATE TRIGGER documents_ai AFTER INSERT ON documents BEGIN
  INSERT INTO documents_search(rowid, title, body) VALUES (new.id, new.title, new.body);
END;
CREATE TRIGGER documents_ad AFTER DELETE ON documents BEGIN
  INSERT INTO documents_search(documents_search, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);
END;
CREATE TRIGGER documents_au AFTER UPDATE ON documents BEGIN
  INSERT INTO documents_search(documents_search, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);
  INSERT INTO documents_search(rowid, title, body) VALUES (new.id, new.title, new.body);
END;
CREATE VIRTUAL TABLE areas USING rtree(id, min_x, max_x, min_y, max_y);
INSERT INTO documents VALUES (1, 'one', 'some words');
INSERT INTO areas VALUES (1, 0, 1, 0, 1);
-- next
CREATE TABLE documents (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  language TEXT NOT NULL DEFAULT 'en' -- ISO 639
);
CREATE VIRTUAL TABLE documents_search USING fts5(title, body, content='documents', content_rowid='id', tokenize='porter unicode61');
CREATE TRIGGER documents_ai AFTER INSERT ON documents BEGIN
  INSERT INTO documents_search(rowid, title, body) VALUES (new.id, new.title, new.body);
END;
CREATE TRIGGER documents_ad AFTER DELETE ON documents BEGIN
  INSERT INTO documents_search(documents_search, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);
END;
CREATE TRIGGER documents_au AFTER UPDATE OF title, body ON documents BEGIN
  INSERT INTO documents_search(documents_search, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);
  INSERT INTO documents_search(rowid, title, body) VALUES (new.id, new.title, new.body);
END;
CREATE VIRTUAL TABLE areas USING rtree(id, min_x, max_x, min_y, max_y, +label TEXT);
INSERT INTO documents VALUES (1, 'one', 'some words', 'en');
-- next documents=pages
CREATE TABLE pages (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  language TEXT NOT NULL DEFAULT 'en', -- ISO 639
  path TEXT UNIQUE
);
CREATE VIRTUAL TABLE pages_search USING fts5(title, body, path UNINDEXED, content='pages', content_rowid='id');
CREATE TRIGGER pages_ai AFTER INSERT ON pages BEGIN
  INSERT INTO pages_search(rowid, title, body, path) VALUES (new.id, new.title, new.body, new.path);
END;
CREATE VIEW pages_in_english AS SELECT * FROM pages WHERE language = 'en';
INSERT INTO pages VALUES (1, 'one', 'some words', 'en', '/one');
