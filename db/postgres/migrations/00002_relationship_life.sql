-- +goose Up

-- R30, R36, R37.
ALTER TABLE partners
    ADD COLUMN support_url         text NOT NULL DEFAULT '',
    ADD COLUMN support_email       text NOT NULL DEFAULT '',
    ADD COLUMN support_phone       text NOT NULL DEFAULT '',
    ADD COLUMN pinned_offers       text NOT NULL DEFAULT '',
    ADD COLUMN agreement_version   text NOT NULL DEFAULT '',
    ADD COLUMN agreement_signed_at timestamptz,
    ADD COLUMN agreement_signed_by uuid,
    ADD CHECK ((agreement_version <> '') = (agreement_signed_at IS NOT NULL));
-- Partners imported so far count as having signed on the first of the month of their import.
UPDATE partners SET agreement_version = '2026-01',
    agreement_signed_at = date_trunc('month', created_at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC';

-- R28.
ALTER TABLE customers
    ADD COLUMN contact_name    text NOT NULL DEFAULT '',
    ADD COLUMN contact_email   text NOT NULL DEFAULT '',
    ADD COLUMN contact_phone   text NOT NULL DEFAULT '',
    ADD COLUMN billing_name    text NOT NULL DEFAULT '',
    ADD COLUMN billing_address text NOT NULL DEFAULT '',
    ADD COLUMN billing_email   text NOT NULL DEFAULT '',
    ADD COLUMN tax_id          text NOT NULL DEFAULT '';

-- R25: of a person who was removed the id stays, and the row that says of which tenant.
ALTER TABLE users
    ALTER COLUMN email DROP NOT NULL,
    ADD COLUMN removed_at timestamptz,
    ADD CHECK ((removed_at IS NULL) = (email IS NOT NULL));

-- R8: a link that was rotated may go on for a while.
ALTER TABLE invites ADD COLUMN grace_ends_at timestamptz;

-- R23, R36.
ALTER TABLE relationships
    ADD COLUMN consent_version text NOT NULL DEFAULT '',
    ADD COLUMN end_proposed_by text NOT NULL DEFAULT '' CHECK (end_proposed_by IN ('', 'PARTNER', 'CUSTOMER')),
    ADD COLUMN end_proposed_at timestamptz,
    ADD COLUMN end_reason      text NOT NULL DEFAULT '';

-- R8: who accepted through a link, as objects of their own.
ALTER TABLE acceptances ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE acceptances ALTER COLUMN id DROP DEFAULT;
CREATE UNIQUE INDEX acceptances_by_id ON acceptances (id);
CREATE INDEX acceptances_in_order ON acceptances (invite_id, accepted_at, id);

-- R14: what a customer has said last to a link.
CREATE TABLE declines (
    id          uuid NOT NULL,
    invite_id   uuid NOT NULL REFERENCES invites (id),
    customer_id uuid NOT NULL REFERENCES customers (id),
    declined_by uuid NOT NULL,
    declined_at timestamptz NOT NULL,
    reason      text NOT NULL,
    PRIMARY KEY (invite_id, customer_id)
);
CREATE UNIQUE INDEX declines_by_id ON declines (id);
CREATE INDEX declines_in_order ON declines (invite_id, declined_at, id);

CREATE INDEX dap_by_partner ON delegated_admin_privileges (partner_id, relationship_id);
CREATE INDEX invites_of_reseller ON invites (reseller_id, created_at, id) WHERE reseller_id IS NOT NULL;
DROP INDEX invites_by_reseller;

-- R24: who was paired with whom goes on to see the other.

-- +goose Down
DROP INDEX dap_by_partner, acceptances_in_order, acceptances_by_id, invites_of_reseller;
CREATE INDEX invites_by_reseller ON invites (reseller_id) WHERE reseller_id IS NOT NULL;
DROP TABLE declines;
ALTER TABLE acceptances DROP COLUMN id;
ALTER TABLE relationships DROP COLUMN consent_version, DROP COLUMN end_proposed_by, DROP COLUMN end_proposed_at, DROP COLUMN end_reason;
ALTER TABLE invites DROP COLUMN grace_ends_at;
ALTER TABLE users DROP COLUMN removed_at; -- and with it the check, which the next would break
UPDATE users SET email = id::text WHERE email IS NULL;
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
ALTER TABLE customers DROP COLUMN contact_name, DROP COLUMN contact_email, DROP COLUMN contact_phone, DROP COLUMN billing_name,
    DROP COLUMN billing_address, DROP COLUMN billing_email, DROP COLUMN tax_id;
ALTER TABLE partners DROP COLUMN support_url, DROP COLUMN support_email, DROP COLUMN support_phone, DROP COLUMN pinned_offers,
    DROP COLUMN agreement_version, DROP COLUMN agreement_signed_at, DROP COLUMN agreement_signed_by;
