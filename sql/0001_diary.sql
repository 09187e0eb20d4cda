-- The diary as it was first released. Times are milliseconds in UTC; hashes are HMAC-SHA256
-- with keys that live in this very file.

-- The HMAC keys and other single values.
CREATE TABLE meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Someone who can come in by a door. A chat id stands here in clear only for the owner, who
-- is told when somebody guesses codes.
CREATE TABLE account (
    id               INTEGER NOT NULL PRIMARY KEY,
    role             TEXT    NOT NULL CHECK (role IN ('owner', 'guest')),
    created_ms       INTEGER NOT NULL,
    consent_version  TEXT    NOT NULL,
    consent_language TEXT    NOT NULL,
    consent_door     TEXT    NOT NULL,
    consent_ms       INTEGER NOT NULL,
    language         TEXT,
    zone             TEXT,
    chat             INTEGER
) STRICT;
CREATE UNIQUE INDEX account_one_owner ON account (role) WHERE role = 'owner';

-- Whose diary a reading belongs to; the first person of an account is its holder.
CREATE TABLE person (
    id      INTEGER NOT NULL PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX person_account ON person (account);

-- An identity at a door, and the account that it speaks for.
CREATE TABLE peer (
    hash    BLOB    NOT NULL PRIMARY KEY,
    door    TEXT    NOT NULL CHECK (door IN ('chat', 'voice')),
    account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    at_ms   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX peer_account ON peer (account);

-- One measurement, clustered by person and time. Source and origin are hashes: of the message
-- that was delivered, and of the message as its sender sees it.
CREATE TABLE reading (
    person    INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    at_ms     INTEGER NOT NULL,
    id        INTEGER NOT NULL,
    systolic  INTEGER NOT NULL CHECK (systolic BETWEEN 50 AND 300),
    diastolic INTEGER NOT NULL CHECK (diastolic BETWEEN 20 AND 200),
    pulse     INTEGER CHECK (pulse BETWEEN 20 AND 250),
    origin    BLOB    NOT NULL,
    said_ms   INTEGER NOT NULL,
    PRIMARY KEY (person, at_ms, id),
    CHECK (systolic > diastolic)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX reading_id ON reading (id);

-- Where the conversation with a peer stands.
CREATE TABLE thread (
    peer    BLOB    NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body    TEXT    NOT NULL,
    at_ms   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Messages that were answered, so that one which comes again gets the same answer.
CREATE TABLE turn (
    source BLOB    NOT NULL PRIMARY KEY,
    reply  TEXT    NOT NULL,
    at_ms  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX turn_age ON turn (at_ms);

-- Updates of the chat platform as they came. state: 0 waits, 1 done (content gone), 2 given up.
CREATE TABLE inbox (
    id        INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    update_id INTEGER NOT NULL UNIQUE,
    chat      INTEGER,
    raw       BLOB,
    state     INTEGER NOT NULL DEFAULT 0,
    tries     INTEGER NOT NULL DEFAULT 0,
    at_ms     INTEGER NOT NULL
) STRICT;
CREATE INDEX inbox_waiting ON inbox (id) WHERE state = 0;

-- Answers on their way to the chat platform; a row goes when it was delivered.
-- state: 0 waits, 2 given up.
CREATE TABLE outbox (
    id    INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    chat  INTEGER NOT NULL,
    body  TEXT    NOT NULL,
    state INTEGER NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0,
    at_ms INTEGER NOT NULL
) STRICT;

-- Codes that join a speaker to a chat: one an account. The chat id is kept until the code has
-- run out, since the question to confirm goes there.
CREATE TABLE link (
    account    INTEGER NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    id         INTEGER NOT NULL UNIQUE,
    code       BLOB    NOT NULL UNIQUE,
    chat       INTEGER NOT NULL,
    language   TEXT    NOT NULL,
    issued_ms  INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL,
    claimed_by BLOB
) STRICT, WITHOUT ROWID;

-- Wrong codes that were tried, and the alarms that went out about them.
CREATE TABLE guess (
    peer  BLOB    NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX guess_age ON guess (at_ms);

-- Chats that are left alone: groups that were told once that we talk in private, and people
-- who have blocked us.
CREATE TABLE closed_chat (
    hash  BLOB    NOT NULL PRIMARY KEY,
    why   TEXT    NOT NULL CHECK (why IN ('group', 'blocked')),
    at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Plain counts of things of which nothing else is kept.
CREATE TABLE counter (
    name  TEXT    NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
