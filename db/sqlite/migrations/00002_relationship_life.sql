-- +goose Up

-- R30, R36, R37.
ALTER TABLE partners ADD COLUMN support_url TEXT NOT NULL DEFAULT '';
ALTER TABLE partners ADD COLUMN support_email TEXT NOT NULL DEFAULT '';
ALTER TABLE partners ADD COLUMN support_phone TEXT NOT NULL DEFAULT '';
ALTER TABLE partners ADD COLUMN pinned_offers TEXT NOT NULL DEFAULT '';
ALTER TABLE partners ADD COLUMN agreement_version TEXT NOT NULL DEFAULT '';
ALTER TABLE partners ADD COLUMN agreement_signed_at INTEGER;
ALTER TABLE partners ADD COLUMN agreement_signed_by BLOB;
-- Partners imported so far count as having signed on the first of the month of their import.
UPDATE partners SET agreement_version = '2026-01',
    agreement_signed_at = unixepoch(created_at / 1000000, 'unixepoch', 'start of month') * 1000000;

-- R28.
ALTER TABLE customers ADD COLUMN contact_name TEXT NOT NULL DEFAULT '';
ALTER TABLE customers ADD COLUMN contact_email TEXT NOT NULL DEFAULT '';
ALTER TABLE customers ADD COLUMN contact_phone TEXT NOT NULL DEFAULT '';
ALTER TABLE customers ADD COLUMN billing_name TEXT NOT NULL DEFAULT '';
ALTER TABLE customers ADD COLUMN billing_address TEXT NOT NULL DEFAULT '';
ALTER TABLE customers ADD COLUMN billing_email TEXT NOT NULL DEFAULT '';
ALTER TABLE customers ADD COLUMN tax_id TEXT NOT NULL DEFAULT '';

-- R25: of a person who was removed the id stays, and the row that says of which tenant. SQLite loosens no column: the
-- table is written anew.
CREATE TABLE users_anew (
    id          BLOB PRIMARY KEY,
    email       TEXT UNIQUE,
    name        TEXT NOT NULL,
    tenant      TEXT NOT NULL CHECK (tenant IN ('partner', 'customer', 'operator')),
    partner_id  BLOB REFERENCES partners (id),
    customer_id BLOB REFERENCES customers (id),
    roles       TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    version     INTEGER NOT NULL,
    removed_at  INTEGER,
    CHECK ((tenant = 'partner') = (partner_id IS NOT NULL)),
    CHECK ((tenant = 'customer') = (customer_id IS NOT NULL)),
    CHECK ((removed_at IS NULL) = (email IS NOT NULL))
);
INSERT INTO users_anew SELECT id, email, name, tenant, partner_id, customer_id, roles, created_at, version, NULL FROM users;
DROP TABLE users;
ALTER TABLE users_anew RENAME TO users;
CREATE INDEX users_by_partner ON users (partner_id) WHERE partner_id IS NOT NULL;
CREATE INDEX users_by_customer ON users (customer_id) WHERE customer_id IS NOT NULL;

-- R8: a link that was rotated may go on for a while.
ALTER TABLE invites ADD COLUMN grace_ends_at INTEGER;

-- R23, R36.
ALTER TABLE relationships ADD COLUMN consent_version TEXT NOT NULL DEFAULT '';
ALTER TABLE relationships ADD COLUMN end_proposed_by TEXT NOT NULL DEFAULT '' CHECK (end_proposed_by IN ('', 'PARTNER', 'CUSTOMER'));
ALTER TABLE relationships ADD COLUMN end_proposed_at INTEGER;
ALTER TABLE relationships ADD COLUMN end_reason TEXT NOT NULL DEFAULT '';

-- R8: who accepted through a link, as objects of their own.
CREATE TABLE acceptances_anew (
    invite_id       BLOB NOT NULL REFERENCES invites (id),
    customer_id     BLOB NOT NULL REFERENCES customers (id),
    relationship_id BLOB NOT NULL REFERENCES relationships (id),
    accepted_by     BLOB,
    accepted_at     INTEGER NOT NULL,
    id              BLOB NOT NULL,
    PRIMARY KEY (invite_id, customer_id)
);
INSERT INTO acceptances_anew SELECT invite_id, customer_id, relationship_id, accepted_by, accepted_at, randomblob(16) FROM acceptances;
DROP TABLE acceptances;
ALTER TABLE acceptances_anew RENAME TO acceptances;
CREATE UNIQUE INDEX acceptances_by_id ON acceptances (id);
CREATE INDEX acceptances_in_order ON acceptances (invite_id, accepted_at, id);

-- R14: what a customer has said last to a link.
CREATE TABLE declines (
    id          BLOB NOT NULL,
    invite_id   BLOB NOT NULL REFERENCES invites (id),
    customer_id BLOB NOT NULL REFERENCES customers (id),
    declined_by BLOB NOT NULL,
    declined_at INTEGER NOT NULL,
    reason      TEXT NOT NULL,
    PRIMARY KEY (invite_id, customer_id)
);
CREATE UNIQUE INDEX declines_by_id ON declines (id);
CREATE INDEX declines_in_order ON declines (invite_id, declined_at, id);

CREATE INDEX dap_by_partner ON delegated_admin_privileges (partner_id, relationship_id);
CREATE INDEX invites_of_reseller ON invites (reseller_id, created_at, id) WHERE reseller_id IS NOT NULL;
DROP INDEX invites_by_reseller;

-- R24: who was paired with whom goes on to see the other.

-- +goose Down
DROP INDEX dap_by_partner;
DROP INDEX acceptances_in_order;
DROP INDEX acceptances_by_id;
ALTER TABLE acceptances DROP COLUMN id;
DROP INDEX invites_of_reseller;
CREATE INDEX invites_by_reseller ON invites (reseller_id) WHERE reseller_id IS NOT NULL;
DROP TABLE declines;
ALTER TABLE relationships DROP COLUMN consent_version;
ALTER TABLE relationships DROP COLUMN end_proposed_by;
ALTER TABLE relationships DROP COLUMN end_proposed_at;
ALTER TABLE relationships DROP COLUMN end_reason;
ALTER TABLE invites DROP COLUMN grace_ends_at;
CREATE TABLE users_before (
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
INSERT INTO users_before SELECT id, COALESCE(email, hex(id)), name, tenant, partner_id, customer_id, roles, created_at, version FROM users;
DROP TABLE users;
ALTER TABLE users_before RENAME TO users;
CREATE INDEX users_by_partner ON users (partner_id) WHERE partner_id IS NOT NULL;
CREATE INDEX users_by_customer ON users (customer_id) WHERE customer_id IS NOT NULL;
ALTER TABLE customers DROP COLUMN contact_name;
ALTER TABLE customers DROP COLUMN contact_email;
ALTER TABLE customers DROP COLUMN contact_phone;
ALTER TABLE customers DROP COLUMN billing_name;
ALTER TABLE customers DROP COLUMN billing_address;
ALTER TABLE customers DROP COLUMN billing_email;
ALTER TABLE customers DROP COLUMN tax_id;
ALTER TABLE partners DROP COLUMN support_url;
ALTER TABLE partners DROP COLUMN support_email;
ALTER TABLE partners DROP COLUMN support_phone;
ALTER TABLE partners DROP COLUMN pinned_offers;
ALTER TABLE partners DROP COLUMN agreement_version;
ALTER TABLE partners DROP COLUMN agreement_signed_at;
ALTER TABLE partners DROP COLUMN agreement_signed_by;
