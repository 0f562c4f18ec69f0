-- +goose Up

-- The moments of the changes with which a stretch began and was ended. Of one from before they are NULL: it began with its first day and was
-- over with until_day, by UTC.
ALTER TABLE charges ADD COLUMN begun_at INTEGER;
ALTER TABLE charges ADD COLUMN ended_at INTEGER;

-- +goose Down
ALTER TABLE charges DROP COLUMN begun_at;
ALTER TABLE charges DROP COLUMN ended_at;
