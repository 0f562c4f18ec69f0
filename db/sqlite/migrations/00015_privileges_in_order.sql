-- +goose Up

-- When a privilege on a customer changed last is asked with every change of one, and of a customer whose privileges have changed for years, or by
-- a program, it is found as soon as of a new one.
CREATE INDEX dap_changed ON delegated_admin_privileges (customer_id, COALESCE(ended_at, granted_at));

-- +goose Down
DROP INDEX dap_changed;
