-- +goose Up

-- R32: the billing day follows from the day of the first signing, which does not change when another agreement is signed. China
-- reckons in its own zone.
ALTER TABLE partners ADD COLUMN billed_since date;
UPDATE partners SET billed_since = (agreement_signed_at AT TIME ZONE CASE country WHEN 'CN' THEN 'Asia/Shanghai' ELSE 'UTC' END)::date;

-- R29: the first order for a customer that its partner has created grants DAP.
ALTER TABLE relationships ADD COLUMN grants_with_first_order boolean NOT NULL DEFAULT FALSE;
UPDATE relationships SET grants_with_first_order = TRUE
WHERE status <> 'ENDED' AND invite_id IS NULL AND EXISTS (
    SELECT 1 FROM events e WHERE e.relationship_id = relationships.id AND e.kind = 'RELATIONSHIP_CREATED' AND e.actor_tenant = 'partner');

-- original_reseller_id and billed_partner_id are NULL for what was bought from the operator (R39). unit_price_minor is the price
-- of one seat for one month, to the end of the term (R31).
CREATE TABLE subscriptions (
    id                   uuid PRIMARY KEY,
    external_key         text UNIQUE,
    customer_id          uuid NOT NULL REFERENCES customers (id),
    offer                text NOT NULL REFERENCES offers (code),
    service              text COLLATE "C" NOT NULL REFERENCES services (code),
    base_id              uuid REFERENCES subscriptions (id),
    seats                integer NOT NULL CHECK (seats > 0),
    status               text NOT NULL CHECK (status IN ('ACTIVE', 'SUSPENDED', 'CANCELLED')),
    original_reseller_id uuid REFERENCES partners (id),
    billed_partner_id    uuid REFERENCES partners (id),
    partner_of_record_id uuid REFERENCES partners (id),
    support_partner_id   uuid REFERENCES partners (id),
    unit_price_minor     bigint NOT NULL,
    currency             text NOT NULL,
    term_starts_on       date NOT NULL,
    term_ends_on         date NOT NULL,
    first_billed_on      date NOT NULL,
    ordered_at           timestamptz NOT NULL,
    ordered_by           uuid,
    suspended_at         timestamptz,
    suspension_reason    text NOT NULL DEFAULT '' CHECK (suspension_reason IN ('', 'CUSTOMER_REQUEST', 'NON_PAYMENT', 'FRAUD')),
    cancelled_at         timestamptz,
    transfer_to_id       uuid REFERENCES partners (id),
    transfer_offered_at  timestamptz,
    version              integer NOT NULL,
    CHECK (base_id <> id),
    CHECK (term_starts_on < term_ends_on),
    CHECK ((status = 'SUSPENDED') = (suspended_at IS NOT NULL)),
    CHECK (suspension_reason = '' OR status = 'SUSPENDED'),
    CHECK ((status = 'CANCELLED') = (cancelled_at IS NOT NULL)),
    CHECK ((transfer_to_id IS NULL) = (transfer_offered_at IS NULL))
);
CREATE INDEX subscriptions_by_customer ON subscriptions (customer_id, ordered_at, id);
CREATE INDEX subscriptions_by_billed_partner ON subscriptions (billed_partner_id, ordered_at, id) WHERE billed_partner_id IS NOT NULL;
CREATE INDEX subscriptions_offered ON subscriptions (transfer_to_id, ordered_at, id) WHERE transfer_to_id IS NOT NULL;
CREATE INDEX subscriptions_by_base ON subscriptions (base_id) WHERE base_id IS NOT NULL;
CREATE INDEX subscriptions_due ON subscriptions (term_ends_on) WHERE status <> 'CANCELLED';

-- R33: for what a partner is charged, stretch by stretch. until_day is the day after the last, 9999-12-31 while it is open; number
-- tells the order of writing. What ends before from_day was never in force.
CREATE TABLE charges (
    number           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    partner_id       uuid NOT NULL REFERENCES partners (id),
    customer_id      uuid NOT NULL REFERENCES customers (id),
    subscription_id  uuid NOT NULL REFERENCES subscriptions (id),
    reseller_id      uuid REFERENCES partners (id),
    from_day         date NOT NULL,
    until_day        date NOT NULL,
    charged_from     date NOT NULL,
    term_starts_on   date NOT NULL,
    term_ends_on     date NOT NULL,
    first_billed_on  date NOT NULL,
    offer            text NOT NULL REFERENCES offers (code),
    seats            integer NOT NULL CHECK (seats > 0),
    unit_price_minor bigint NOT NULL,
    currency         text NOT NULL
);
-- In the order of a bill. What a subscription was charged ends in the order in which it was written; until_day is there so that a bill
-- passes over what is long over without looking at its rows.
CREATE INDEX charges_in_order ON charges (partner_id, customer_id, subscription_id, until_day, number);
CREATE UNIQUE INDEX charges_open ON charges (subscription_id) WHERE until_day = '9999-12-31';

-- R25.
ALTER TABLE events ADD COLUMN subscription_id uuid;
CREATE INDEX events_by_subscription ON events (subscription_id, tx, seq) WHERE subscription_id IS NOT NULL;

-- +goose Down
DROP INDEX events_by_subscription;
ALTER TABLE events DROP COLUMN subscription_id;
DROP TABLE charges, subscriptions;
ALTER TABLE relationships DROP COLUMN grants_with_first_order;
ALTER TABLE partners DROP COLUMN billed_since;
