-- Timers that people have set in a chat: one of each kind for a person. They carry the chat, so
-- that nobody has to be known longer than the timer runs.
CREATE TABLE timer (
    person INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    kind   INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 2),
    chat   INTEGER NOT NULL,
    set_ms INTEGER NOT NULL,
    due_ms INTEGER NOT NULL,
    PRIMARY KEY (person, kind)
) STRICT, WITHOUT ROWID;

-- The last alarm about a very high reading of each person, and what came of it.
CREATE TABLE alarm (
    person  INTEGER NOT NULL PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    told_ms INTEGER NOT NULL,
    stage   INTEGER NOT NULL CHECK (stage BETWEEN 0 AND 2)
) STRICT;

-- The running home week of each person: its plan as JSON, the chat that it was begun in, and up
-- to when its reminders were dealt with.
CREATE TABLE home_week (
    person     INTEGER NOT NULL PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    chat       INTEGER NOT NULL,
    plan       TEXT    NOT NULL,
    handled_ms INTEGER NOT NULL
) STRICT;

-- Between these local times (minutes after midnight) a person is not reminded.
ALTER TABLE person ADD COLUMN quiet_from INTEGER CHECK (quiet_from BETWEEN 0 AND 1439);
ALTER TABLE person ADD COLUMN quiet_to   INTEGER CHECK (quiet_to BETWEEN 0 AND 1439);
