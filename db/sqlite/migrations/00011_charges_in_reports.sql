-- +goose Up

-- The day from which a partner has what it is charged for, where that is not from_day (R32): what is ordered is charged from the day after.
ALTER TABLE charges ADD COLUMN since_day TEXT;
-- A partner's charges in the order of writing, which open the figures of its reports.
CREATE INDEX charges_by_number ON charges (partner_id, number);

-- +goose Down
DROP INDEX charges_by_number;
ALTER TABLE charges DROP COLUMN since_day;
