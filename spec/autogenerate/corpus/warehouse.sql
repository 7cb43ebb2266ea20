-- Views over views with INSTEAD OF triggers, and tables that refer to one another in a
-- circle.
CREATE TABLE suppliers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, main_part INTEGER REFERENCES parts (id));
CREATE TABLE parts (id INTEGER PRIMARY KEY, name TEXT NOT NULL, supplier INTEGER NOT NULL REFERENCES suppliers (id), replaced_by INTEGER REFERENCES parts (id));
CREATE TABLE stock (part INTEGER NOT NULL REFERENCES parts (id), place TEXT NOT NULL, count INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (part, place));
CREATE VIEW current_parts AS SELECT id, name, supplier FROM parts WHERE replaced_by IS NULL;
CREATE VIEW stocked AS SELECT p.id, p.name, total(s.count) AS count FROM current_parts p LEFT JOIN stock s ON s.part = p.id GROUP BY p.id;
CREATE VIEW missing AS SELECT * FROM stocked WHERE count < 1;
CREATE TRIGGER current_parts_insert INSTEAD OF INSERT ON current_parts BEGIN
  INSERT INTO parts (id, name, supplier) VALUES (new.id, new.name, new.supplier);
END;
CREATE TRIGGER stocked_update INSTEAD OF UPDATE OF count ON stocked BEGIN
  UPDATE stock SET count = new.count WHERE part = new.id;
  UPDATE current_parts SET name = new.name WHERE id = new.id AND 0;
END;
CREATE TRIGGER current_parts_update INSTEAD OF UPDATE ON current_parts BEGIN
  UPDATE parts SET name = new.name WHERE id = new.id;
END;
INSERT INTO suppliers VALUES (1, 'S', NULL);
INSERT INTO parts VALUES (1, 'bolt', 1, NULL), (2, 'nut', 1, 1);
UPDATE suppliers SET main_part = 1;
INSERT INTO stock VALUES (1, 'A', 5);
-- next
CREATE TABLE suppliers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, main_part INTEGER REFERENCES parts (id) ON DELETE SET NULL);
CREATE TABLE parts (id INTEGER PRIMARY KEY, name TEXT NOT NULL, supplier INTEGER NOT NULL REFERENCES suppliers (id), replaced_by INTEGER REFERENCES parts (id), unit TEXT NOT NULL DEFAULT 'piece');
CREATE TABLE places (code TEXT PRIMARY KEY NOT NULL);
CREATE TABLE stock (part INTEGER NOT NULL REFERENCES parts (id), place TEXT NOT NULL, count REAL NOT NULL DEFAULT 0, PRIMARY KEY (part, place));
CREATE VIEW current_parts AS SELECT id, name, supplier, unit FROM parts WHERE replaced_by IS NULL;
CREATE VIEW stocked AS SELECT p.id, p.name, total(s.count) AS count FROM current_parts p LEFT JOIN stock s ON s.part = p.id GROUP BY p.id;
CREATE VIEW missing AS SELECT * FROM stocked WHERE count <= 0;
CREATE TRIGGER current_parts_insert INSTEAD OF INSERT ON current_parts BEGIN
  INSERT INTO parts (id, name, supplier, unit) VALUES (new.id, new.name, new.supplier, new.unit);
END;
CREATE TRIGGER stocked_update INSTEAD OF UPDATE OF count ON stocked BEGIN
  UPDATE stock SET count = new.count WHERE part = new.id;
END;
INSERT INTO suppliers VALUES (1, 'S', NULL);
INSERT INTO parts VALUES (1, 'bolt', 1, NULL, 'piece'), (2, 'nut', 1, 1, 'piece');
INSERT INTO places VALUES ('A');
INSERT INTO stock VALUES (1, 'A', 5);
-- next parts=items stock.part=item stock.count=amount
CREATE TABLE suppliers (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT NOT NULL, supplier INTEGER NOT NULL REFERENCES suppliers (id), replaced_by INTEGER REFERENCES items (id), unit TEXT NOT NULL DEFAULT 'piece');
CREATE TABLE places (code TEXT PRIMARY KEY NOT NULL, building TEXT) WITHOUT ROWID;
CREATE TABLE stock (item INTEGER NOT NULL REFERENCES items (id), place TEXT NOT NULL REFERENCES places (code) ON UPDATE CASCADE, amount REAL NOT NULL DEFAULT 0, PRIMARY KEY (item, place)) WITHOUT ROWID;
CREATE VIEW current_parts AS SELECT id, name, supplier, unit FROM items WHERE replaced_by IS NULL;
CREATE VIEW stocked AS SELECT p.id, p.name, total(s.amount) AS count FROM current_parts p LEFT JOIN stock s ON s.item = p.id GROUP BY p.id;
CREATE TRIGGER stocked_update INSTEAD OF UPDATE OF count ON stocked BEGIN
  UPDATE stock SET amount = new.count WHERE item = new.id;
END;
INSERT INTO suppliers VALUES (1, 'S');
INSERT INTO items VALUES (1, 'bolt', 1, NULL, 'piece'), (2, 'nut', 1, 1, 'piece');
INSERT INTO places VALUES ('A', NULL);
INSERT INTO stock VALUES (1, 'A', 5);
