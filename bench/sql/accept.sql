-- The limit of accept: what accepting has to write, statement by statement and without a rule. Each client takes every 16th of the
-- prepared acceptances, from :first on.
\set turn :turn + 1
\set n :first + :turn * 16 + :client_id
BEGIN;
SELECT id FROM customers WHERE id = (SELECT customer_id FROM bench_acceptances WHERE n = :n) FOR UPDATE;
INSERT INTO relationships (id, partner_id, customer_id, status, accepted_at, accepted_by, version)
SELECT relationship_id, partner_id, customer_id, 'ACTIVE', now(), user_id, 1 FROM bench_acceptances WHERE n = :n;
INSERT INTO delegated_admin_privileges (id, relationship_id, partner_id, customer_id, service, transacting, status, granted_at, granted_by)
SELECT gen_random_uuid(), relationship_id, partner_id, customer_id, service, TRUE, 'ACTIVE', now(), user_id
FROM bench_acceptances, unnest(services) AS service WHERE n = :n;
INSERT INTO events (kind, change_id, occurred_at, recorded_at, actor_id, actor_role, actor_tenant, actor_tenant_id, partner_id, customer_id, relationship_id, after)
SELECT kind, change_id, now(), now(), user_id, 'GLOBAL_ADMIN', 'customer', customer_id, partner_id, customer_id, relationship_id, '{"status":"ACTIVE"}'
FROM bench_acceptances, unnest(ARRAY['RELATIONSHIP_CREATED', 'DELEGATED_ADMIN_GRANTED', 'DELEGATED_ADMIN_GRANTED']) AS kind WHERE n = :n;
INSERT INTO idempotency_keys (user_id, mutation, key, input_hash, answer, created_at)
SELECT user_id, 'acceptRelationship', relationship_id::text, '\x00', '{}', now() FROM bench_acceptances WHERE n = :n;
COMMIT;
