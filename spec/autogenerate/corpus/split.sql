-- A table that is split, columns that are joined, keys that change, conflict clauses.
CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  first_name TEXT,
  last_name TEXT,
  street TEXT, city TEXT, zip TEXT,
  email TEXT UNIQUE ON CONFLICT IGNORE
);
CREATE TABLE orders (
  number TEXT PRIMARY KEY,
  customer_id INT NOT NULL REFERENCES customers,
  state INTEGER NOT NULL DEFAULT 0 CHECK (state IN (0, 1, 2))
);
CREATE TABLE order_lines (order_number TEXT REFERENCES orders (number), line INTEGER, product TEXT, UNIQUE (order_number, line));
INSERT INTO customers VALUES (1, 'Ann', 'Lee', 'S', 'C', '1', 'a@example.org');
INSERT INTO orders VALUES ('X1', 1, 2);
INSERT INTO order_lines VALUES ('X1', 1, 'p');
-- next orders.state=status
CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL DEFAULT '',
  email TEXT UNIQUE
);
CREATE TABLE addresses (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
  street TEXT, city TEXT, zip TEXT
);
CREATE INDEX ix_addresses_customer_id ON addresses (customer_id);
CREATE TABLE orders (
  number TEXT PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers,
  status INTEGER NOT NULL DEFAULT 0 CHECK (status IN (0, 1, 2, 3))
);
CREATE TABLE order_lines (order_number TEXT NOT NULL REFERENCES orders (number) ON DELETE CASCADE, line INTEGER NOT NULL, product TEXT, amount INTEGER NOT NULL DEFAULT 1 CHECK (amount > 0), PRIMARY KEY (order_number, line)) WITHOUT ROWID;
INSERT INTO customers VALUES (1, 'Ann Lee', 'a@example.org');
INSERT INTO addresses VALUES (1, 1, 'S', 'C', '1');
INSERT INTO orders VALUES ('X1', 1, 2);
INSERT INTO order_lines VALUES ('X1', 1, 'p', 1);
-- next
CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL DEFAULT '',
  email TEXT UNIQUE,
  address_id INTEGER REFERENCES addresses (id)
);
CREATE TABLE addresses (
  id INTEGER PRIMARY KEY,
  street TEXT, city TEXT, zip TEXT,
  UNIQUE (street, city, zip)
);
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  number TEXT UNIQUE,
  customer_id INTEGER NOT NULL REFERENCES customers,
  status TEXT NOT NULL DEFAULT 'new'
);
CREATE TABLE order_lines (order_number TEXT NOT NULL REFERENCES orders (number) ON DELETE CASCADE, line INTEGER NOT NULL, product TEXT, amount INTEGER NOT NULL DEFAULT 1 CHECK (amount > 0), PRIMARY KEY (order_number, line)) WITHOUT ROWID;
INSERT INTO customers VALUES (1, 'Ann Lee', 'a@example.org', NULL);
INSERT INTO orders VALUES (1, 'X1', 1, '2');
INSERT INTO order_lines VALUES ('X1', 1, 'p', 1);
