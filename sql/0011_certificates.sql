-- The account at an authority that certifies this server's names, and what it has certified. Both
-- hold private keys in clear: they are nowhere else than in this encrypted file.
CREATE TABLE acme_account (
    directory   TEXT    NOT NULL PRIMARY KEY,
    credentials TEXT    NOT NULL,
    made_ms     INTEGER NOT NULL
) STRICT;
-- domains: in the order of the alphabet, with a comma between them. chain, private_key: PEM.
CREATE TABLE certificate (
    directory   TEXT    NOT NULL,
    domains     TEXT    NOT NULL,
    chain       TEXT    NOT NULL,
    private_key TEXT    NOT NULL,
    issued_ms   INTEGER NOT NULL,
    expires_ms  INTEGER NOT NULL,
    PRIMARY KEY (directory, domains)
) STRICT;
