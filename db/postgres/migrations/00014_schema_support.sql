-- +goose Up

-- The oldest build that this schema serves, by the schema revision that it knows. A step that ends what older builds rely on raises it, as
-- docs/decisions/0026-schema-side-by-side.md says.
CREATE TABLE schema_support (oldest_build bigint NOT NULL);
INSERT INTO schema_support (oldest_build) VALUES (14);
ALTER TABLE schema_support ENABLE ROW LEVEL SECURITY;

-- When something of a customer was changed last, by whomever: a change of one tenant's comes after those that it may not see (R11).
CREATE FUNCTION accord_last_change(customer uuid) RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT e.recorded_at FROM events e WHERE e.customer_id = customer ORDER BY e.tx DESC, e.seq DESC LIMIT 1
$$;
REVOKE EXECUTE ON FUNCTION accord_last_change FROM PUBLIC;
GRANT EXECUTE ON FUNCTION accord_last_change TO accord_tenant;

-- +goose Down
DROP FUNCTION accord_last_change;
DROP TABLE schema_support;
