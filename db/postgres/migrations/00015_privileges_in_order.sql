-- +goose NO TRANSACTION

-- +goose Up

-- When a privilege on a customer changed last is asked with every change of one, and of a customer whose privileges have changed for years, or by
-- a program, it is found as soon as of a new one.
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS dap_changed;
CREATE INDEX CONCURRENTLY dap_changed ON delegated_admin_privileges (customer_id, COALESCE(ended_at, granted_at));
RESET lock_timeout;

-- +goose Down
DROP INDEX dap_changed;
