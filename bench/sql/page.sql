-- The limit of page: the same answer from one statement that somebody wrote by hand, the whole of it built by PostgreSQL.
\set n random(0, :partners - 1)
SELECT json_build_object(
    'edges', coalesce(json_agg(json_build_object(
        'cursor', encode(convert_to(r.accepted_at || ' ' || r.id, 'UTF8'), 'base64'),
        'node', json_build_object(
            'id', r.id, 'status', r.status, 'acceptedAt', r.accepted_at,
            'customer', json_build_object('id', c.id, 'name', c.name, 'domain', c.domain),
            'delegatedAdminPrivileges', (
                SELECT coalesce(json_agg(json_build_object('service', json_build_object('code', d.service)) ORDER BY d.granted_at, d.id), '[]')
                FROM delegated_admin_privileges d WHERE d.relationship_id = r.id)))
        ORDER BY r.accepted_at DESC, r.id DESC) FILTER (WHERE r.place <= 50), '[]'),
    'pageInfo', json_build_object('hasNextPage', count(*) > 50))
FROM (
    SELECT id, status, accepted_at, customer_id, row_number() OVER (ORDER BY accepted_at DESC, id DESC) AS place
    FROM relationships WHERE partner_id = (SELECT id FROM bench_partners WHERE n = :n)
    ORDER BY accepted_at DESC, id DESC LIMIT 51) r
JOIN customers c ON c.id = r.customer_id;
