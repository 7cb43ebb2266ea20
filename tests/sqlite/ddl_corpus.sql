-- What the parser of definitions must read as SQLite does (ddl_corpus_test.c). Entries
-- are parted by empty lines; each is run in an empty database. SQLite must accept it,
-- unless it begins with "-- refused"; "-- from 3046000" leaves it to newer versions.
SELECT 1;

CREATE TABLE t(a)

create table t ( a , b );

CREATE TABLE t(a INT, b TEXT, c REAL, d BLOB, e NUMERIC, f ANY)

CREATE TABLE"t"("a")

CREATE TABLE`t`(`a`)

CREATE TABLE[t]([a])

CREATE TABLE't'('a')

CREATE TABLE "a ""b"" c"("d""" "e""f")

CREATE TABLE `a ``b`` c`(`d``` [my type])

CREATE TABLE 'it''s'('''' TEXT)

CREATE TABLE [a "b" 'c' `d`]([(] INT, [)] INT, [,] INT, [;] INT, [--] INT, [/*] INT)

CREATE TABLE ""("" TEXT)

CREATE TABLE "1"("2" INT, "3.5" INT, "x'00'" INT, "?" INT)

CREATE TABLE größe(höhe INT, 高さ INT, "breite ß" INT)

CREATE TABLE a$b(c$ INT, _ INT, __x INT, d9 INT)

CREATE TABLE t(
  -- the key
  a INTEGER PRIMARY KEY, -- with a comma ,
  /* b is ) not a parenthesis */
  b TEXT /* 'not a string */ NOT NULL, -- "not a name
  c TEXT -- the last one
)

CREATE/**/TABLE/**/t/**/(/**/a/**/INT/**/NOT/**/NULL/**/)/**/

CREATE -- TABLE
TABLE -- t
t -- (
(a -- )
)

CREATE TABLE t(a INT) -- at the end

CREATE TABLE t(a INT) /* not closed

CREATE TABLE t(a INT/* * / ** //* */)

CREATE TABLE t(a INT /***/, b INT /**/ /*/*/)

CREATE TABLE main.t(a); CREATE TABLE "main"."u"(a); CREATE TABLE 'main'.'v'(a)

CREATE TEMP TABLE t(a); CREATE TEMPORARY TABLE u(a); CREATE TABLE temp.v(a)

CREATE TABLE IF NOT EXISTS t(a); CREATE TABLE if not exists t(b);

CREATE TABLE t(a INT);;

-- refused: a SELECT is not stored
CREATE TABLE t AS

CREATE TABLE t AS SELECT 1 AS a, 'x' AS "b c"; CREATE TABLE "as" AS SELECT 2 AS select_

-- refused: no column
CREATE TABLE t()

-- refused
CREATE TABLE t

-- refused
CREATE TABLE t(a

-- refused
CREATE TABLE t(a,)

-- refused
CREATE TABLE t(,a)

-- refused
CREATE TABLE t(a,,b)

-- refused
CREATE TABLE t(a))

-- refused
CREATE TABLE t((a))

-- refused: a constraint is no column
CREATE TABLE t(CHECK (1))

-- refused
CREATE TABLE t(a, PRIMARY KEY(a), b)

-- refused: a string that is not closed
CREATE TABLE t(a DEFAULT 'x)

-- refused: a name that is not closed
CREATE TABLE t("a)

-- refused: a name that is not closed
CREATE TABLE t([a)

-- refused: a blob of an odd length
CREATE TABLE t(a DEFAULT x'0')

-- refused: a blob that is none
CREATE TABLE t(a DEFAULT x'0g')

-- refused: a number with letters
CREATE TABLE t(a DEFAULT 12ab)

-- refused: no byte of SQL
CREATE TABLE t(a # b)

-- refused
CREATE TABLE t(a INT) u

-- refused
CREATE TABLE select(a)

-- refused: bare words of the grammar
CREATE TABLE t(order INT)

-- refused: bare words of the grammar
CREATE TABLE t(a unknown words table)

-- types

CREATE TABLE t(a VARCHAR(10), b VARCHAR ( 10 ), c CHARACTER VARYING(255), d DECIMAL(10,5), e DECIMAL( -10 , +5 ))

CREATE TABLE t(a NUMERIC(1.5), b NUMERIC(1e3), c NUMERIC(.5), d NUMERIC(0x10))

CREATE TABLE t(a DOUBLE PRECISION NOT NULL, b UNSIGNED BIG INT DEFAULT 0, c NATIVE CHARACTER(70) NULL)

CREATE TABLE t(a one two three four five six seven eight nine ten)

CREATE TABLE t(a  INT	UNSIGNED
  ZEROFILL)

CREATE TABLE t(a "VARCHAR", b 'VARCHAR', c [VARCHAR], d `VARCHAR`)

CREATE TABLE t(a "VARCHAR"(10), b [my type](10, 5), c 'x' [y], d x "y" z)

CREATE TABLE t(a "integer" PRIMARY KEY)

CREATE TABLE t(a 'INTEGER' PRIMARY KEY)

CREATE TABLE t(a "integer " PRIMARY KEY)

CREATE TABLE t(a "", b '', c "x", d "xy")

CREATE TABLE t(a "a""b", b 'it''s', c [it's])

CREATE TABLE t(a integer, b InTeGeR, c int, d Text, e any, f reaL)

CREATE TABLE t(a INT /* of the year */ UNSIGNED /* x */)

CREATE TABLE t(a INT -- a comment
  UNSIGNED)

CREATE TABLE t(a key, b no action, c replace, d desc, e if, f with, g without rowid)

CREATE TABLE t(a FLOATING POINT, b CHARINT, c XBLOBY, d STRING)

CREATE TABLE t(a GENERATED, b ALWAYS, c GENERATED x, d GENERATED ALWAYS)

CREATE TABLE t(a x GENERATED ALWAYS, b VARYING CHARACTER ALWAYS, c sometimesoralways)

CREATE TABLE t(a x GENERATED ALWAYS NOT NULL, b ALWAYS GENERATED ALWAYS GENERATED ALWAYS DEFAULT 1)

CREATE TABLE t(a "generated always", b 'x generated always', c INT)

-- refused: no size without a type
CREATE TABLE t(a (10))

-- refused: the size ends the type
CREATE TABLE t(a VARCHAR(10) CHARACTER)

-- refused
CREATE TABLE t(a VARCHAR())

-- refused
CREATE TABLE t(a VARCHAR(10,5,2))

-- refused
CREATE TABLE t(a VARCHAR(max))

-- refused
CREATE TABLE t(a VARCHAR('10'))

-- refused
CREATE TABLE t(a VARCHAR(x'10'))

-- refused: a join word is no type
CREATE TABLE t(a LEFT)

-- generated columns

CREATE TABLE t(a INT, b INT GENERATED ALWAYS AS (a + 1), c INT AS (a), d AS (a), e GENERATED ALWAYS AS (a))

CREATE TABLE t(a INT, b INT AS (a) STORED, c INT AS (a) VIRTUAL, d AS (a) stored NOT NULL, e AS (a) Virtual UNIQUE)

CREATE TABLE t(a INT, b INT NOT NULL GENERATED ALWAYS AS (a) STORED CHECK (b > 0))

CREATE TABLE t(a, b VARCHAR(10) GENERATED ALWAYS AS (substr(a, 1, 10)))

CREATE TABLE t(a, b x GENERATED AS (a), c x ALWAYS AS (a), d ALWAYS AS (a))

CREATE TABLE t(a, b longer type ALWAYS AS (a), c GENERATED/**/ALWAYS AS (a), d INT GENERATED /**/ ALWAYS AS (a))

CREATE TABLE t(a, b INT /* x */ GENERATED ALWAYS AS (a))

CREATE TABLE t(a, b "T" GENERATED ALWAYS AS (a), c 'my type' GENERATED ALWAYS AS (a) STORED, d [T]AS(a))

CREATE TABLE t(a, b INT CONSTRAINT g GENERATED ALWAYS AS (a || ')') VIRTUAL CONSTRAINT h)

CREATE TABLE t(a, b AS (CASE WHEN a THEN ')' ELSE '(' END) COLLATE nocase)

CREATE TABLE t(a INT, b INT AS (a * 2) REFERENCES p(x))

-- refused
CREATE TABLE t(a, b AS (a) FIRM)

-- refused
CREATE TABLE t(a, b AS (a) "stored")

-- refused
CREATE TABLE t(a, b AS ())

-- refused
CREATE TABLE t(a, b AS a)

-- refused
CREATE TABLE t(a, b INT NOT NULL GENERATED AS (a))

-- NOT NULL, NULL, UNIQUE, PRIMARY KEY

CREATE TABLE t(a NOT NULL, b NULL, c NOT NULL NULL, d NULL NOT NULL, e NOT/**/NULL)

CREATE TABLE t(a NOT NULL ON CONFLICT ROLLBACK, b NOT NULL ON CONFLICT ABORT, c NOT NULL ON CONFLICT FAIL, d NOT NULL ON CONFLICT IGNORE, e NOT NULL ON CONFLICT REPLACE DEFAULT 1)

CREATE TABLE t(a NULL ON CONFLICT FAIL, b INT NULL ON CONFLICT IGNORE NOT NULL ON CONFLICT ABORT)

CREATE TABLE t(a UNIQUE, b UNIQUE ON CONFLICT IGNORE, c UNIQUE UNIQUE, d UNIQUE NOT NULL UNIQUE)

CREATE TABLE t(a PRIMARY KEY, b UNIQUE)

CREATE TABLE t(a INTEGER PRIMARY KEY)

CREATE TABLE t(a INTEGER PRIMARY KEY ASC)

CREATE TABLE t(a INTEGER PRIMARY KEY DESC)

CREATE TABLE t(a INT PRIMARY KEY)

CREATE TABLE t(a TEXT PRIMARY KEY DESC ON CONFLICT REPLACE)

CREATE TABLE t(a INTEGER PRIMARY KEY AUTOINCREMENT)

CREATE TABLE t(a INTEGER PRIMARY KEY ASC ON CONFLICT FAIL AUTOINCREMENT NOT NULL)

CREATE TABLE t(a INTEGER NOT NULL CONSTRAINT pk PRIMARY KEY AUTOINCREMENT DEFAULT 5 UNIQUE)

CREATE TABLE t(a INTEGER, b, PRIMARY KEY(a AUTOINCREMENT))

CREATE TABLE t(a INTEGER, b, PRIMARY KEY(a ASC AUTOINCREMENT) ON CONFLICT IGNORE)

CREATE TABLE t(a INTEGER, b, PRIMARY KEY(a DESC))

CREATE TABLE t(a INTEGER UNIQUE PRIMARY KEY, b)

CREATE TABLE t(a INTEGER PRIMARY KEY UNIQUE, b UNIQUE)

CREATE TABLE t(a INTEGER, PRIMARY KEY("a"))

CREATE TABLE t(a INTEGER, PRIMARY KEY('a'))

CREATE TABLE t(a INTEGER, PRIMARY KEY((a)))

CREATE TABLE t(a INTEGER, PRIMARY KEY(A))

CREATE TABLE t(a, b, c, PRIMARY KEY(c, a DESC, b COLLATE nocase))

CREATE TABLE t(a, b, PRIMARY KEY(b, a), UNIQUE(a, b), UNIQUE(b, a))

CREATE TABLE t(a, b, UNIQUE(b, a), PRIMARY KEY(b, a))

CREATE TABLE t(a UNIQUE, b, UNIQUE(a), UNIQUE(a DESC), UNIQUE(a COLLATE nocase))

CREATE TABLE t(a, b, UNIQUE(a COLLATE nocase COLLATE rtrim), UNIQUE((b) COLLATE nocase DESC), UNIQUE((a COLLATE nocase), ((b))))

CREATE TABLE t(a UNIQUE COLLATE nocase, b COLLATE nocase UNIQUE COLLATE rtrim)

CREATE TABLE t(a, b, UNIQUE('a', "b" DESC, a ASC))

CREATE TABLE t(a, b, UNIQUE('a' COLLATE nocase) ON CONFLICT ROLLBACK)

CREATE TABLE t(asc, desc, UNIQUE(asc DESC, desc ASC), UNIQUE(desc desc, asc))

CREATE TABLE t(collate_, "collate", UNIQUE("collate" COLLATE nocase))

CREATE TABLE t(a COLLATE nocase COLLATE binary, b COLLATE "nocase", c COLLATE 'rtrim', d COLLATE [odd one])

-- refused
CREATE TABLE t(a UNIQUE DESC)

-- refused
CREATE TABLE t(a PRIMARY KEY AUTOINCREMENT DESC)

-- refused
CREATE TABLE t(a, PRIMARY KEY(a + 1))

-- refused
CREATE TABLE t(a, UNIQUE(a || ''))

-- refused
CREATE TABLE t(a, UNIQUE())

-- refused
CREATE TABLE t(a, UNIQUE(a NULLS LAST))

-- refused
CREATE TABLE t(a, UNIQUE(a AUTOINCREMENT))

-- refused
CREATE TABLE t(a ON CONFLICT IGNORE)

-- refused
CREATE TABLE t(a NOT NULL ON CONFLICT DESTROY)

-- refused
CREATE TABLE t(a NOT)

-- refused
CREATE TABLE t(a COLLATE)

-- CHECK

CREATE TABLE t(a CHECK (a > 0), b CHECK(b) CHECK(a<b), CHECK (a <> b))

CREATE TABLE t(a, CHECK (a IN (1, 2, (3))) CHECK (a NOT IN ('(', ')')))

CREATE TABLE t(a CHECK (a LIKE '%''%' ESCAPE '''' AND "a" GLOB '*[)]*'))

CREATE TABLE t(a, CHECK (a > 0) ON CONFLICT IGNORE, CHECK (1) ON CONFLICT REPLACE)

CREATE TABLE t(a, CHECK (CASE a WHEN 1 THEN 2 ELSE 3 END), CHECK (CAST(a AS VARCHAR(10)) <> x'2829'))

CREATE TABLE t(a, CHECK (a -- )
  > 0 /* ) */), CHECK ( /* first */ a /* last */ ))

CREATE TABLE t(a, CHECK (json_extract(a, '$.x') -> 'y' ->> 'z' IS NOT NULL))

-- refused
CREATE TABLE t(a CHECK a > 0)

-- refused
CREATE TABLE t(a CHECK ())

-- refused
CREATE TABLE t(a CHECK (a > 0) ON CONFLICT IGNORE)

-- refused
CREATE TABLE t(a CHECK ((a > 0))

-- DEFAULT

CREATE TABLE t(a DEFAULT 1, b DEFAULT -1, c DEFAULT +1, d DEFAULT - 1.5e-3, e DEFAULT .5, f DEFAULT 5., g DEFAULT 0xfF)

CREATE TABLE t(a DEFAULT 'x', b DEFAULT 'it''s', c DEFAULT '', d DEFAULT "x y", e DEFAULT [x], f DEFAULT `x`)

CREATE TABLE t(a DEFAULT NULL, b DEFAULT TRUE, c DEFAULT false, d DEFAULT -NULL, e DEFAULT "true", f DEFAULT unknown)

CREATE TABLE t(a DEFAULT CURRENT_TIME, b DEFAULT current_date, c DEFAULT CURRENT_TIMESTAMP, d DEFAULT -CURRENT_TIME, e DEFAULT(CURRENT_TIME))

CREATE TABLE t(a DEFAULT x'', b DEFAULT X'0aFF', c DEFAULT -'x', d DEFAULT + x'00', e DEFAULT -'it''s')

CREATE TABLE t(a DEFAULT (1), b DEFAULT ( 1 + (2) ), c DEFAULT ('(' || ')'), d DEFAULT (((1))), e DEFAULT(x'29'))

CREATE TABLE t(a DEFAULT ( /* one */ 1 /* two */ ), b DEFAULT (
  2
))

CREATE TABLE t(a DEFAULT 1 DEFAULT 2, b DEFAULT 1 NOT NULL DEFAULT (3))

CREATE TABLE t(a DEFAULT key, b DEFAULT no, c DEFAULT desc NOT NULL, d DEFAULT indexed, e DEFAULT generated, f DEFAULT if)

-- refused
CREATE TABLE t(a INT DEFAULT 5 GENERATED, b)

CREATE TABLE t(a DEFAULT - /* minus */ 5, b DEFAULT -- plus
  + 5)

-- from 3046000
CREATE TABLE t(a DEFAULT 1_000, b DEFAULT 0xf_f, c DEFAULT 1_0.5_0e1_0)

-- refused
CREATE TABLE t(a DEFAULT)

-- refused
CREATE TABLE t(a DEFAULT -)

-- refused
CREATE TABLE t(a DEFAULT - -1)

-- refused
CREATE TABLE t(a DEFAULT -key)

-- refused
CREATE TABLE t(a DEFAULT 1 + 2)

-- refused
CREATE TABLE t(a DEFAULT ())

-- refused
CREATE TABLE t(a DEFAULT f(1))

-- refused
CREATE TABLE t(a DEFAULT left)

-- refused
CREATE TABLE t(a DEFAULT ?1)

-- foreign keys

CREATE TABLE t(a REFERENCES p, b REFERENCES p(x), c REFERENCES "p"("x"), d REFERENCES 'p'('x'), e REFERENCES [p q]([x y]))

CREATE TABLE t(a REFERENCES p ON DELETE CASCADE, b REFERENCES p ON DELETE SET NULL, c REFERENCES p ON DELETE SET DEFAULT, d REFERENCES p ON DELETE RESTRICT, e REFERENCES p ON DELETE NO ACTION)

CREATE TABLE t(a REFERENCES p ON UPDATE CASCADE ON DELETE SET NULL, b REFERENCES p ON DELETE CASCADE ON DELETE RESTRICT ON UPDATE NO ACTION ON UPDATE SET DEFAULT)

CREATE TABLE t(a REFERENCES p ON INSERT CASCADE, b REFERENCES p ON INSERT SET NULL ON DELETE CASCADE ON INSERT RESTRICT)

CREATE TABLE t(a REFERENCES p MATCH FULL, b REFERENCES p MATCH simple ON DELETE CASCADE MATCH "partial one", c REFERENCES p MATCH 'x')

CREATE TABLE t(a REFERENCES p DEFERRABLE, b REFERENCES p NOT DEFERRABLE, c REFERENCES p DEFERRABLE INITIALLY DEFERRED, d REFERENCES p DEFERRABLE INITIALLY IMMEDIATE, e REFERENCES p NOT DEFERRABLE INITIALLY DEFERRED, f REFERENCES p NOT DEFERRABLE INITIALLY IMMEDIATE)

CREATE TABLE t(a REFERENCES p NOT NULL DEFERRABLE, b REFERENCES p NOT DEFERRABLE NOT NULL DEFERRABLE INITIALLY DEFERRED)

CREATE TABLE t(a DEFERRABLE, b NOT DEFERRABLE INITIALLY DEFERRED, c)

CREATE TABLE t(a REFERENCES p, b INT DEFERRABLE INITIALLY DEFERRED, c)

CREATE TABLE t(a REFERENCES p REFERENCES q(x) CONSTRAINT r REFERENCES r)

CREATE TABLE t(a, b, FOREIGN KEY(a) REFERENCES p, FOREIGN KEY (a, b) REFERENCES p(x, y), FOREIGN KEY("b", 'a') REFERENCES "q r"(y, x) ON DELETE CASCADE ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED)

CREATE TABLE t(a, b, FOREIGN KEY(a, b) REFERENCES p MATCH full NOT DEFERRABLE CHECK (1) FOREIGN KEY(B) REFERENCES t)

CREATE TABLE t(a INTEGER PRIMARY KEY, parent INT REFERENCES t(a) ON DELETE CASCADE)

CREATE TABLE t(key REFERENCES key(key), no REFERENCES no ON DELETE NO ACTION, action REFERENCES action(no), match REFERENCES match MATCH match)

CREATE TABLE t(a REFERENCES p DEFAULT 1 COLLATE nocase, b REFERENCES p UNIQUE, c REFERENCES p CHECK (c) AS (1))

-- refused
CREATE TABLE t(a REFERENCES)

-- refused
CREATE TABLE t(a REFERENCES p())

-- refused
CREATE TABLE t(a REFERENCES main.p)

-- refused
CREATE TABLE t(a REFERENCES p(x, y))

-- refused
CREATE TABLE t(a REFERENCES p ON DELETE)

-- refused
CREATE TABLE t(a REFERENCES p ON DELETE EXPLODE)

-- refused
CREATE TABLE t(a REFERENCES p ON DELETE SET)

-- refused
CREATE TABLE t(a REFERENCES p DEFERRABLE INITIALLY)

-- refused
CREATE TABLE t(a REFERENCES p INITIALLY DEFERRED)

-- refused
CREATE TABLE t(a, FOREIGN KEY a REFERENCES p)

-- refused
CREATE TABLE t(a, FOREIGN KEY(a) REFERENCES p DEFERRABLE DEFERRABLE)

-- refused
CREATE TABLE t(a, FOREIGN KEY(a))

-- refused: only in files of old versions
CREATE TABLE t(a REFERENCES p(x COLLATE nocase))

-- names of constraints

CREATE TABLE t(a CONSTRAINT n NOT NULL, b CONSTRAINT u UNIQUE CONSTRAINT c CHECK (b), c CONSTRAINT "d e" DEFAULT 1)

CREATE TABLE t(a CONSTRAINT x, b CONSTRAINT x CONSTRAINT y, c CONSTRAINT x CONSTRAINT y NOT NULL)

CREATE TABLE t(a, CONSTRAINT x, CONSTRAINT y CONSTRAINT z CHECK (a), CONSTRAINT 'w')

CREATE TABLE t(a, CONSTRAINT x CHECK (a) CONSTRAINT y UNIQUE(a) CONSTRAINT z)

CREATE TABLE t(a CONSTRAINT [c] COLLATE nocase CONSTRAINT `d` REFERENCES p CONSTRAINT 'e' DEFERRABLE CONSTRAINT "f" AS (1), b)

CREATE TABLE t(a INT CONSTRAINT key PRIMARY KEY, b CONSTRAINT no NOT NULL)

CREATE TABLE t(a, CONSTRAINT pk PRIMARY KEY(a), CONSTRAINT fk FOREIGN KEY(a) REFERENCES p, CONSTRAINT uq UNIQUE(a))

-- refused
CREATE TABLE t(a CONSTRAINT)

-- refused
CREATE TABLE t(a, CONSTRAINT check CHECK (1))

-- table constraints without commas

CREATE TABLE t(a, b, UNIQUE(a) UNIQUE(b) CHECK(a) CHECK(b) FOREIGN KEY(a) REFERENCES p PRIMARY KEY(a, b))

CREATE TABLE t(a, b, UNIQUE(a)UNIQUE(b),CHECK(a)CONSTRAINT x CHECK(b)CONSTRAINT y)

-- refused
CREATE TABLE t(a, UNIQUE(a),)

-- refused
CREATE TABLE t(a, UNIQUE(a),, CHECK(a))

-- refused
CREATE TABLE t(a, UNIQUE(a) NOT NULL)

-- options

CREATE TABLE t(a INT) STRICT

CREATE TABLE t(a INT PRIMARY KEY) WITHOUT ROWID

CREATE TABLE t(a INT PRIMARY KEY) WITHOUT ROWID, STRICT

CREATE TABLE t(a INT PRIMARY KEY) STRICT,WITHOUT ROWID

CREATE TABLE t(a INT PRIMARY KEY),STRICT,WITHOUT ROWID; CREATE TABLE u(a INT) /* x */ , STRICT

CREATE TABLE t(a INT PRIMARY KEY)strict,without/**/rowid,STRICT

CREATE TABLE t(a INT, b TEXT, PRIMARY KEY(a, b, a), UNIQUE(b)) WITHOUT ROWID

CREATE TABLE t(a INTEGER PRIMARY KEY, b UNIQUE) WITHOUT ROWID

CREATE TABLE t(a INTEGER PRIMARY KEY DESC, b UNIQUE) WITHOUT ROWID

CREATE TABLE t(a INTEGER UNIQUE, b, PRIMARY KEY(a)) WITHOUT ROWID

CREATE TABLE t(a TEXT PRIMARY KEY, b TEXT COLLATE nocase) STRICT

CREATE TABLE t(strict INT, without INT, rowid INT) STRICT -- , WITHOUT ROWID

-- refused
CREATE TABLE t(a INT) FIRM

-- refused
CREATE TABLE t(a INT PRIMARY KEY) WITHOUT OIDS

-- refused
CREATE TABLE t(a INT PRIMARY KEY) WITHOUT

-- refused
CREATE TABLE t(a INT) STRICT,

-- refused
CREATE TABLE t(a INT PRIMARY KEY) STRICT WITHOUT ROWID

-- refused
CREATE TABLE t(a INT) "strict"

-- as ALTER TABLE leaves them

CREATE TABLE t(a INT, b TEXT); ALTER TABLE t RENAME TO "new name"; ALTER TABLE "new name" RENAME COLUMN a TO "c d"; ALTER TABLE "new name" ADD COLUMN e DEFAULT 'x' NOT NULL

CREATE TABLE t /* first */ ( -- second
 a INT -- third
); ALTER TABLE t ADD b INT /* fourth */; ALTER TABLE t RENAME TO u; ALTER TABLE u ADD COLUMN "c" AS (a+b); ALTER TABLE u DROP COLUMN c

CREATE TABLE p(x PRIMARY KEY, y); CREATE TABLE c(a REFERENCES p(x), FOREIGN KEY(a) REFERENCES p(x)); ALTER TABLE p RENAME TO "the p"; ALTER TABLE "the p" RENAME x TO "the x"

CREATE TABLE t(a, b, CHECK (a > b)); CREATE INDEX i ON t(a + b) WHERE a > 0; CREATE VIEW v AS SELECT a FROM t; CREATE TRIGGER r AFTER UPDATE OF a ON t WHEN new.a BEGIN UPDATE t SET a = 1; END; ALTER TABLE t RENAME a TO "c""d"; ALTER TABLE t RENAME TO "it's"

-- indexes

CREATE TABLE t(a, b, c); CREATE INDEX i ON t(a); CREATE UNIQUE INDEX j ON t(b, c); CREATE INDEX IF NOT EXISTS main.k ON "t"("a", `b`, [c]); CREATE INDEX 'l' ON 't'('a')

CREATE TABLE t(a, b); CREATE INDEX i ON t(a ASC, b DESC); CREATE INDEX j ON t(a COLLATE nocase, b COLLATE "rtrim" DESC, (a) COLLATE binary ASC)

CREATE TABLE t(a, b COLLATE nocase); CREATE INDEX i ON t(b, b COLLATE binary, (b), (b COLLATE rtrim), ((b) COLLATE rtrim) COLLATE binary)

CREATE TABLE t(a, b); CREATE INDEX i ON t(a + b, a || b COLLATE nocase, (a || b) COLLATE nocase, -a COLLATE nocase, NOT a COLLATE nocase, lower(a) COLLATE nocase DESC)

CREATE TABLE t(a, b); CREATE INDEX i ON t(a IN (1, 2) COLLATE nocase, a ISNULL COLLATE nocase, a NOT NULL COLLATE nocase, a AND b ISNULL COLLATE nocase, a = b NOTNULL COLLATE nocase)

CREATE TABLE t(a, b); CREATE INDEX i ON t(a BETWEEN 1 AND b COLLATE nocase, a BETWEEN 1 AND b ISNULL COLLATE nocase, a LIKE b COLLATE nocase, a IS NOT NULL COLLATE nocase, a NOT LIKE b ESCAPE 'x' COLLATE nocase)

CREATE TABLE t(a, b); CREATE INDEX i ON t(CASE a WHEN 1 THEN b COLLATE nocase ELSE b END COLLATE rtrim DESC, CAST(a AS TEXT) COLLATE nocase, ~ a COLLATE nocase, + a COLLATE nocase)

CREATE TABLE t(a, b); CREATE INDEX i ON t(a -> 'x' COLLATE nocase, (a ->> 'x') COLLATE nocase, 'x' || a, 'a' COLLATE nocase COLLATE rtrim, 1.5, x'00', NULL)

CREATE TABLE t(desc, asc, "collate", "in"); CREATE INDEX i ON t(desc, asc); CREATE INDEX j ON t(desc desc, asc asc, desc + asc, desc + desc DESC, asc COLLATE nocase asc, "collate" COLLATE nocase, "in" IN (1) DESC)

CREATE TABLE t(begin, end, key, like, match, glob); CREATE INDEX i ON t(end, CASE end WHEN end THEN end ELSE end END DESC, like LIKE like, match + 1, glob NOT GLOB glob DESC, begin desc) WHERE end = like AND match IS NOT glob

CREATE TABLE t(a, b); CREATE INDEX i ON t(a) WHERE b IS NOT NULL; CREATE UNIQUE INDEX j ON t(a) WHERE b > 0 AND (a IN (1, 2) OR b LIKE '%;%') -- the end

CREATE TABLE t(a, b); CREATE INDEX i ON t(a)WHERE(b>0); CREATE INDEX j ON t(a) WHERE NOT b; CREATE INDEX k ON t(a) WHERE a IS NOT DISTINCT FROM b

CREATE TABLE t(a, b); CREATE INDEX"i"ON"t"("a"COLLATE"nocase"DESC)WHERE"b"=1

CREATE TABLE t(a, b AS (a + 1)); CREATE INDEX i ON t(b); CREATE INDEX j ON t(b DESC, a) WHERE b

CREATE TABLE t(a PRIMARY KEY, b) WITHOUT ROWID; CREATE INDEX i ON t(b, a); CREATE INDEX j ON t(abs(b) DESC)

CREATE TABLE Größe(Breite); CREATE INDEX i ON "Größe"(BREITE DESC)

CREATE TABLE t(a); CREATE INDEX i ON t(+ - ~ a, - - a, NOT NOT a, NOT -a, a == a, a <> a, a != a, a << 1 >> 2, a & a | a, a % a)

CREATE TABLE t(a, b); CREATE INDEX i ON t(coalesce(a, (b), max(a, b)), (a, b) > (1, 2), (a > b) + 1, json_extract(a, '$[0]'))

CREATE TABLE t(a, b); CREATE INDEX i ON t(a NOT BETWEEN b AND 1 + 2, a NOT IN (1), a NOT GLOB 'x', iif(a, b, 1), a IS b, a IS NOT b, a IS NOT NULL, NULL IS a)

-- refused
CREATE TABLE t(a); CREATE INDEX i ON t()

-- refused
CREATE TABLE t(a); CREATE INDEX i ON t(a,)

-- refused
CREATE TABLE t(a); CREATE INDEX i ON t(a b)

-- refused
CREATE TABLE t(a); CREATE INDEX i ON t(a ASC DESC)

-- refused
CREATE TABLE t(a); CREATE INDEX i ON t(a NULLS FIRST)

-- refused
CREATE TABLE t(a); CREATE INDEX i ON main.t(a)

-- refused
CREATE TABLE t(a); CREATE INDEX i ON t(a) WHERE

-- refused
CREATE TABLE t(a); CREATE INDEX i ON t(a +)

-- refused
CREATE TABLE t(a); CREATE INDEX i ON t((SELECT 1))

-- refused
CREATE TABLE t(a); CREATE UNIQUE TABLE u(a)

-- refused
CREATE TABLE t(a); CREATE INDEX i ON t(CASE a WHEN 1 THEN 2)

-- views

CREATE VIEW v AS SELECT 1 AS a; CREATE TEMP VIEW w(x) AS SELECT 2; CREATE VIEW IF NOT EXISTS "x y"("a b", 'c', [d]) AS VALUES (1, 2, ')')

CREATE VIEW main.v(a) AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10) SELECT i FROM n ORDER BY i DESC LIMIT 5 -- five

CREATE TABLE t(a, "as"); CREATE VIEW v AS/**/SELECT t.a AS "as", (SELECT count(*) FROM t AS u WHERE u.a = t.a) AS n FROM t JOIN t AS w USING (a) WHERE t.a IN (1, ';')

CREATE VIEW v AS SELECT sum(x) FILTER (WHERE x > 0) OVER (PARTITION BY x ORDER BY x ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS s FROM (SELECT 1 AS x) WINDOW w AS (ORDER BY x)

-- refused
CREATE VIEW v

-- refused
CREATE VIEW v AS

-- refused
CREATE VIEW v AS DELETE FROM t

-- refused
CREATE VIEW v() AS SELECT 1

-- triggers

CREATE TABLE t(a, b); CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; END; CREATE TRIGGER s BEFORE UPDATE OF a, "b" ON t FOR EACH ROW WHEN new.a > old.a BEGIN UPDATE t SET b = 1; DELETE FROM t WHERE a = ';'; END; CREATE TRIGGER u DELETE ON t BEGIN INSERT INTO t VALUES (1, 2); END

CREATE TABLE t(begin, end, "when", "of"); CREATE TRIGGER r UPDATE OF begin, end, "of" ON t WHEN new.begin = old.end AND CASE new."when" WHEN 1 THEN 2 ELSE 3 END BEGIN SELECT CASE WHEN 1 THEN 2 END; SELECT end FROM t; END

CREATE TABLE t(a); CREATE VIEW v AS SELECT a FROM t; CREATE TRIGGER r INSTEAD OF INSERT ON v BEGIN INSERT INTO t(a) VALUES (new.a); END; CREATE TRIGGER IF NOT EXISTS main."s s" INSTEAD OF UPDATE OF a ON v WHEN (SELECT 1) BEGIN SELECT RAISE(ABORT, 'END;'); END

CREATE TABLE t(a); CREATE TEMP TRIGGER r AFTER DELETE ON main.t BEGIN SELECT 1; END; CREATE TEMPORARY TRIGGER s AFTER DELETE ON t WHEN NOT EXISTS (SELECT 1) BEGIN SELECT 1; SELECT 2; END

CREATE TABLE t(a UNIQUE); CREATE TRIGGER r AFTER INSERT ON t BEGIN INSERT OR REPLACE INTO t VALUES (1); REPLACE INTO t VALUES (2); INSERT INTO t VALUES (3) ON CONFLICT (a) DO UPDATE SET a = excluded.a; WITH x AS (SELECT 1) SELECT * FROM x; UPDATE t SET a = b.c FROM (SELECT 1 AS c) AS b; END

CREATE TABLE t(a); CREATE TRIGGER before BEFORE DELETE ON t BEGIN/* ; END */SELECT 1 /* ; END */; -- ; END
END /* after */

CREATE TABLE t(a); CREATE TRIGGER r AFTER INSERT ON t WHEN 1 IN (1, 2) IS NOT NULL BEGIN VALUES (1); END

-- refused
CREATE TABLE t(a); CREATE TRIGGER r AFTER INSERT ON t BEGIN END

-- refused
CREATE TABLE t(a); CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1 END

-- refused
CREATE TABLE t(a); CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1;

-- refused
CREATE TABLE t(a); CREATE TRIGGER r AFTER INSERT ON t WHEN BEGIN SELECT 1; END

-- refused
CREATE TABLE t(a); CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1;; END

-- refused
CREATE TABLE t(a); CREATE TRIGGER r AFTER INSERT ON t BEGIN DROP TABLE t; END

-- refused
CREATE TABLE t(a); CREATE TRIGGER r DURING INSERT ON t BEGIN SELECT 1; END

-- refused
CREATE TABLE t(a); CREATE TRIGGER r AFTER SELECT ON t BEGIN SELECT 1; END

-- refused
CREATE TABLE t(a); CREATE TRIGGER r AFTER INSERT OF a ON t BEGIN SELECT 1; END

-- refused
CREATE TABLE t(a); CREATE TRIGGER r AFTER INSERT ON t FOR EACH STATEMENT BEGIN SELECT 1; END

-- virtual tables

CREATE VIRTUAL TABLE v USING fts5(a, b UNINDEXED, tokenize = 'porter ascii', prefix='2 3')

CREATE VIRTUAL TABLE IF NOT EXISTS main."v w" USING "fts5"("a b", /* , */ 'c', content = '', columnsize=0)

CREATE VIRTUAL TABLE v USING rtree(id, x0, x1, +extra TEXT)

create virtual table v using fts5(a,,b,)

CREATE TABLE t(id INTEGER PRIMARY KEY, body); CREATE VIRTUAL TABLE v USING fts5(body, content=t, content_rowid=id); CREATE TRIGGER r AFTER INSERT ON t BEGIN INSERT INTO v(rowid, body) VALUES (new.id, new.body); END

-- refused
CREATE VIRTUAL TABLE v USING

-- refused
CREATE VIRTUAL TABLE v fts5(a)

-- refused
CREATE VIRTUAL TABLE v USING fts5(a

-- refused
CREATE VIRTUAL TABLE v USING fts5(a))

-- refused
CREATE TEMP VIRTUAL TABLE v USING fts5(a)

-- tables of applications

CREATE TABLE "users" (
  "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
  "email" varchar(255) DEFAULT '' NOT NULL,
  "encrypted_password" varchar DEFAULT NULL,
  "created_at" datetime(6) NOT NULL,
  "admin" boolean DEFAULT FALSE NOT NULL,
  CONSTRAINT "fk_rails_1" FOREIGN KEY ("id") REFERENCES "accounts" ("id") ON DELETE CASCADE,
  CONSTRAINT chk_rails_2 CHECK ("email" LIKE '%@%')
);
CREATE UNIQUE INDEX "index_users_on_email" ON "users" ("email") /*application='shop'*/;
CREATE INDEX "index_users_on_lower" ON "users" (lower("email") DESC) WHERE "admin" = 1

CREATE TABLE "auth_user" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "last_login" datetime NULL, "is_superuser" bool NOT NULL, "username" varchar(150) NOT NULL UNIQUE, "age" smallint unsigned NOT NULL CHECK ("age" >= 0), "data" text NOT NULL CHECK ((JSON_VALID("data") OR "data" IS NULL)), "group_id" bigint NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX "auth_user_group_id_1" ON "auth_user" ("group_id")

CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL,
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE ticket (
	id INTEGER NOT NULL,
	status VARCHAR(6),
	price NUMERIC(10, 2) DEFAULT (0.00) NOT NULL,
	created DATETIME DEFAULT (CURRENT_TIMESTAMP),
	open BOOLEAN,
	PRIMARY KEY (id),
	CONSTRAINT status_kind CHECK (status IN ('open', 'closed')),
	FOREIGN KEY(id) REFERENCES ticket (id) ON DELETE SET NULL,
	UNIQUE (status, price)
);
CREATE INDEX ix_ticket_created ON ticket (created)

CREATE TABLE moz_places (   id INTEGER PRIMARY KEY, url LONGVARCHAR, title LONGVARCHAR, rev_host LONGVARCHAR, visit_count INTEGER DEFAULT 0, hidden INTEGER DEFAULT 0 NOT NULL, typed INTEGER DEFAULT 0 NOT NULL, frecency INTEGER DEFAULT -1 NOT NULL, guid TEXT, foreign_count INTEGER DEFAULT 0 NOT NULL, url_hash INTEGER DEFAULT 0 NOT NULL , description TEXT, origin_id INTEGER REFERENCES moz_origins(id));
CREATE INDEX moz_places_lastvisitdateindex ON moz_places (url_hash, frecency DESC);
CREATE TRIGGER moz_trigger AFTER DELETE ON moz_places FOR EACH ROW WHEN OLD.origin_id NOT NULL BEGIN DELETE FROM moz_places WHERE id = OLD.id AND NOT EXISTS (SELECT 1 FROM moz_places); END

CREATE TABLE ZACCOUNT ( Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZDATE TIMESTAMP, ZIDENTIFIER VARCHAR, ZDATA BLOB );
CREATE UNIQUE INDEX Z_ACCOUNT_INDEX ON ZACCOUNT (ZIDENTIFIER COLLATE BINARY ASC, ZDATE COLLATE BINARY DESC)

-- every keyword that is a name as well

CREATE TABLE abort(abort abort CONSTRAINT abort DEFAULT abort REFERENCES abort(abort) MATCH abort, UNIQUE(abort DESC), CONSTRAINT abort FOREIGN KEY(abort) REFERENCES abort(abort)); CREATE INDEX "i" ON abort(abort, abort + 1 DESC) WHERE abort > 0

CREATE TABLE action(action action CONSTRAINT action DEFAULT action REFERENCES action(action) MATCH action, UNIQUE(action DESC), CONSTRAINT action FOREIGN KEY(action) REFERENCES action(action)); CREATE INDEX "i" ON action(action, action + 1 DESC) WHERE action > 0

CREATE TABLE after(after after CONSTRAINT after DEFAULT after REFERENCES after(after) MATCH after, UNIQUE(after DESC), CONSTRAINT after FOREIGN KEY(after) REFERENCES after(after)); CREATE INDEX "i" ON after(after, after + 1 DESC) WHERE after > 0

CREATE TABLE always(always always CONSTRAINT always DEFAULT always REFERENCES always(always) MATCH always, UNIQUE(always DESC), CONSTRAINT always FOREIGN KEY(always) REFERENCES always(always)); CREATE INDEX "i" ON always(always, always + 1 DESC) WHERE always > 0

CREATE TABLE analyze(analyze analyze CONSTRAINT analyze DEFAULT analyze REFERENCES analyze(analyze) MATCH analyze, UNIQUE(analyze DESC), CONSTRAINT analyze FOREIGN KEY(analyze) REFERENCES analyze(analyze)); CREATE INDEX "i" ON analyze(analyze, analyze + 1 DESC) WHERE analyze > 0

CREATE TABLE asc(asc asc CONSTRAINT asc DEFAULT asc REFERENCES asc(asc) MATCH asc, UNIQUE(asc DESC), CONSTRAINT asc FOREIGN KEY(asc) REFERENCES asc(asc)); CREATE INDEX "i" ON asc(asc, asc + 1 DESC) WHERE asc > 0

CREATE TABLE attach(attach attach CONSTRAINT attach DEFAULT attach REFERENCES attach(attach) MATCH attach, UNIQUE(attach DESC), CONSTRAINT attach FOREIGN KEY(attach) REFERENCES attach(attach)); CREATE INDEX "i" ON attach(attach, attach + 1 DESC) WHERE attach > 0

CREATE TABLE before(before before CONSTRAINT before DEFAULT before REFERENCES before(before) MATCH before, UNIQUE(before DESC), CONSTRAINT before FOREIGN KEY(before) REFERENCES before(before)); CREATE INDEX "i" ON before(before, before + 1 DESC) WHERE before > 0

CREATE TABLE begin(begin begin CONSTRAINT begin DEFAULT begin REFERENCES begin(begin) MATCH begin, UNIQUE(begin DESC), CONSTRAINT begin FOREIGN KEY(begin) REFERENCES begin(begin)); CREATE INDEX "i" ON begin(begin, begin + 1 DESC) WHERE begin > 0

CREATE TABLE by(by by CONSTRAINT by DEFAULT by REFERENCES by(by) MATCH by, UNIQUE(by DESC), CONSTRAINT by FOREIGN KEY(by) REFERENCES by(by)); CREATE INDEX "i" ON by(by, by + 1 DESC) WHERE by > 0

CREATE TABLE cascade(cascade cascade CONSTRAINT cascade DEFAULT cascade REFERENCES cascade(cascade) MATCH cascade, UNIQUE(cascade DESC), CONSTRAINT cascade FOREIGN KEY(cascade) REFERENCES cascade(cascade)); CREATE INDEX "i" ON cascade(cascade, cascade + 1 DESC) WHERE cascade > 0

CREATE TABLE cast(cast cast CONSTRAINT cast DEFAULT cast REFERENCES cast(cast) MATCH cast, CONSTRAINT cast FOREIGN KEY(cast) REFERENCES cast(cast))

CREATE TABLE column(column column CONSTRAINT column DEFAULT column REFERENCES column(column) MATCH column, UNIQUE(column DESC), CONSTRAINT column FOREIGN KEY(column) REFERENCES column(column)); CREATE INDEX "i" ON column(column, column + 1 DESC) WHERE column > 0

CREATE TABLE conflict(conflict conflict CONSTRAINT conflict DEFAULT conflict REFERENCES conflict(conflict) MATCH conflict, UNIQUE(conflict DESC), CONSTRAINT conflict FOREIGN KEY(conflict) REFERENCES conflict(conflict)); CREATE INDEX "i" ON conflict(conflict, conflict + 1 DESC) WHERE conflict > 0

CREATE TABLE cross(cross x CONSTRAINT cross DEFAULT 1 REFERENCES cross(cross) MATCH cross, UNIQUE(cross DESC), CONSTRAINT cross FOREIGN KEY(cross) REFERENCES cross(cross)); CREATE INDEX "i" ON cross(cross, cross + 1 DESC) WHERE cross > 0

CREATE TABLE current(current current CONSTRAINT current DEFAULT current REFERENCES current(current) MATCH current, UNIQUE(current DESC), CONSTRAINT current FOREIGN KEY(current) REFERENCES current(current)); CREATE INDEX "i" ON current(current, current + 1 DESC) WHERE current > 0

CREATE TABLE current_date(current_date current_date CONSTRAINT current_date DEFAULT current_date REFERENCES current_date(current_date) MATCH current_date, CONSTRAINT current_date FOREIGN KEY(current_date) REFERENCES current_date(current_date))

CREATE TABLE current_time(current_time current_time CONSTRAINT current_time DEFAULT current_time REFERENCES current_time(current_time) MATCH current_time, CONSTRAINT current_time FOREIGN KEY(current_time) REFERENCES current_time(current_time))

CREATE TABLE current_timestamp(current_timestamp current_timestamp CONSTRAINT current_timestamp DEFAULT current_timestamp REFERENCES current_timestamp(current_timestamp) MATCH current_timestamp, CONSTRAINT current_timestamp FOREIGN KEY(current_timestamp) REFERENCES current_timestamp(current_timestamp))

CREATE TABLE database(database database CONSTRAINT database DEFAULT database REFERENCES database(database) MATCH database, UNIQUE(database DESC), CONSTRAINT database FOREIGN KEY(database) REFERENCES database(database)); CREATE INDEX "i" ON database(database, database + 1 DESC) WHERE database > 0

CREATE TABLE deferred(deferred deferred CONSTRAINT deferred DEFAULT deferred REFERENCES deferred(deferred) MATCH deferred, UNIQUE(deferred DESC), CONSTRAINT deferred FOREIGN KEY(deferred) REFERENCES deferred(deferred)); CREATE INDEX "i" ON deferred(deferred, deferred + 1 DESC) WHERE deferred > 0

CREATE TABLE desc(desc desc CONSTRAINT desc DEFAULT desc REFERENCES desc(desc) MATCH desc, UNIQUE(desc DESC), CONSTRAINT desc FOREIGN KEY(desc) REFERENCES desc(desc)); CREATE INDEX "i" ON desc(desc, desc + 1 DESC) WHERE desc > 0

CREATE TABLE detach(detach detach CONSTRAINT detach DEFAULT detach REFERENCES detach(detach) MATCH detach, UNIQUE(detach DESC), CONSTRAINT detach FOREIGN KEY(detach) REFERENCES detach(detach)); CREATE INDEX "i" ON detach(detach, detach + 1 DESC) WHERE detach > 0

CREATE TABLE do(do do CONSTRAINT do DEFAULT do REFERENCES do(do) MATCH do, UNIQUE(do DESC), CONSTRAINT do FOREIGN KEY(do) REFERENCES do(do)); CREATE INDEX "i" ON do(do, do + 1 DESC) WHERE do > 0

CREATE TABLE each(each each CONSTRAINT each DEFAULT each REFERENCES each(each) MATCH each, UNIQUE(each DESC), CONSTRAINT each FOREIGN KEY(each) REFERENCES each(each)); CREATE INDEX "i" ON each(each, each + 1 DESC) WHERE each > 0

CREATE TABLE end(end end CONSTRAINT end DEFAULT end REFERENCES end(end) MATCH end, UNIQUE(end DESC), CONSTRAINT end FOREIGN KEY(end) REFERENCES end(end)); CREATE INDEX "i" ON end(end, end + 1 DESC) WHERE end > 0

CREATE TABLE exclude(exclude exclude CONSTRAINT exclude DEFAULT exclude REFERENCES exclude(exclude) MATCH exclude, UNIQUE(exclude DESC), CONSTRAINT exclude FOREIGN KEY(exclude) REFERENCES exclude(exclude)); CREATE INDEX "i" ON exclude(exclude, exclude + 1 DESC) WHERE exclude > 0

CREATE TABLE exclusive(exclusive exclusive CONSTRAINT exclusive DEFAULT exclusive REFERENCES exclusive(exclusive) MATCH exclusive, UNIQUE(exclusive DESC), CONSTRAINT exclusive FOREIGN KEY(exclusive) REFERENCES exclusive(exclusive)); CREATE INDEX "i" ON exclusive(exclusive, exclusive + 1 DESC) WHERE exclusive > 0

CREATE TABLE explain(explain explain CONSTRAINT explain DEFAULT explain REFERENCES explain(explain) MATCH explain, UNIQUE(explain DESC), CONSTRAINT explain FOREIGN KEY(explain) REFERENCES explain(explain)); CREATE INDEX "i" ON explain(explain, explain + 1 DESC) WHERE explain > 0

CREATE TABLE fail(fail fail CONSTRAINT fail DEFAULT fail REFERENCES fail(fail) MATCH fail, UNIQUE(fail DESC), CONSTRAINT fail FOREIGN KEY(fail) REFERENCES fail(fail)); CREATE INDEX "i" ON fail(fail, fail + 1 DESC) WHERE fail > 0

CREATE TABLE filter(filter filter CONSTRAINT filter DEFAULT filter REFERENCES filter(filter) MATCH filter, UNIQUE(filter DESC), CONSTRAINT filter FOREIGN KEY(filter) REFERENCES filter(filter)); CREATE INDEX "i" ON filter(filter, filter + 1 DESC) WHERE filter > 0

CREATE TABLE first(first first CONSTRAINT first DEFAULT first REFERENCES first(first) MATCH first, UNIQUE(first DESC), CONSTRAINT first FOREIGN KEY(first) REFERENCES first(first)); CREATE INDEX "i" ON first(first, first + 1 DESC) WHERE first > 0

CREATE TABLE following(following following CONSTRAINT following DEFAULT following REFERENCES following(following) MATCH following, UNIQUE(following DESC), CONSTRAINT following FOREIGN KEY(following) REFERENCES following(following)); CREATE INDEX "i" ON following(following, following + 1 DESC) WHERE following > 0

CREATE TABLE for(for for CONSTRAINT for DEFAULT for REFERENCES for(for) MATCH for, UNIQUE(for DESC), CONSTRAINT for FOREIGN KEY(for) REFERENCES for(for)); CREATE INDEX "i" ON for(for, for + 1 DESC) WHERE for > 0

CREATE TABLE full(full x CONSTRAINT full DEFAULT 1 REFERENCES full(full) MATCH full, UNIQUE(full DESC), CONSTRAINT full FOREIGN KEY(full) REFERENCES full(full)); CREATE INDEX "i" ON full(full, full + 1 DESC) WHERE full > 0

CREATE TABLE generated(generated generated CONSTRAINT generated DEFAULT generated REFERENCES generated(generated) MATCH generated, UNIQUE(generated DESC), CONSTRAINT generated FOREIGN KEY(generated) REFERENCES generated(generated)); CREATE INDEX "i" ON generated(generated, generated + 1 DESC) WHERE generated > 0

CREATE TABLE glob(glob glob CONSTRAINT glob DEFAULT glob REFERENCES glob(glob) MATCH glob, UNIQUE(glob DESC), CONSTRAINT glob FOREIGN KEY(glob) REFERENCES glob(glob)); CREATE INDEX "i" ON glob(glob, glob + 1 DESC) WHERE glob > 0

CREATE TABLE groups(groups groups CONSTRAINT groups DEFAULT groups REFERENCES groups(groups) MATCH groups, UNIQUE(groups DESC), CONSTRAINT groups FOREIGN KEY(groups) REFERENCES groups(groups)); CREATE INDEX "i" ON groups(groups, groups + 1 DESC) WHERE groups > 0

CREATE TABLE "if"(if if CONSTRAINT if DEFAULT if REFERENCES if(if) MATCH if, UNIQUE(if DESC), CONSTRAINT if FOREIGN KEY(if) REFERENCES if(if)); CREATE INDEX "i" ON if(if, if + 1 DESC) WHERE if > 0

CREATE TABLE ignore(ignore ignore CONSTRAINT ignore DEFAULT ignore REFERENCES ignore(ignore) MATCH ignore, UNIQUE(ignore DESC), CONSTRAINT ignore FOREIGN KEY(ignore) REFERENCES ignore(ignore)); CREATE INDEX "i" ON ignore(ignore, ignore + 1 DESC) WHERE ignore > 0

CREATE TABLE immediate(immediate immediate CONSTRAINT immediate DEFAULT immediate REFERENCES immediate(immediate) MATCH immediate, UNIQUE(immediate DESC), CONSTRAINT immediate FOREIGN KEY(immediate) REFERENCES immediate(immediate)); CREATE INDEX "i" ON immediate(immediate, immediate + 1 DESC) WHERE immediate > 0

CREATE TABLE indexed(indexed x CONSTRAINT indexed DEFAULT indexed REFERENCES indexed(indexed) MATCH indexed, UNIQUE(indexed DESC), CONSTRAINT indexed FOREIGN KEY(indexed) REFERENCES indexed(indexed)); CREATE INDEX "i" ON indexed(indexed, indexed + 1 DESC) WHERE indexed > 0

CREATE TABLE initially(initially initially CONSTRAINT initially DEFAULT initially REFERENCES initially(initially) MATCH initially, UNIQUE(initially DESC), CONSTRAINT initially FOREIGN KEY(initially) REFERENCES initially(initially)); CREATE INDEX "i" ON initially(initially, initially + 1 DESC) WHERE initially > 0

CREATE TABLE inner(inner x CONSTRAINT inner DEFAULT 1 REFERENCES inner(inner) MATCH inner, UNIQUE(inner DESC), CONSTRAINT inner FOREIGN KEY(inner) REFERENCES inner(inner)); CREATE INDEX "i" ON inner(inner, inner + 1 DESC) WHERE inner > 0

CREATE TABLE instead(instead instead CONSTRAINT instead DEFAULT instead REFERENCES instead(instead) MATCH instead, UNIQUE(instead DESC), CONSTRAINT instead FOREIGN KEY(instead) REFERENCES instead(instead)); CREATE INDEX "i" ON instead(instead, instead + 1 DESC) WHERE instead > 0

CREATE TABLE key(key key CONSTRAINT key DEFAULT key REFERENCES key(key) MATCH key, UNIQUE(key DESC), CONSTRAINT key FOREIGN KEY(key) REFERENCES key(key)); CREATE INDEX "i" ON key(key, key + 1 DESC) WHERE key > 0

CREATE TABLE last(last last CONSTRAINT last DEFAULT last REFERENCES last(last) MATCH last, UNIQUE(last DESC), CONSTRAINT last FOREIGN KEY(last) REFERENCES last(last)); CREATE INDEX "i" ON last(last, last + 1 DESC) WHERE last > 0

CREATE TABLE left(left x CONSTRAINT left DEFAULT 1 REFERENCES left(left) MATCH left, UNIQUE(left DESC), CONSTRAINT left FOREIGN KEY(left) REFERENCES left(left)); CREATE INDEX "i" ON left(left, left + 1 DESC) WHERE left > 0

CREATE TABLE like(like like CONSTRAINT like DEFAULT like REFERENCES like(like) MATCH like, UNIQUE(like DESC), CONSTRAINT like FOREIGN KEY(like) REFERENCES like(like)); CREATE INDEX "i" ON like(like, like + 1 DESC) WHERE like > 0

CREATE TABLE match(match match CONSTRAINT match DEFAULT match REFERENCES match(match) MATCH match, UNIQUE(match DESC), CONSTRAINT match FOREIGN KEY(match) REFERENCES match(match)); CREATE INDEX "i" ON match(match, match + 1 DESC) WHERE match > 0

CREATE TABLE materialized(materialized materialized CONSTRAINT materialized DEFAULT materialized REFERENCES materialized(materialized) MATCH materialized, UNIQUE(materialized DESC), CONSTRAINT materialized FOREIGN KEY(materialized) REFERENCES materialized(materialized)); CREATE INDEX "i" ON materialized(materialized, materialized + 1 DESC) WHERE materialized > 0

CREATE TABLE natural(natural x CONSTRAINT natural DEFAULT 1 REFERENCES natural(natural) MATCH natural, UNIQUE(natural DESC), CONSTRAINT natural FOREIGN KEY(natural) REFERENCES natural(natural)); CREATE INDEX "i" ON natural(natural, natural + 1 DESC) WHERE natural > 0

CREATE TABLE no(no no CONSTRAINT no DEFAULT no REFERENCES no(no) MATCH no, UNIQUE(no DESC), CONSTRAINT no FOREIGN KEY(no) REFERENCES no(no)); CREATE INDEX "i" ON no(no, no + 1 DESC) WHERE no > 0

CREATE TABLE nulls(nulls nulls CONSTRAINT nulls DEFAULT nulls REFERENCES nulls(nulls) MATCH nulls, UNIQUE(nulls DESC), CONSTRAINT nulls FOREIGN KEY(nulls) REFERENCES nulls(nulls)); CREATE INDEX "i" ON nulls(nulls, nulls + 1 DESC) WHERE nulls > 0

CREATE TABLE of(of of CONSTRAINT of DEFAULT of REFERENCES of(of) MATCH of, UNIQUE(of DESC), CONSTRAINT of FOREIGN KEY(of) REFERENCES of(of)); CREATE INDEX "i" ON of(of, of + 1 DESC) WHERE of > 0

CREATE TABLE offset(offset offset CONSTRAINT offset DEFAULT offset REFERENCES offset(offset) MATCH offset, UNIQUE(offset DESC), CONSTRAINT offset FOREIGN KEY(offset) REFERENCES offset(offset)); CREATE INDEX "i" ON offset(offset, offset + 1 DESC) WHERE offset > 0

CREATE TABLE others(others others CONSTRAINT others DEFAULT others REFERENCES others(others) MATCH others, UNIQUE(others DESC), CONSTRAINT others FOREIGN KEY(others) REFERENCES others(others)); CREATE INDEX "i" ON others(others, others + 1 DESC) WHERE others > 0

CREATE TABLE outer(outer x CONSTRAINT outer DEFAULT 1 REFERENCES outer(outer) MATCH outer, UNIQUE(outer DESC), CONSTRAINT outer FOREIGN KEY(outer) REFERENCES outer(outer)); CREATE INDEX "i" ON outer(outer, outer + 1 DESC) WHERE outer > 0

CREATE TABLE over(over over CONSTRAINT over DEFAULT over REFERENCES over(over) MATCH over, UNIQUE(over DESC), CONSTRAINT over FOREIGN KEY(over) REFERENCES over(over)); CREATE INDEX "i" ON over(over, over + 1 DESC) WHERE over > 0

CREATE TABLE partition(partition partition CONSTRAINT partition DEFAULT partition REFERENCES partition(partition) MATCH partition, UNIQUE(partition DESC), CONSTRAINT partition FOREIGN KEY(partition) REFERENCES partition(partition)); CREATE INDEX "i" ON partition(partition, partition + 1 DESC) WHERE partition > 0

CREATE TABLE plan(plan plan CONSTRAINT plan DEFAULT plan REFERENCES plan(plan) MATCH plan, UNIQUE(plan DESC), CONSTRAINT plan FOREIGN KEY(plan) REFERENCES plan(plan)); CREATE INDEX "i" ON plan(plan, plan + 1 DESC) WHERE plan > 0

CREATE TABLE pragma(pragma pragma CONSTRAINT pragma DEFAULT pragma REFERENCES pragma(pragma) MATCH pragma, UNIQUE(pragma DESC), CONSTRAINT pragma FOREIGN KEY(pragma) REFERENCES pragma(pragma)); CREATE INDEX "i" ON pragma(pragma, pragma + 1 DESC) WHERE pragma > 0

CREATE TABLE preceding(preceding preceding CONSTRAINT preceding DEFAULT preceding REFERENCES preceding(preceding) MATCH preceding, UNIQUE(preceding DESC), CONSTRAINT preceding FOREIGN KEY(preceding) REFERENCES preceding(preceding)); CREATE INDEX "i" ON preceding(preceding, preceding + 1 DESC) WHERE preceding > 0

CREATE TABLE query(query query CONSTRAINT query DEFAULT query REFERENCES query(query) MATCH query, UNIQUE(query DESC), CONSTRAINT query FOREIGN KEY(query) REFERENCES query(query)); CREATE INDEX "i" ON query(query, query + 1 DESC) WHERE query > 0

CREATE TABLE raise(raise raise CONSTRAINT raise DEFAULT raise REFERENCES raise(raise) MATCH raise, CONSTRAINT raise FOREIGN KEY(raise) REFERENCES raise(raise))

CREATE TABLE range(range range CONSTRAINT range DEFAULT range REFERENCES range(range) MATCH range, UNIQUE(range DESC), CONSTRAINT range FOREIGN KEY(range) REFERENCES range(range)); CREATE INDEX "i" ON range(range, range + 1 DESC) WHERE range > 0

CREATE TABLE recursive(recursive recursive CONSTRAINT recursive DEFAULT recursive REFERENCES recursive(recursive) MATCH recursive, UNIQUE(recursive DESC), CONSTRAINT recursive FOREIGN KEY(recursive) REFERENCES recursive(recursive)); CREATE INDEX "i" ON recursive(recursive, recursive + 1 DESC) WHERE recursive > 0

CREATE TABLE regexp(regexp regexp CONSTRAINT regexp DEFAULT regexp REFERENCES regexp(regexp) MATCH regexp, UNIQUE(regexp DESC), CONSTRAINT regexp FOREIGN KEY(regexp) REFERENCES regexp(regexp)); CREATE INDEX "i" ON regexp(regexp, regexp + 1 DESC) WHERE regexp > 0

CREATE TABLE reindex(reindex reindex CONSTRAINT reindex DEFAULT reindex REFERENCES reindex(reindex) MATCH reindex, UNIQUE(reindex DESC), CONSTRAINT reindex FOREIGN KEY(reindex) REFERENCES reindex(reindex)); CREATE INDEX "i" ON reindex(reindex, reindex + 1 DESC) WHERE reindex > 0

CREATE TABLE release(release release CONSTRAINT release DEFAULT release REFERENCES release(release) MATCH release, UNIQUE(release DESC), CONSTRAINT release FOREIGN KEY(release) REFERENCES release(release)); CREATE INDEX "i" ON release(release, release + 1 DESC) WHERE release > 0

CREATE TABLE rename(rename rename CONSTRAINT rename DEFAULT rename REFERENCES rename(rename) MATCH rename, UNIQUE(rename DESC), CONSTRAINT rename FOREIGN KEY(rename) REFERENCES rename(rename)); CREATE INDEX "i" ON rename(rename, rename + 1 DESC) WHERE rename > 0

CREATE TABLE replace(replace replace CONSTRAINT replace DEFAULT replace REFERENCES replace(replace) MATCH replace, UNIQUE(replace DESC), CONSTRAINT replace FOREIGN KEY(replace) REFERENCES replace(replace)); CREATE INDEX "i" ON replace(replace, replace + 1 DESC) WHERE replace > 0

CREATE TABLE restrict(restrict restrict CONSTRAINT restrict DEFAULT restrict REFERENCES restrict(restrict) MATCH restrict, UNIQUE(restrict DESC), CONSTRAINT restrict FOREIGN KEY(restrict) REFERENCES restrict(restrict)); CREATE INDEX "i" ON restrict(restrict, restrict + 1 DESC) WHERE restrict > 0

CREATE TABLE right(right x CONSTRAINT right DEFAULT 1 REFERENCES right(right) MATCH right, UNIQUE(right DESC), CONSTRAINT right FOREIGN KEY(right) REFERENCES right(right)); CREATE INDEX "i" ON right(right, right + 1 DESC) WHERE right > 0

CREATE TABLE rollback(rollback rollback CONSTRAINT rollback DEFAULT rollback REFERENCES rollback(rollback) MATCH rollback, UNIQUE(rollback DESC), CONSTRAINT rollback FOREIGN KEY(rollback) REFERENCES rollback(rollback)); CREATE INDEX "i" ON rollback(rollback, rollback + 1 DESC) WHERE rollback > 0

CREATE TABLE row(row row CONSTRAINT row DEFAULT row REFERENCES row(row) MATCH row, UNIQUE(row DESC), CONSTRAINT row FOREIGN KEY(row) REFERENCES row(row)); CREATE INDEX "i" ON row(row, row + 1 DESC) WHERE row > 0

CREATE TABLE rows(rows rows CONSTRAINT rows DEFAULT rows REFERENCES rows(rows) MATCH rows, UNIQUE(rows DESC), CONSTRAINT rows FOREIGN KEY(rows) REFERENCES rows(rows)); CREATE INDEX "i" ON rows(rows, rows + 1 DESC) WHERE rows > 0

CREATE TABLE savepoint(savepoint savepoint CONSTRAINT savepoint DEFAULT savepoint REFERENCES savepoint(savepoint) MATCH savepoint, UNIQUE(savepoint DESC), CONSTRAINT savepoint FOREIGN KEY(savepoint) REFERENCES savepoint(savepoint)); CREATE INDEX "i" ON savepoint(savepoint, savepoint + 1 DESC) WHERE savepoint > 0

CREATE TABLE temp(temp temp CONSTRAINT temp DEFAULT temp REFERENCES temp(temp) MATCH temp, UNIQUE(temp DESC), CONSTRAINT temp FOREIGN KEY(temp) REFERENCES temp(temp)); CREATE INDEX "i" ON temp(temp, temp + 1 DESC) WHERE temp > 0

CREATE TABLE temporary(temporary temporary CONSTRAINT temporary DEFAULT temporary REFERENCES temporary(temporary) MATCH temporary, UNIQUE(temporary DESC), CONSTRAINT temporary FOREIGN KEY(temporary) REFERENCES temporary(temporary)); CREATE INDEX "i" ON temporary(temporary, temporary + 1 DESC) WHERE temporary > 0

CREATE TABLE ties(ties ties CONSTRAINT ties DEFAULT ties REFERENCES ties(ties) MATCH ties, UNIQUE(ties DESC), CONSTRAINT ties FOREIGN KEY(ties) REFERENCES ties(ties)); CREATE INDEX "i" ON ties(ties, ties + 1 DESC) WHERE ties > 0

CREATE TABLE trigger(trigger trigger CONSTRAINT trigger DEFAULT trigger REFERENCES trigger(trigger) MATCH trigger, UNIQUE(trigger DESC), CONSTRAINT trigger FOREIGN KEY(trigger) REFERENCES trigger(trigger)); CREATE INDEX "i" ON trigger(trigger, trigger + 1 DESC) WHERE trigger > 0

CREATE TABLE unbounded(unbounded unbounded CONSTRAINT unbounded DEFAULT unbounded REFERENCES unbounded(unbounded) MATCH unbounded, UNIQUE(unbounded DESC), CONSTRAINT unbounded FOREIGN KEY(unbounded) REFERENCES unbounded(unbounded)); CREATE INDEX "i" ON unbounded(unbounded, unbounded + 1 DESC) WHERE unbounded > 0

CREATE TABLE vacuum(vacuum vacuum CONSTRAINT vacuum DEFAULT vacuum REFERENCES vacuum(vacuum) MATCH vacuum, UNIQUE(vacuum DESC), CONSTRAINT vacuum FOREIGN KEY(vacuum) REFERENCES vacuum(vacuum)); CREATE INDEX "i" ON vacuum(vacuum, vacuum + 1 DESC) WHERE vacuum > 0

CREATE TABLE view(view view CONSTRAINT view DEFAULT view REFERENCES view(view) MATCH view, UNIQUE(view DESC), CONSTRAINT view FOREIGN KEY(view) REFERENCES view(view)); CREATE INDEX "i" ON view(view, view + 1 DESC) WHERE view > 0

CREATE TABLE virtual(virtual virtual CONSTRAINT virtual DEFAULT virtual REFERENCES virtual(virtual) MATCH virtual, UNIQUE(virtual DESC), CONSTRAINT virtual FOREIGN KEY(virtual) REFERENCES virtual(virtual)); CREATE INDEX "i" ON virtual(virtual, virtual + 1 DESC) WHERE virtual > 0

CREATE TABLE window(window window CONSTRAINT window DEFAULT window REFERENCES window(window) MATCH window, UNIQUE(window DESC), CONSTRAINT window FOREIGN KEY(window) REFERENCES window(window)); CREATE INDEX "i" ON window(window, window + 1 DESC) WHERE window > 0

CREATE TABLE with(with with CONSTRAINT with DEFAULT with REFERENCES with(with) MATCH with, UNIQUE(with DESC), CONSTRAINT with FOREIGN KEY(with) REFERENCES with(with)); CREATE INDEX "i" ON with(with, with + 1 DESC) WHERE with > 0

CREATE TABLE without(without without CONSTRAINT without DEFAULT without REFERENCES without(without) MATCH without, UNIQUE(without DESC), CONSTRAINT without FOREIGN KEY(without) REFERENCES without(without)); CREATE INDEX "i" ON without(without, without + 1 DESC) WHERE without > 0
