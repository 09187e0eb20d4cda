-- A chain of two entries behind a base, somebody who was turned away, somebody silent.
INSERT INTO audit_base (id, seq, at_ms, mac, seal)
VALUES (1, 40, 1795328040000, zeroblob(32), zeroblob(32));
INSERT INTO audit (seq, at_ms, action, via, who, account, subject, count, mac)
VALUES (41, 1795328040000, 'stored', 'voice', zeroblob(32), zeroblob(32), zeroblob(32), 1, zeroblob(32));
INSERT INTO audit (seq, at_ms, action, via, count, mac)
VALUES (42, 1795328040000, 'wrong-code', 'service', 7, zeroblob(32));
INSERT INTO audit_refused (action, minute_ms, count) VALUES ('stranger', 1795328040000, 3);
INSERT INTO silence (account, asked_ms, reminded_ms) VALUES (2, 1795328040000, NULL);
