/* Events as JSON: checks, columns computed from them, indexes over expressions. */
CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again
  at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  payload TEXT NOT NULL CHECK (json_valid(payload)),
  kind TEXT GENERATED ALWAYS AS (json_extract(payload, '$.kind')) STORED,
  actor TEXT AS (payload ->> '$.actor')
) STRICT;
CREATE INDEX events_kind ON events (kind, at DESC);
CREATE INDEX events_actor ON events (json_extract(payload, '$.actor')) WHERE kind <> 'ping';
CREATE VIEW logins AS SELECT id, actor FROM events WHERE kind = 'login';
CREATE VIEW first_logins AS SELECT actor, min(id) AS id FROM logins GROUP BY actor;
INSERT INTO events (payload) VALUES ('{"kind":"login","actor":"ann"}'), ('{"kind":"ping"}');
-- next
CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again
  at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  payload TEXT NOT NULL CHECK (json_valid(payload) AND json_type(payload) = 'object'),
  kind TEXT NOT NULL GENERATED ALWAYS AS (json_extract(payload, '$.kind')) VIRTUAL,
  actor TEXT AS (payload ->> '$.actor'),
  source TEXT
) STRICT;
CREATE INDEX events_kind ON events (kind, at DESC);
CREATE INDEX events_actor ON events (actor) WHERE kind <> 'ping';
CREATE VIEW logins AS SELECT id, actor, at FROM events WHERE kind = 'login';
CREATE VIEW first_logins AS SELECT actor, min(id) AS id FROM logins GROUP BY actor;
INSERT INTO events (payload, source) VALUES ('{"kind":"login","actor":"ann"}', 'web'), ('{"kind":"ping"}', 'app');
-- next events.payload=body
CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  body TEXT NOT NULL CHECK (json_valid(body)),
  kind TEXT AS (json_extract(body, '$.kind')),
  source TEXT NOT NULL DEFAULT 'web' CHECK (source IN ('web', 'app'))
);
CREATE INDEX events_kind ON events (kind, at DESC);
CREATE VIEW first_logins AS WITH logins (id, actor) AS (SELECT id, body ->> '$.actor' FROM events WHERE kind = 'login') SELECT actor, min(id) AS id FROM logins GROUP BY actor;
INSERT INTO events (body) VALUES ('{"kind":"login","actor":"ann"}'), ('{"kind":"ping"}');
