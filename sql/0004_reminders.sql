-- When people want to be reminded: minutes after midnight in their zone, days of the week as bits
-- (the lowest is Monday). What was due up to handled_ms was dealt with. From here on account.chat
-- stands in clear also for people who want to be reminded.
CREATE TABLE reminder (
    id              INTEGER NOT NULL PRIMARY KEY,
    person          INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    minute          INTEGER NOT NULL CHECK (minute BETWEEN 0 AND 1439),
    days            INTEGER NOT NULL CHECK (days BETWEEN 1 AND 127),
    active          INTEGER NOT NULL CHECK (active IN (0, 1)),
    paused_until_ms INTEGER,
    again_ms        INTEGER,
    handled_ms      INTEGER NOT NULL,
    UNIQUE (person, minute)
) STRICT;
