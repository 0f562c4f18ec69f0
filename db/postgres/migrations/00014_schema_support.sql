-- +goose Up

-- The oldest build that this schema serves, by the schema revision that it knows. A step that ends what older builds rely on raises it, as
-- docs/decisions/0026-schema-side-by-side.md says.
CREATE TABLE schema_support (oldest_build bigint NOT NULL);
INSERT INTO schema_support (oldest_build) VALUES (14);
ALTER TABLE schema_support ENABLE ROW LEVEL SECURITY;

-- When a privilege on a customer was granted or ended last, whoever's: a change of one tenant's comes after those that it may not see (R11).
CREATE FUNCTION accord_privileges_changed(customer uuid) RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT COALESCE(d.ended_at, d.granted_at) FROM delegated_admin_privileges d WHERE d.customer_id = customer
    ORDER BY COALESCE(d.ended_at, d.granted_at) DESC LIMIT 1
$$;
REVOKE EXECUTE ON FUNCTION accord_privileges_changed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION accord_privileges_changed TO accord_tenant;

-- +goose Down
DROP FUNCTION accord_privileges_changed;
DROP TABLE schema_support;
