-- +goose Up

-- Who was billed for a subscription at a past moment: the partner that gave it in the first transfer since, else the one of now.
CREATE INDEX events_transferred ON events (subscription_id, occurred_at, seq) WHERE kind = 'SUBSCRIPTION_TRANSFERRED';
-- What a partner has given, and what it was offered.
CREATE INDEX events_of_transfers ON events (reseller_id, kind, occurred_at) WHERE kind IN ('SUBSCRIPTION_TRANSFERRED', 'SUBSCRIPTION_TRANSFER_OFFERED');

-- +goose Down
DROP INDEX events_of_transfers;
DROP INDEX events_transferred;
