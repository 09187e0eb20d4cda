-- An account that is going, one that has taken its consent back, an invitation, an announcement.
UPDATE account SET erase_ms = 1795414440000, tidy = 1 WHERE id = 1;
UPDATE account SET withdrawn_ms = 1795328040000, notices = 1 WHERE id = 2;
UPDATE peer SET card = 12 WHERE account = 1;
INSERT INTO consent (account, at_ms, given, version, language, door)
VALUES (2, 1795328040000, 0, '1', 'en', 'voice');
INSERT INTO invitation (id, word, label, issued_ms, expires_ms, used_ms)
VALUES (81, zeroblob(32), 'a neighbour', 1795328040000, 1795932840000, NULL);
INSERT INTO announcement (id, text, made_ms, begun_ms, reached, posted, addressees, chat, language)
VALUES (82, 'we move', 1795328040000, 1795328040000, 1, 1, 2, 2000001, 'ru');
