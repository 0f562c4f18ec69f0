-- +goose Up

-- The oldest build that this schema serves, by the schema revision that it knows. A step that ends what older builds rely on raises it, as
-- docs/decisions/0026-schema-side-by-side.md says.
CREATE TABLE schema_support (oldest_build INTEGER NOT NULL);
INSERT INTO schema_support (oldest_build) VALUES (14);

-- +goose Down
DROP TABLE schema_support;
