-- Readings that were removed and can be brought back for a day. Nothing else looks at them, and
-- they go for good with their person or when the day is over.
CREATE TABLE removed (
    id          INTEGER NOT NULL PRIMARY KEY,
    person      INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    at_ms       INTEGER NOT NULL,
    systolic    INTEGER NOT NULL,
    diastolic   INTEGER NOT NULL,
    pulse       INTEGER,
    origin      BLOB    NOT NULL,
    said_ms     INTEGER NOT NULL,
    approximate INTEGER NOT NULL,
    arm         TEXT,
    position    TEXT,
    irregular   INTEGER NOT NULL,
    note        TEXT,
    removed_ms  INTEGER NOT NULL
) STRICT;
CREATE INDEX removed_person ON removed (person);
CREATE INDEX removed_age ON removed (removed_ms);
