-- A PIN that was forgotten, one that is locked, a notice for a speaker, a condition that is raised.
INSERT INTO pin (account, id, hash, wrong, locked_ms, forget_ms, chat, kept_back)
VALUES (1, 901, '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaA', 2, NULL, 1795414440000, 2000001, '"Greeting"'),
       (2, 902, '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaA', 0, 1795331640000, NULL, NULL, NULL);
UPDATE peer SET open_ms = 1795328640000 WHERE door = 'chat';
INSERT INTO notice (peer, what, at_ms)
VALUES (CAST('speaker-hash-of-thirty-two-bytes' AS BLOB), 'linked', 1795328040000);
INSERT INTO watch (name, body)
VALUES ('disk', '{"bad":3,"good":0,"since_ms":1795328040000,"raised_ms":1795328040000,"told":true,"told_ms":[1795328040000]}');
