-- +goose Up

-- R18: what scripts sign in with. secret_hash is the SHA-256 of a secret that is kept nowhere. partner_id and customer_id are those of
-- the user who made the key.
CREATE TABLE api_keys (
    id           BLOB PRIMARY KEY,
    user_id      BLOB NOT NULL REFERENCES users (id),
    tenant       TEXT NOT NULL CHECK (tenant IN ('partner', 'customer', 'operator')),
    partner_id   BLOB REFERENCES partners (id),
    customer_id  BLOB REFERENCES customers (id),
    secret_hash  BLOB NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
    label        TEXT NOT NULL,
    roles        TEXT NOT NULL CHECK (roles <> ''),
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    revoked_at   INTEGER,
    last_used_at INTEGER,
    version      INTEGER NOT NULL,
    CHECK (created_at < expires_at),
    CHECK ((tenant = 'partner') = (partner_id IS NOT NULL)),
    CHECK ((tenant = 'customer') = (customer_id IS NOT NULL))
);
CREATE INDEX api_keys_by_partner ON api_keys (partner_id, created_at, id) WHERE partner_id IS NOT NULL;
CREATE INDEX api_keys_by_customer ON api_keys (customer_id, created_at, id) WHERE customer_id IS NOT NULL;
CREATE INDEX api_keys_of_operator ON api_keys (created_at, id) WHERE tenant = 'operator';
CREATE INDEX api_keys_by_user ON api_keys (user_id);

-- R25: the key that an event concerns, and the one with which its actor acted.
ALTER TABLE events ADD COLUMN api_key_id BLOB;
ALTER TABLE events ADD COLUMN actor_api_key_id BLOB;

-- +goose Down
ALTER TABLE events DROP COLUMN actor_api_key_id;
ALTER TABLE events DROP COLUMN api_key_id;
DROP TABLE api_keys;
