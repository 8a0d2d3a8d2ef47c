-- The tables of the original. Those that exist stay as they are.
CREATE TABLE IF NOT EXISTS applications (
    id varchar(255) NOT NULL PRIMARY KEY,
    name varchar(255),
    created_by varchar(255),
    created_at timestamptz,
    updated_at timestamptz
);
CREATE TABLE IF NOT EXISTS application_users (
    application_id varchar(255) REFERENCES applications (id),
    user_id varchar(255)
);
CREATE TABLE IF NOT EXISTS keys (
    id varchar(255) NOT NULL PRIMARY KEY,
    application_id varchar(255) REFERENCES applications (id),
    secret varchar(1024),
    created_by varchar(255),
    expires timestamptz,
    purpose varchar(255),
    created_at timestamptz,
    updated_at timestamptz,
    last_used timestamptz,
    use_count bigint
);
-- What later steps of the original changed, for a database that it left at an earlier one.
ALTER TABLE keys ADD COLUMN IF NOT EXISTS last_used timestamptz;
ALTER TABLE keys ADD COLUMN IF NOT EXISTS use_count bigint;
ALTER TABLE keys ALTER COLUMN secret TYPE varchar(1024);
-- An integer ends at two thousand million uses.
ALTER TABLE keys ALTER COLUMN use_count TYPE bigint;
