-- What was done, by whom, with whose data, and when; never a value. Each entry carries an HMAC over
-- itself and the entry before it (docs/audit.md), so that none can be changed, removed or moved
-- unseen. who, account and subject are hashes that need a name of audit_name to be made again.
CREATE TABLE audit (
    seq     INTEGER NOT NULL PRIMARY KEY,
    at_ms   INTEGER NOT NULL,
    action  TEXT    NOT NULL,
    via     TEXT    NOT NULL CHECK (via IN ('chat', 'voice', 'service', 'operator')),
    who     BLOB,
    account BLOB,
    subject BLOB,
    count   INTEGER NOT NULL CHECK (count > 0),
    mac     BLOB    NOT NULL
) STRICT;
CREATE INDEX audit_account ON audit (account, seq) WHERE account IS NOT NULL;
-- Up to which entry the chain was pruned, signed: the next entry goes on from its mac.
CREATE TABLE audit_base (
    id    INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    seq   INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    mac   BLOB    NOT NULL,
    seal  BLOB    NOT NULL
) STRICT;
-- An entry is added behind the last one and never changed; it goes only when the base is past it.
CREATE TRIGGER audit_in_order BEFORE INSERT ON audit
WHEN NEW.seq <> 1 + max(coalesce((SELECT max(seq) FROM audit), 0),
                        coalesce((SELECT seq FROM audit_base), 0))
BEGIN SELECT raise(ABORT, 'audit: out of order'); END;
CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'audit: never changed'); END;
CREATE TRIGGER audit_kept BEFORE DELETE ON audit
WHEN OLD.seq > coalesce((SELECT seq FROM audit_base), 0)
BEGIN SELECT raise(ABORT, 'audit: never removed'); END;
CREATE TRIGGER audit_base_forward BEFORE UPDATE ON audit_base
WHEN NEW.seq < OLD.seq
BEGIN SELECT raise(ABORT, 'audit: never back'); END;
CREATE TRIGGER audit_base_kept BEFORE DELETE ON audit_base
BEGIN SELECT raise(ABORT, 'audit: never removed'); END;
-- By what an account is called in the hashes of its entries: random, and gone with the account;
-- after that nobody can tell whose those entries were. Accounts that became one have several.
CREATE TABLE audit_name (
    name    BLOB    NOT NULL PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_name_account ON audit_name (account);
INSERT INTO audit_name (name, account) SELECT randomblob(32), id FROM account;
-- Who was turned away: counted by the minute, and one entry when the minute is over.
CREATE TABLE audit_refused (
    action    TEXT    NOT NULL,
    minute_ms INTEGER NOT NULL,
    count     INTEGER NOT NULL,
    PRIMARY KEY (action, minute_ms)
) STRICT, WITHOUT ROWID;
-- Whom we have asked whether the diary is to stay, because nothing was heard of them for long.
-- planned_ms: since then account.erase_ms is set because of it.
CREATE TABLE silence (
    account     INTEGER NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    asked_ms    INTEGER NOT NULL,
    reminded_ms INTEGER,
    planned_ms  INTEGER
) STRICT;
