-- Signed calls that were taken: each may come once.
CREATE TABLE call (
    nonce BLOB PRIMARY KEY,          -- keyed hash
    at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX call_at ON call (at_ms);
