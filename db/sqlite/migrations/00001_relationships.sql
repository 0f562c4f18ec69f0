-- +goose Up

-- Times are microseconds since 1970 in UTC; ids are their 16 bytes.

CREATE TABLE services (
    code    TEXT PRIMARY KEY,
    name_en TEXT NOT NULL,
    name_zh TEXT NOT NULL
);

CREATE TABLE offers (
    code                TEXT PRIMARY KEY,
    services            TEXT NOT NULL,
    name_en             TEXT NOT NULL,
    name_zh             TEXT NOT NULL,
    min_seats           INTEGER NOT NULL,
    max_seats           INTEGER NOT NULL,
    monthly_price_minor INTEGER NOT NULL,
    currency            TEXT NOT NULL,
    add_on_of           TEXT NOT NULL DEFAULT '',
    upgrades_to         TEXT NOT NULL DEFAULT ''
);

CREATE TABLE prices (
    offer               TEXT NOT NULL REFERENCES offers (code),
    month               TEXT NOT NULL,
    monthly_price_minor INTEGER NOT NULL,
    currency            TEXT NOT NULL,
    PRIMARY KEY (offer, month)
);

CREATE TABLE partners (
    id           BLOB PRIMARY KEY,
    external_key TEXT UNIQUE,
    name         TEXT NOT NULL,
    name_sort    TEXT NOT NULL,
    type         TEXT NOT NULL CHECK (type IN ('DIRECT_RESELLER', 'INDIRECT_PROVIDER', 'INDIRECT_RESELLER', 'ADVISOR')),
    transacting  BOOLEAN NOT NULL CHECK (transacting = (type IN ('DIRECT_RESELLER', 'INDIRECT_PROVIDER'))),
    country      TEXT NOT NULL,
    status       TEXT NOT NULL CHECK (status IN ('ACTIVE', 'SUSPENDED')),
    provider_id  BLOB REFERENCES partners (id),
    services     TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    version      INTEGER NOT NULL,
    UNIQUE (id, transacting)
);
CREATE INDEX partners_by_name ON partners (name_sort, id);
CREATE INDEX partners_by_provider ON partners (provider_id) WHERE provider_id IS NOT NULL;

CREATE TABLE customers (
    id           BLOB PRIMARY KEY,
    external_key TEXT UNIQUE,
    name         TEXT NOT NULL,
    name_sort    TEXT NOT NULL,
    domain       TEXT NOT NULL UNIQUE,
    country      TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    version      INTEGER NOT NULL
);
CREATE INDEX customers_by_name ON customers (name_sort, id);

CREATE TABLE users (
    id          BLOB PRIMARY KEY,
    email       TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    tenant      TEXT NOT NULL CHECK (tenant IN ('partner', 'customer', 'operator')),
    partner_id  BLOB REFERENCES partners (id),
    customer_id BLOB REFERENCES customers (id),
    roles       TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    version     INTEGER NOT NULL,
    CHECK ((tenant = 'partner') = (partner_id IS NOT NULL)),
    CHECK ((tenant = 'customer') = (customer_id IS NOT NULL))
);
CREATE INDEX users_by_partner ON users (partner_id) WHERE partner_id IS NOT NULL;
CREATE INDEX users_by_customer ON users (customer_id) WHERE customer_id IS NOT NULL;

-- services is NULL for links that ask for all that the partner sells (R1).
CREATE TABLE invites (
    id              BLOB PRIMARY KEY,
    partner_id      BLOB NOT NULL REFERENCES partners (id),
    reseller_id     BLOB REFERENCES partners (id),
    terms_key       TEXT NOT NULL,
    services        TEXT,
    delegated_admin BOOLEAN NOT NULL,
    label           TEXT NOT NULL,
    expires_at      INTEGER,
    max_uses        INTEGER NOT NULL,
    status          TEXT NOT NULL CHECK (status IN ('ACTIVE', 'ROTATED', 'REVOKED', 'EXHAUSTED')),
    key_id          BLOB NOT NULL,
    created_at      INTEGER NOT NULL,
    created_by      BLOB,
    version         INTEGER NOT NULL
);
-- R1, R4: one standing link of the same terms.
CREATE UNIQUE INDEX invites_standing ON invites (partner_id, terms_key) WHERE status = 'ACTIVE';
CREATE INDEX invites_by_partner ON invites (partner_id, created_at, id);
CREATE INDEX invites_by_reseller ON invites (reseller_id) WHERE reseller_id IS NOT NULL;

CREATE TABLE invite_views (
    invite_id BLOB PRIMARY KEY REFERENCES invites (id),
    views     INTEGER NOT NULL
);

CREATE TABLE relationships (
    id          BLOB PRIMARY KEY,
    partner_id  BLOB NOT NULL REFERENCES partners (id),
    reseller_id BLOB REFERENCES partners (id),
    customer_id BLOB NOT NULL REFERENCES customers (id),
    status      TEXT NOT NULL CHECK (status IN ('ACTIVE', 'ENDING', 'ENDED')),
    accepted_at INTEGER NOT NULL,
    accepted_by BLOB,
    ended_at    INTEGER CHECK ((status = 'ENDED') = (ended_at IS NOT NULL)),
    invite_id   BLOB REFERENCES invites (id),
    version     INTEGER NOT NULL
);
CREATE UNIQUE INDEX relationships_standing ON relationships (partner_id, customer_id) WHERE status <> 'ENDED';
CREATE INDEX relationships_by_partner ON relationships (partner_id, accepted_at, id);
CREATE INDEX relationships_by_customer ON relationships (customer_id, accepted_at, id);
CREATE INDEX relationships_by_reseller ON relationships (reseller_id, accepted_at, id) WHERE reseller_id IS NOT NULL;
CREATE INDEX relationships_by_both_partners ON relationships (reseller_id, partner_id) WHERE reseller_id IS NOT NULL;

-- transacting is held to the partner's by the foreign key, so that the index of R11 cannot be led astray.
CREATE TABLE delegated_admin_privileges (
    id              BLOB PRIMARY KEY,
    relationship_id BLOB NOT NULL REFERENCES relationships (id),
    partner_id      BLOB NOT NULL,
    customer_id     BLOB NOT NULL REFERENCES customers (id),
    service         TEXT NOT NULL REFERENCES services (code),
    transacting     BOOLEAN NOT NULL,
    status          TEXT NOT NULL CHECK (status IN ('ACTIVE', 'ENDED')),
    granted_at      INTEGER NOT NULL,
    granted_by      BLOB,
    ended_at        INTEGER CHECK ((status = 'ENDED') = (ended_at IS NOT NULL)),
    end_reason      TEXT CHECK (end_reason IN ('CUSTOMER_REMOVED', 'PARTNER_RELINQUISHED', 'DISPLACED', 'RELATIONSHIP_ENDED')),
    FOREIGN KEY (partner_id, transacting) REFERENCES partners (id, transacting) ON UPDATE CASCADE
);
-- R11: at most one transacting partner holds DAP for one service of one customer.
CREATE UNIQUE INDEX dap_one_holder ON delegated_admin_privileges (customer_id, service) WHERE status = 'ACTIVE' AND transacting;
CREATE UNIQUE INDEX dap_once_per_partner ON delegated_admin_privileges (customer_id, partner_id, service) WHERE status = 'ACTIVE';
CREATE INDEX dap_by_relationship ON delegated_admin_privileges (relationship_id, granted_at, id);

CREATE TABLE acceptances (
    invite_id       BLOB NOT NULL REFERENCES invites (id),
    customer_id     BLOB NOT NULL REFERENCES customers (id),
    relationship_id BLOB NOT NULL REFERENCES relationships (id),
    accepted_by     BLOB,
    accepted_at     INTEGER NOT NULL,
    PRIMARY KEY (invite_id, customer_id)
);

-- R25. With one writer sequence numbers commit in order; tx is there for the shape that PostgreSQL needs.
CREATE TABLE events (
    seq             INTEGER PRIMARY KEY AUTOINCREMENT,
    tx              INTEGER NOT NULL DEFAULT 0,
    kind            TEXT NOT NULL,
    change_id       BLOB NOT NULL,
    occurred_at     INTEGER NOT NULL,
    recorded_at     INTEGER NOT NULL,
    actor_id        BLOB,
    actor_role      TEXT NOT NULL,
    actor_tenant    TEXT NOT NULL,
    actor_tenant_id BLOB,
    partner_id      BLOB,
    reseller_id     BLOB,
    customer_id     BLOB,
    relationship_id BLOB,
    delegation_id   BLOB,
    invite_id       BLOB,
    user_id         BLOB,
    before          TEXT,
    after           TEXT
);
CREATE INDEX events_in_order ON events (tx, seq);
CREATE INDEX events_by_relationship ON events (relationship_id, seq) WHERE relationship_id IS NOT NULL;
CREATE INDEX events_by_partner ON events (partner_id, tx, seq) WHERE partner_id IS NOT NULL;
CREATE INDEX events_by_reseller ON events (reseller_id, tx, seq) WHERE reseller_id IS NOT NULL;
CREATE INDEX events_by_customer ON events (customer_id, tx, seq) WHERE customer_id IS NOT NULL;

CREATE TABLE idempotency_keys (
    user_id    BLOB NOT NULL,
    mutation   TEXT NOT NULL,
    key        TEXT NOT NULL,
    input_hash BLOB NOT NULL,
    answer     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, mutation, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

-- +goose Down
DROP TABLE idempotency_keys;
DROP TABLE events;
DROP TABLE acceptances;
DROP TABLE delegated_admin_privileges;
DROP TABLE relationships;
DROP TABLE invite_views;
DROP TABLE invites;
DROP TABLE users;
DROP TABLE customers;
DROP TABLE partners;
DROP TABLE prices;
DROP TABLE offers;
DROP TABLE services;
