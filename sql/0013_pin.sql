-- The PIN of an account as an Argon2id hash. id: which of its PINs it is, so that a verdict about
-- another one is void. wrong: wrong tries in a row; until locked_ms none is taken. forget_ms: when it
-- goes because it was forgotten, told in this chat then (in clear only while that waits). kept_back:
-- an answer that waits for the PIN.
CREATE TABLE pin (
    account   INTEGER NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    id        INTEGER NOT NULL,
    hash      TEXT    NOT NULL,
    wrong     INTEGER NOT NULL DEFAULT 0,
    locked_ms INTEGER,
    forget_ms INTEGER,
    chat      INTEGER,
    kept_back TEXT
) STRICT;
CREATE INDEX pin_forget ON pin (forget_ms) WHERE forget_ms IS NOT NULL;
-- Until when this chat was given the PIN.
ALTER TABLE peer ADD COLUMN open_ms INTEGER;

-- What a speaker has to be told that was done elsewhere; a row goes when it was told.
CREATE TABLE notice (
    id    INTEGER NOT NULL PRIMARY KEY,
    peer  BLOB    NOT NULL REFERENCES peer (hash) ON DELETE CASCADE,
    what  TEXT    NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX notice_peer ON notice (peer);

-- How each condition of the service stands that its owner is told of, as JSON.
CREATE TABLE watch (
    name TEXT NOT NULL PRIMARY KEY,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
