-- +goose Up

-- R18: what scripts sign in with. secret_hash is the SHA-256 of a secret that is kept nowhere. partner_id and customer_id are those of
-- the user who made the key.
CREATE TABLE api_keys (
    id           uuid PRIMARY KEY,
    user_id      uuid NOT NULL REFERENCES users (id),
    tenant       text NOT NULL CHECK (tenant IN ('partner', 'customer', 'operator')),
    partner_id   uuid REFERENCES partners (id),
    customer_id  uuid REFERENCES customers (id),
    secret_hash  bytea NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
    label        text NOT NULL,
    roles        text NOT NULL CHECK (roles <> ''),
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    revoked_at   timestamptz,
    last_used_at timestamptz,
    version      integer NOT NULL,
    CHECK (created_at < expires_at),
    CHECK ((tenant = 'partner') = (partner_id IS NOT NULL)),
    CHECK ((tenant = 'customer') = (customer_id IS NOT NULL))
);
CREATE INDEX api_keys_by_partner ON api_keys (partner_id, created_at, id) WHERE partner_id IS NOT NULL;
CREATE INDEX api_keys_by_customer ON api_keys (customer_id, created_at, id) WHERE customer_id IS NOT NULL;
CREATE INDEX api_keys_of_operator ON api_keys (created_at, id) WHERE tenant = 'operator';
CREATE INDEX api_keys_by_user ON api_keys (user_id);

-- R25: the key that an event concerns, and the one with which its actor acted.
ALTER TABLE events
    ADD COLUMN api_key_id       uuid,
    ADD COLUMN actor_api_key_id uuid;

-- +goose Down
ALTER TABLE events DROP COLUMN api_key_id, DROP COLUMN actor_api_key_id;
DROP TABLE api_keys;
