-- The limit of report: the same figures counted of the rows, the whole answer built by PostgreSQL.
SELECT json_agg(x) FROM (
    WITH p AS MATERIALIZED (SELECT id FROM bench_partners WHERE n = :n),
    t AS MATERIALIZED (SELECT (:from::text || ' ' || :zone::text)::timestamptz AS from, (:to::text || ' ' || :zone::text)::timestamptz AS to)
    SELECT 'begun' AS what, '' AS service, '' AS reason, (accepted_at AT TIME ZONE :zone::text)::date AS day, count(*) AS n
    FROM relationships, p, t WHERE partner_id = p.id AND accepted_at >= t.from AND accepted_at < t.to GROUP BY 4
    UNION ALL
    SELECT 'ended', '', '', (ended_at AT TIME ZONE :zone::text)::date, count(*)
    FROM relationships, p, t WHERE partner_id = p.id AND ended_at >= t.from AND ended_at < t.to GROUP BY 4
    UNION ALL
    SELECT 'stood', '', '', NULL, count(*)
    FROM relationships, p, t WHERE partner_id = p.id AND accepted_at < t.from AND (ended_at IS NULL OR ended_at >= t.from)
    UNION ALL
    SELECT 'granted', service, '', (granted_at AT TIME ZONE :zone::text)::date, count(*)
    FROM delegated_admin_privileges, p, t WHERE partner_id = p.id AND granted_at >= t.from AND granted_at < t.to GROUP BY 2, 4
    UNION ALL
    SELECT 'ended', service, end_reason, (delegated_admin_privileges.ended_at AT TIME ZONE :zone::text)::date, count(*)
    FROM delegated_admin_privileges, p, t WHERE partner_id = p.id AND ended_at >= t.from AND ended_at < t.to GROUP BY 2, 3, 4
    UNION ALL
    SELECT 'stood', service, '', NULL, count(*)
    FROM delegated_admin_privileges, p, t WHERE partner_id = p.id AND granted_at < t.from AND (ended_at IS NULL OR ended_at >= t.from) GROUP BY 2
) x;
