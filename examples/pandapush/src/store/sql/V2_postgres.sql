ALTER TABLE keys ADD COLUMN revoked_at timestamptz;
CREATE INDEX keys_application ON keys (application_id);
CREATE INDEX application_users_application ON application_users (application_id);
CREATE INDEX application_users_user ON application_users (user_id);
-- One row, whose number grows with each change of keys.
CREATE TABLE key_revision (
    only_row integer NOT NULL PRIMARY KEY CHECK (only_row = 0),
    revision bigint NOT NULL
);
INSERT INTO key_revision (only_row, revision) VALUES (0, 1);
CREATE TABLE settings (
    name varchar(255) NOT NULL PRIMARY KEY,
    setting varchar(1024) NOT NULL
);
-- Sessions of administrators that ended before their time.
CREATE TABLE ended_sessions (
    id varchar(255) NOT NULL PRIMARY KEY,
    expires timestamptz NOT NULL
);
