-- +goose Up

-- R27: a second wall between tenants. A writing transaction of a tenant's takes the role accord_tenant, and its policies bound what
-- it reads and writes; accord.partner and accord.customer say whose it is. The owner of the tables, as which all else is done, is not
-- under them. See docs/decisions/0017-row-level-security.md.

-- Roles are the whole server's: the one that is there, or that another database makes meanwhile, serves.
-- +goose StatementBegin
DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'accord_tenant') THEN
        CREATE ROLE accord_tenant NOLOGIN;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN
        NULL;
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'the login % may not create roles. Have an administrator of the server run, once:  CREATE ROLE accord_tenant NOLOGIN; GRANT accord_tenant TO %;  and migrate again', quote_ident(session_user), quote_ident(session_user)
            USING ERRCODE = 'insufficient_privilege';
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
DO $$
BEGIN
    SET LOCAL ROLE accord_tenant;
    RESET ROLE;
EXCEPTION WHEN insufficient_privilege THEN
    BEGIN
        EXECUTE format('GRANT accord_tenant TO %I', session_user);
    EXCEPTION WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'the login % may not take the role accord_tenant. Have an administrator of the server run, once:  GRANT accord_tenant TO %;  and migrate again', quote_ident(session_user), quote_ident(session_user)
            USING ERRCODE = 'insufficient_privilege';
    END;
END $$;
-- +goose StatementEnd

-- What functions below name is looked for here, and among nobody's temporary tables.
SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);

-- +goose StatementBegin
DO $$ BEGIN EXECUTE format('GRANT USAGE ON SCHEMA %I TO accord_tenant', current_schema()); END $$;
-- +goose StatementEnd

CREATE FUNCTION accord_partner() RETURNS uuid LANGUAGE sql STABLE AS $$ SELECT NULLIF(current_setting('accord.partner', TRUE), '')::uuid $$;
CREATE FUNCTION accord_customer() RETURNS uuid LANGUAGE sql STABLE AS $$ SELECT NULLIF(current_setting('accord.customer', TRUE), '')::uuid $$;

-- The questions that policies ask about other tables are asked as the owner: the policies of those would ask back.

-- Whether the partner is a party to a relationship with the customer, or was, or administers something for it.
CREATE FUNCTION accord_related(customer uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT EXISTS (SELECT 1 FROM relationships r WHERE r.customer_id = customer AND (r.partner_id = accord_partner() OR r.reseller_id = accord_partner()))
        OR EXISTS (SELECT 1 FROM delegated_admin_privileges d WHERE d.customer_id = customer AND d.partner_id = accord_partner())
$$;
-- Whether the partner is a party to the relationship, or has or had privileges under it.
CREATE FUNCTION accord_party(relationship uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT EXISTS (SELECT 1 FROM relationships r WHERE r.id = relationship AND (r.partner_id = accord_partner() OR r.reseller_id = accord_partner()))
        OR EXISTS (SELECT 1 FROM delegated_admin_privileges d WHERE d.relationship_id = relationship AND d.partner_id = accord_partner())
$$;
-- Whether the relationship is the partner's own.
CREATE FUNCTION accord_owns(relationship uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT EXISTS (SELECT 1 FROM relationships r WHERE r.id = relationship AND r.partner_id = accord_partner())
$$;
-- Whether the link is the partner's, or in its name.
CREATE FUNCTION accord_invites(invite uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT EXISTS (SELECT 1 FROM invites i WHERE i.id = invite AND (i.partner_id = accord_partner() OR i.reseller_id = accord_partner()))
$$;
-- Whether the partner is billed for the subscription, or to be by a transfer.
CREATE FUNCTION accord_billed(subscription uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT EXISTS (SELECT 1 FROM subscriptions s WHERE s.id = subscription AND (s.billed_partner_id = accord_partner() OR s.transfer_to_id = accord_partner()))
$$;
-- Whether two partners see each other, or a customer follows a link that ties them.
CREATE FUNCTION accord_tied(one uuid, other uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT EXISTS (SELECT 1 FROM partner_ties t WHERE t.partner_id = one AND t.other_id = other)
        OR accord_customer() IS NOT NULL AND EXISTS (SELECT 1 FROM invites i WHERE i.partner_id = one AND i.reseller_id = other
            OR i.partner_id = other AND i.reseller_id = one)
$$;
-- Whether the customer has been created by this very transaction.
CREATE FUNCTION accord_created_now(customer uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT EXISTS (SELECT 1 FROM customers c WHERE c.id = customer AND c.xmin = pg_current_xact_id()::xid)
$$;
-- Whether rows of these ids are there, whoever sees them: to put a row, PostgreSQL asks whether it could be read before it is there.
CREATE FUNCTION accord_customer_exists(customer uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT EXISTS (SELECT 1 FROM customers c WHERE c.id = customer)
$$;
CREATE FUNCTION accord_user_exists(person uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT EXISTS (SELECT 1 FROM users u WHERE u.id = person)
$$;
CREATE FUNCTION accord_subscription_exists(subscription uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT EXISTS (SELECT 1 FROM subscriptions s WHERE s.id = subscription)
$$;

-- What use cases have to know of all tenants' rows, and no more than that.

-- Who has the domain (R29), whether a user has the e-mail, and how many have accepted through a link (R8).
CREATE FUNCTION accord_domain_holder(wanted text) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT c.id FROM customers c WHERE c.domain = wanted
$$;
CREATE FUNCTION accord_email_taken(wanted text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT EXISTS (SELECT 1 FROM users u WHERE u.email = wanted)
$$;
CREATE FUNCTION accord_acceptances(invite uuid) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT count(*) FROM acceptances a WHERE a.invite_id = invite
$$;

-- Whether a partner's row is as it was, but for the end of its pairing with the partner whose transaction it is (R24); the row that was is
-- the one that statements see.
CREATE FUNCTION accord_unpairs(becomes partners) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT becomes.provider_id IS NULL AND EXISTS (SELECT 1 FROM partners was WHERE was.id = becomes.id AND was.provider_id = accord_partner()
        AND to_jsonb(was) - 'provider_id' - 'version' = to_jsonb(becomes) - 'provider_id' - 'version')
$$;
-- Whether the partner is paired with the provider.
CREATE FUNCTION accord_paired(partner uuid, provider uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT EXISTS (SELECT 1 FROM partners p WHERE p.id = partner AND p.provider_id = provider)
$$;

REVOKE EXECUTE ON FUNCTION accord_partner, accord_customer, accord_related, accord_party, accord_owns, accord_invites,
    accord_billed, accord_tied, accord_created_now, accord_customer_exists, accord_user_exists, accord_subscription_exists,
    accord_domain_holder, accord_email_taken, accord_acceptances, accord_unpairs, accord_paired FROM PUBLIC;
GRANT EXECUTE ON FUNCTION accord_partner, accord_customer, accord_related, accord_party, accord_owns, accord_invites,
    accord_billed, accord_tied, accord_created_now, accord_customer_exists, accord_user_exists, accord_subscription_exists,
    accord_domain_holder, accord_email_taken, accord_acceptances, accord_unpairs, accord_paired TO accord_tenant;

-- What triggers keep, they keep as the owner, whoever's change it follows.
ALTER FUNCTION keep_partner_customers() SECURITY DEFINER SET search_path FROM CURRENT;
ALTER FUNCTION rename_partner_customers() SECURITY DEFINER SET search_path FROM CURRENT;

-- The catalogue is everybody's, and so is what a partner shows of itself: who has a link, a refusal, a transfer sees it.
GRANT SELECT ON services, offers, prices, partners TO accord_tenant;
GRANT SELECT, INSERT ON partner_ties, customers, users, invites, acceptances, declines, relationships, delegated_admin_privileges,
    subscriptions, charges, events, idempotency_keys, api_keys TO accord_tenant;
-- Whose a row is, does not change; nothing is ever removed, and no event changed. Partners are the operator's to register, and so are their
-- names, types, countries, services, and whether they are suspended (R5).
GRANT UPDATE (provider_id, support_url, support_email, support_phone, pinned_offers, agreement_version, agreement_signed_at, agreement_signed_by, billed_since, version) ON partners TO accord_tenant;
GRANT UPDATE (name, name_sort, domain, country, contact_name, contact_email, contact_phone, billing_name, billing_address, billing_email,
    tax_id, version) ON customers TO accord_tenant;
GRANT UPDATE (email, name, roles, removed_at, version) ON users TO accord_tenant;
GRANT UPDATE (revoked_at, version) ON api_keys TO accord_tenant;
GRANT UPDATE (status, grace_ends_at, version) ON invites TO accord_tenant;
GRANT UPDATE (declined_by, declined_at, reason) ON declines TO accord_tenant;
GRANT UPDATE (reseller_id, status, ended_at, consent_version, end_proposed_by, end_proposed_at, end_reason, grants_with_first_order, version)
    ON relationships TO accord_tenant;
GRANT UPDATE (status, ended_at, end_reason) ON delegated_admin_privileges TO accord_tenant;
GRANT UPDATE (seats, status, offer, service, base_id, original_reseller_id, billed_partner_id, partner_of_record_id, support_partner_id, unit_price_minor, currency,
    term_starts_on, term_ends_on, first_billed_on, suspended_at, suspension_reason, cancelled_at, transfer_to_id, transfer_offered_at,
    version) ON subscriptions TO accord_tenant;
GRANT UPDATE (until_day) ON charges TO accord_tenant;
GRANT UPDATE (input_hash, answer, created_at) ON idempotency_keys TO accord_tenant;
GRANT SELECT ON partner_customers, invite_views TO accord_tenant;

ALTER TABLE partners ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_reads ON partners FOR SELECT TO accord_tenant USING (TRUE);
-- A partner locks those it is tied to, and changes itself; of its reseller no more than that the pairing ends. Pairing is the operator's.
CREATE POLICY tenant_changes ON partners FOR UPDATE TO accord_tenant USING (id = accord_partner() OR accord_tied(accord_partner(), id))
    WITH CHECK (id = accord_partner() AND (provider_id IS NULL OR accord_paired(id, provider_id)) OR accord_unpairs(partners));

ALTER TABLE partner_ties ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_reads ON partner_ties FOR SELECT TO accord_tenant USING (accord_partner() IN (partner_id, other_id));
CREATE POLICY tenant_adds ON partner_ties FOR INSERT TO accord_tenant
    WITH CHECK (accord_partner() IN (partner_id, other_id) OR accord_tied(partner_id, other_id));

ALTER TABLE partner_customers ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_reads ON partner_customers FOR SELECT TO accord_tenant USING (partner_id = accord_partner());

ALTER TABLE customers ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_reads ON customers FOR SELECT TO accord_tenant
    USING (id = accord_customer() OR accord_related(id) OR accord_created_now(id) OR NOT accord_customer_exists(id));
CREATE POLICY tenant_adds ON customers FOR INSERT TO accord_tenant WITH CHECK (id = accord_customer() OR accord_partner() IS NOT NULL);
CREATE POLICY tenant_changes ON customers FOR UPDATE TO accord_tenant USING (id = accord_customer() OR accord_related(id));

ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_reads ON users FOR SELECT TO accord_tenant
    USING (partner_id = accord_partner() OR customer_id = accord_customer() OR NOT accord_user_exists(id));
CREATE POLICY tenant_adds ON users FOR INSERT TO accord_tenant
    WITH CHECK (partner_id = accord_partner() OR customer_id = accord_customer() OR accord_created_now(customer_id));
CREATE POLICY tenant_changes ON users FOR UPDATE TO accord_tenant USING (partner_id = accord_partner() OR customer_id = accord_customer());

ALTER TABLE api_keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_reads ON api_keys FOR SELECT TO accord_tenant USING (partner_id = accord_partner() OR customer_id = accord_customer());
CREATE POLICY tenant_adds ON api_keys FOR INSERT TO accord_tenant WITH CHECK ((partner_id = accord_partner() OR customer_id = accord_customer())
    AND EXISTS (SELECT 1 FROM users u WHERE u.id = user_id AND u.partner_id IS NOT DISTINCT FROM api_keys.partner_id
        AND u.customer_id IS NOT DISTINCT FROM api_keys.customer_id));
CREATE POLICY tenant_changes ON api_keys FOR UPDATE TO accord_tenant USING (partner_id = accord_partner() OR customer_id = accord_customer());

-- A customer follows whatever link it was sent, and may use up its last use.
ALTER TABLE invites ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_reads ON invites FOR SELECT TO accord_tenant
    USING (accord_partner() IN (partner_id, reseller_id) OR accord_customer() IS NOT NULL);
CREATE POLICY tenant_adds ON invites FOR INSERT TO accord_tenant WITH CHECK (partner_id = accord_partner());
CREATE POLICY tenant_changes ON invites FOR UPDATE TO accord_tenant
    USING (accord_partner() IN (partner_id, reseller_id) OR accord_customer() IS NOT NULL)
    WITH CHECK (accord_partner() IN (partner_id, reseller_id) OR accord_customer() IS NOT NULL AND status = 'EXHAUSTED');

ALTER TABLE invite_views ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_reads ON invite_views FOR SELECT TO accord_tenant USING (accord_invites(invite_id));

ALTER TABLE acceptances ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_reads ON acceptances FOR SELECT TO accord_tenant USING (customer_id = accord_customer() OR accord_invites(invite_id));
CREATE POLICY tenant_adds ON acceptances FOR INSERT TO accord_tenant WITH CHECK (customer_id = accord_customer());

ALTER TABLE declines ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_reads ON declines FOR SELECT TO accord_tenant USING (customer_id = accord_customer() OR accord_invites(invite_id));
CREATE POLICY tenant_adds ON declines FOR INSERT TO accord_tenant WITH CHECK (customer_id = accord_customer());
CREATE POLICY tenant_changes ON declines FOR UPDATE TO accord_tenant USING (customer_id = accord_customer());

-- What a related partner may do depends on what the customer's other partners have (R11, R16, R41): it reads that, and changes its own.
ALTER TABLE relationships ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_reads ON relationships FOR SELECT TO accord_tenant
    USING (customer_id = accord_customer() OR accord_partner() IN (partner_id, reseller_id) OR accord_related(customer_id));
CREATE POLICY tenant_adds ON relationships FOR INSERT TO accord_tenant
    WITH CHECK (customer_id = accord_customer() OR partner_id = accord_partner() AND (accord_related(customer_id) OR accord_created_now(customer_id)));
CREATE POLICY tenant_changes ON relationships FOR UPDATE TO accord_tenant USING (customer_id = accord_customer() OR accord_party(id));

ALTER TABLE delegated_admin_privileges ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_reads ON delegated_admin_privileges FOR SELECT TO accord_tenant
    USING (customer_id = accord_customer() OR partner_id = accord_partner() OR accord_related(customer_id));
CREATE POLICY tenant_adds ON delegated_admin_privileges FOR INSERT TO accord_tenant
    WITH CHECK (customer_id = accord_customer() OR partner_id = accord_partner() AND accord_owns(relationship_id));
CREATE POLICY tenant_changes ON delegated_admin_privileges FOR UPDATE TO accord_tenant
    USING (customer_id = accord_customer() OR partner_id = accord_partner() OR accord_owns(relationship_id));

-- When a partner leaves, what names it as contact or receiver names it no more, whoever is billed for it (R37, R41).
ALTER TABLE subscriptions ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_reads ON subscriptions FOR SELECT TO accord_tenant
    USING (customer_id = accord_customer() OR billed_partner_id = accord_partner() OR accord_related(customer_id));
CREATE POLICY tenant_adds ON subscriptions FOR INSERT TO accord_tenant
    WITH CHECK (accord_related(customer_id) AND (billed_partner_id = accord_partner() OR accord_subscription_exists(id))
        OR customer_id = accord_customer() AND accord_subscription_exists(id));
CREATE POLICY tenant_changes ON subscriptions FOR UPDATE TO accord_tenant
    USING (customer_id = accord_customer() OR accord_partner() IN (billed_partner_id, transfer_to_id, support_partner_id))
    WITH CHECK (customer_id = accord_customer() OR accord_related(customer_id));

ALTER TABLE charges ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_reads ON charges FOR SELECT TO accord_tenant USING (partner_id = accord_partner() OR accord_billed(subscription_id));
CREATE POLICY tenant_adds ON charges FOR INSERT TO accord_tenant WITH CHECK (accord_billed(subscription_id));
CREATE POLICY tenant_changes ON charges FOR UPDATE TO accord_tenant USING (partner_id = accord_partner() OR accord_billed(subscription_id));

ALTER TABLE events ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_reads ON events FOR SELECT TO accord_tenant
    USING (accord_partner() IN (partner_id, reseller_id) OR customer_id = accord_customer());
CREATE POLICY tenant_adds ON events FOR INSERT TO accord_tenant WITH CHECK (actor_tenant_id IN (accord_partner(), accord_customer()));

-- Keys are users' own; a tenant's users are those that it reads.
ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_keeps ON idempotency_keys TO accord_tenant USING (EXISTS (SELECT 1 FROM users u WHERE u.id = user_id));

-- +goose Down
DROP POLICY tenant_keeps ON idempotency_keys;
DROP POLICY tenant_reads ON partners;
DROP POLICY tenant_changes ON partners;
DROP POLICY tenant_reads ON partner_ties;
DROP POLICY tenant_adds ON partner_ties;
DROP POLICY tenant_reads ON partner_customers;
DROP POLICY tenant_reads ON customers;
DROP POLICY tenant_adds ON customers;
DROP POLICY tenant_changes ON customers;
DROP POLICY tenant_reads ON users;
DROP POLICY tenant_adds ON users;
DROP POLICY tenant_changes ON users;
DROP POLICY tenant_reads ON invites;
DROP POLICY tenant_adds ON invites;
DROP POLICY tenant_changes ON invites;
DROP POLICY tenant_reads ON invite_views;
DROP POLICY tenant_reads ON acceptances;
DROP POLICY tenant_adds ON acceptances;
DROP POLICY tenant_reads ON declines;
DROP POLICY tenant_adds ON declines;
DROP POLICY tenant_changes ON declines;
DROP POLICY tenant_reads ON relationships;
DROP POLICY tenant_adds ON relationships;
DROP POLICY tenant_changes ON relationships;
DROP POLICY tenant_reads ON delegated_admin_privileges;
DROP POLICY tenant_adds ON delegated_admin_privileges;
DROP POLICY tenant_changes ON delegated_admin_privileges;
DROP POLICY tenant_reads ON subscriptions;
DROP POLICY tenant_adds ON subscriptions;
DROP POLICY tenant_changes ON subscriptions;
DROP POLICY tenant_reads ON api_keys;
DROP POLICY tenant_adds ON api_keys;
DROP POLICY tenant_changes ON api_keys;
DROP POLICY tenant_reads ON charges;
DROP POLICY tenant_adds ON charges;
DROP POLICY tenant_changes ON charges;
DROP POLICY tenant_reads ON events;
DROP POLICY tenant_adds ON events;
ALTER TABLE partners DISABLE ROW LEVEL SECURITY;
ALTER TABLE partner_ties DISABLE ROW LEVEL SECURITY;
ALTER TABLE partner_customers DISABLE ROW LEVEL SECURITY;
ALTER TABLE customers DISABLE ROW LEVEL SECURITY;
ALTER TABLE api_keys DISABLE ROW LEVEL SECURITY;
ALTER TABLE users DISABLE ROW LEVEL SECURITY;
ALTER TABLE invites DISABLE ROW LEVEL SECURITY;
ALTER TABLE invite_views DISABLE ROW LEVEL SECURITY;
ALTER TABLE acceptances DISABLE ROW LEVEL SECURITY;
ALTER TABLE declines DISABLE ROW LEVEL SECURITY;
ALTER TABLE relationships DISABLE ROW LEVEL SECURITY;
ALTER TABLE delegated_admin_privileges DISABLE ROW LEVEL SECURITY;
ALTER TABLE subscriptions DISABLE ROW LEVEL SECURITY;
ALTER TABLE charges DISABLE ROW LEVEL SECURITY;
ALTER TABLE events DISABLE ROW LEVEL SECURITY;
ALTER TABLE idempotency_keys DISABLE ROW LEVEL SECURITY;
REVOKE ALL ON api_keys, services, offers, prices, partner_customers, invite_views, partners, partner_ties, customers, users, invites, acceptances, declines, relationships, delegated_admin_privileges, subscriptions, charges, events, idempotency_keys FROM accord_tenant;
ALTER FUNCTION keep_partner_customers() SECURITY INVOKER RESET search_path;
ALTER FUNCTION rename_partner_customers() SECURITY INVOKER RESET search_path;
DROP FUNCTION accord_paired, accord_unpairs, accord_acceptances, accord_email_taken, accord_domain_holder, accord_subscription_exists, accord_user_exists, accord_customer_exists, accord_created_now, accord_tied, accord_billed, accord_invites, accord_owns, accord_party, accord_related, accord_customer, accord_partner;
-- +goose StatementBegin
DO $$ BEGIN EXECUTE format('REVOKE USAGE ON SCHEMA %I FROM accord_tenant', current_schema()); END $$;
-- +goose StatementEnd
-- The role stays: it is the whole server's, and other databases may use it.
