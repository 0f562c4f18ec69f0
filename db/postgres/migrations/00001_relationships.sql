-- +goose Up

CREATE TABLE services (
    code    text COLLATE "C" PRIMARY KEY,
    name_en text NOT NULL,
    name_zh text NOT NULL
);

CREATE TABLE offers (
    code                text PRIMARY KEY,
    services            text NOT NULL,
    name_en             text NOT NULL,
    name_zh             text NOT NULL,
    min_seats           integer NOT NULL,
    max_seats           integer NOT NULL,
    monthly_price_minor bigint NOT NULL,
    currency            text NOT NULL,
    add_on_of           text NOT NULL DEFAULT '',
    upgrades_to         text NOT NULL DEFAULT ''
);

CREATE TABLE prices (
    offer               text NOT NULL REFERENCES offers (code),
    month               text NOT NULL,
    monthly_price_minor bigint NOT NULL,
    currency            text NOT NULL,
    PRIMARY KEY (offer, month)
);

CREATE TABLE partners (
    id           uuid PRIMARY KEY,
    external_key text UNIQUE,
    name         text NOT NULL,
    name_sort    text COLLATE "C" NOT NULL,
    type         text NOT NULL CHECK (type IN ('DIRECT_RESELLER', 'INDIRECT_PROVIDER', 'INDIRECT_RESELLER', 'ADVISOR')),
    transacting  boolean NOT NULL CHECK (transacting = (type IN ('DIRECT_RESELLER', 'INDIRECT_PROVIDER'))),
    country      text NOT NULL,
    status       text NOT NULL CHECK (status IN ('ACTIVE', 'SUSPENDED')),
    provider_id  uuid REFERENCES partners (id),
    services     text NOT NULL,
    created_at   timestamptz NOT NULL,
    version      integer NOT NULL,
    UNIQUE (id, transacting)
);
CREATE INDEX partners_by_name ON partners (name_sort, id);
CREATE INDEX partners_by_provider ON partners (provider_id) WHERE provider_id IS NOT NULL;

CREATE TABLE customers (
    id           uuid PRIMARY KEY,
    external_key text UNIQUE,
    name         text NOT NULL,
    name_sort    text COLLATE "C" NOT NULL,
    domain       text NOT NULL UNIQUE,
    country      text NOT NULL,
    created_at   timestamptz NOT NULL,
    version      integer NOT NULL
);
CREATE INDEX customers_by_name ON customers (name_sort, id);

CREATE TABLE users (
    id          uuid PRIMARY KEY,
    email       text COLLATE "C" NOT NULL UNIQUE,
    name        text NOT NULL,
    tenant      text NOT NULL CHECK (tenant IN ('partner', 'customer', 'operator')),
    partner_id  uuid REFERENCES partners (id),
    customer_id uuid REFERENCES customers (id),
    roles       text NOT NULL,
    created_at  timestamptz NOT NULL,
    version     integer NOT NULL,
    CHECK ((tenant = 'partner') = (partner_id IS NOT NULL)),
    CHECK ((tenant = 'customer') = (customer_id IS NOT NULL))
);
CREATE INDEX users_by_partner ON users (partner_id) WHERE partner_id IS NOT NULL;
CREATE INDEX users_by_customer ON users (customer_id) WHERE customer_id IS NOT NULL;

-- services is NULL for links that ask for all that the partner sells (R1).
CREATE TABLE invites (
    id              uuid PRIMARY KEY,
    partner_id      uuid NOT NULL REFERENCES partners (id),
    reseller_id     uuid REFERENCES partners (id),
    terms_key       text NOT NULL,
    services        text,
    delegated_admin boolean NOT NULL,
    label           text NOT NULL,
    expires_at      timestamptz,
    max_uses        integer NOT NULL,
    status          text NOT NULL CHECK (status IN ('ACTIVE', 'ROTATED', 'REVOKED', 'EXHAUSTED')),
    key_id          bytea NOT NULL,
    created_at      timestamptz NOT NULL,
    created_by      uuid,
    version         integer NOT NULL
);
-- R1, R4: one standing link of the same terms.
CREATE UNIQUE INDEX invites_standing ON invites (partner_id, terms_key) WHERE status = 'ACTIVE';
CREATE INDEX invites_by_partner ON invites (partner_id, created_at, id);
CREATE INDEX invites_by_reseller ON invites (reseller_id) WHERE reseller_id IS NOT NULL;

CREATE TABLE invite_views (
    invite_id uuid PRIMARY KEY REFERENCES invites (id),
    views     integer NOT NULL
);

CREATE TABLE relationships (
    id          uuid PRIMARY KEY,
    partner_id  uuid NOT NULL REFERENCES partners (id),
    reseller_id uuid REFERENCES partners (id),
    customer_id uuid NOT NULL REFERENCES customers (id),
    status      text NOT NULL CHECK (status IN ('ACTIVE', 'ENDING', 'ENDED')),
    accepted_at timestamptz NOT NULL,
    accepted_by uuid,
    ended_at    timestamptz CHECK ((status = 'ENDED') = (ended_at IS NOT NULL)),
    invite_id   uuid REFERENCES invites (id),
    version     integer NOT NULL
);
CREATE UNIQUE INDEX relationships_standing ON relationships (partner_id, customer_id) WHERE status <> 'ENDED';
CREATE INDEX relationships_by_partner ON relationships (partner_id, accepted_at, id);
CREATE INDEX relationships_by_customer ON relationships (customer_id, accepted_at, id);
CREATE INDEX relationships_by_reseller ON relationships (reseller_id, accepted_at, id) WHERE reseller_id IS NOT NULL;
CREATE INDEX relationships_by_both_partners ON relationships (reseller_id, partner_id) WHERE reseller_id IS NOT NULL;

-- transacting is held to the partner's by the foreign key, so that the index of R11 cannot be led astray.
CREATE TABLE delegated_admin_privileges (
    id              uuid PRIMARY KEY,
    relationship_id uuid NOT NULL REFERENCES relationships (id),
    partner_id      uuid NOT NULL,
    customer_id     uuid NOT NULL REFERENCES customers (id),
    service         text COLLATE "C" NOT NULL REFERENCES services (code),
    transacting     boolean NOT NULL,
    status          text NOT NULL CHECK (status IN ('ACTIVE', 'ENDED')),
    granted_at      timestamptz NOT NULL,
    granted_by      uuid,
    ended_at        timestamptz CHECK ((status = 'ENDED') = (ended_at IS NOT NULL)),
    end_reason      text CHECK (end_reason IN ('CUSTOMER_REMOVED', 'PARTNER_RELINQUISHED', 'DISPLACED', 'RELATIONSHIP_ENDED')),
    FOREIGN KEY (partner_id, transacting) REFERENCES partners (id, transacting) ON UPDATE CASCADE
);
-- R11: at most one transacting partner holds DAP for one service of one customer.
CREATE UNIQUE INDEX dap_one_holder ON delegated_admin_privileges (customer_id, service) WHERE status = 'ACTIVE' AND transacting;
CREATE UNIQUE INDEX dap_once_per_partner ON delegated_admin_privileges (customer_id, partner_id, service) WHERE status = 'ACTIVE';
CREATE INDEX dap_by_relationship ON delegated_admin_privileges (relationship_id, granted_at, id);

CREATE TABLE acceptances (
    invite_id       uuid NOT NULL REFERENCES invites (id),
    customer_id     uuid NOT NULL REFERENCES customers (id),
    relationship_id uuid NOT NULL REFERENCES relationships (id),
    accepted_by     uuid,
    accepted_at     timestamptz NOT NULL,
    PRIMARY KEY (invite_id, customer_id)
);

-- R25. tx orders events such that a reader below pg_snapshot_xmin misses none: sequence numbers alone commit out of order.
CREATE TABLE events (
    seq             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tx              bigint NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
    kind            text NOT NULL,
    change_id       uuid NOT NULL,
    occurred_at     timestamptz NOT NULL,
    recorded_at     timestamptz NOT NULL,
    actor_id        uuid,
    actor_role      text NOT NULL,
    actor_tenant    text NOT NULL,
    actor_tenant_id uuid,
    partner_id      uuid,
    reseller_id     uuid,
    customer_id     uuid,
    relationship_id uuid,
    delegation_id   uuid,
    invite_id       uuid,
    user_id         uuid,
    before          text,
    after           text
);
CREATE INDEX events_in_order ON events (tx, seq);
CREATE INDEX events_by_relationship ON events (relationship_id, seq) WHERE relationship_id IS NOT NULL;
CREATE INDEX events_by_partner ON events (partner_id, tx, seq) WHERE partner_id IS NOT NULL;
CREATE INDEX events_by_reseller ON events (reseller_id, tx, seq) WHERE reseller_id IS NOT NULL;
CREATE INDEX events_by_customer ON events (customer_id, tx, seq) WHERE customer_id IS NOT NULL;

CREATE TABLE idempotency_keys (
    user_id    uuid NOT NULL,
    mutation   text NOT NULL,
    key        text NOT NULL,
    input_hash bytea NOT NULL,
    answer     text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, mutation, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

-- +goose Down
DROP TABLE idempotency_keys, events, acceptances, delegated_admin_privileges, relationships, invite_views, invites, users,
    customers, partners, prices, offers, services;
