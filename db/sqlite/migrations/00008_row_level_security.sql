-- +goose Up
-- Policies are PostgreSQL's alone; this keeps the numbers of both databases alike.
SELECT 1;

-- +goose Down
SELECT 1;
