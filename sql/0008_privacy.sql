-- Every consent that was given or taken back, and which text it was about.
CREATE TABLE consent (
    account  INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    at_ms    INTEGER NOT NULL,
    given    INTEGER NOT NULL CHECK (given IN (0, 1)),
    version  TEXT    NOT NULL,
    language TEXT    NOT NULL,
    door     TEXT    NOT NULL
) STRICT;
CREATE INDEX consent_account ON consent (account);
INSERT INTO consent (account, at_ms, given, version, language, door)
SELECT id, consent_ms, 1, consent_version, consent_language, consent_door FROM account;
-- Since when the consent is taken back; when everything of this account goes, and where that is
-- told: account.chat stands in clear then, too, and for who wants messages about the service.
ALTER TABLE account ADD COLUMN withdrawn_ms INTEGER;
ALTER TABLE account ADD COLUMN erase_ms INTEGER;
CREATE INDEX account_erase ON account (erase_ms) WHERE erase_ms IS NOT NULL;
-- Whether the messages with readings are removed from the chat, whether messages about the service
-- are wanted.
ALTER TABLE account ADD COLUMN tidy INTEGER NOT NULL DEFAULT 0 CHECK (tidy IN (0, 1));
ALTER TABLE account ADD COLUMN notices INTEGER NOT NULL DEFAULT 0 CHECK (notices IN (0, 1));
-- The message of a tidy chat that is edited instead of sending a new one.
ALTER TABLE peer ADD COLUMN card INTEGER;
-- Invitations for guests. Of the word in the link only a hash is kept; not who came with it.
CREATE TABLE invitation (
    id         INTEGER NOT NULL PRIMARY KEY,
    word       BLOB    NOT NULL UNIQUE,
    label      TEXT    NOT NULL,
    issued_ms  INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL,
    used_ms    INTEGER
) STRICT;
-- What the owner tells everybody who wants messages about the service. Accounts up to reached were
-- dealt with; without a beginning it is a draft. back: the chat door's note on the message that
-- shows how far it is.
CREATE TABLE announcement (
    id         INTEGER NOT NULL PRIMARY KEY,
    text       TEXT    NOT NULL,
    made_ms    INTEGER NOT NULL,
    begun_ms   INTEGER,
    ended_ms   INTEGER,
    reached    INTEGER NOT NULL DEFAULT 0,
    posted     INTEGER NOT NULL DEFAULT 0,
    addressees INTEGER NOT NULL DEFAULT 0,
    chat       INTEGER NOT NULL,
    language   TEXT    NOT NULL,
    back       TEXT
) STRICT;
