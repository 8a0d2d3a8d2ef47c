-- The tables of the original. Those that exist stay as they are.
CREATE TABLE IF NOT EXISTS applications (
    id varchar(255) NOT NULL PRIMARY KEY,
    name varchar(255),
    created_by varchar(255),
    created_at datetime,
    updated_at datetime
);
CREATE TABLE IF NOT EXISTS application_users (
    application_id varchar(255) REFERENCES applications (id),
    user_id varchar(255)
);
CREATE TABLE IF NOT EXISTS keys (
    id varchar(255) NOT NULL PRIMARY KEY,
    application_id varchar(255) REFERENCES applications (id),
    secret varchar(255),
    created_by varchar(255),
    expires datetime,
    purpose varchar(255),
    created_at datetime,
    updated_at datetime,
    last_used datetime,
    use_count integer
);
