-- An account at an authority and a certificate; the keys are no keys.
INSERT INTO acme_account (directory, credentials, made_ms)
VALUES ('https://acme.example.org/dir', '{}', 1795328040000);
INSERT INTO certificate (directory, domains, chain, private_key, issued_ms, expires_ms)
VALUES ('https://acme.example.org/dir', 'diary.example.org', 'chain', 'key', 1795328040000, 1803104040000);
