-- +goose Up

-- What a server writes meanwhile waits, until there are triggers to see it.
LOCK TABLE customers, relationships IN SHARE ROW EXCLUSIVE MODE;

-- R28: the customers that each partner sees, once each, so that its searches read no others, in the orders that they are listed
-- in: by the number of their entry, by name and by domain.
CREATE TABLE partner_customers (
    partner_id  uuid NOT NULL,
    number      bigint NOT NULL,
    customer_id uuid NOT NULL,
    name_sort   text COLLATE "C" NOT NULL,
    domain      text COLLATE "C" NOT NULL,
    PRIMARY KEY (partner_id, number) INCLUDE (name_sort, domain)
);

-- Whom a partner sees: the customers of its standing relationships, and of those that name it as the reseller.
CREATE VIEW partner_sees AS
    SELECT partner_id, customer_id FROM relationships WHERE status <> 'ENDED'
    UNION ALL SELECT reseller_id, customer_id FROM relationships WHERE status <> 'ENDED' AND reseller_id IS NOT NULL;

INSERT INTO partner_customers
    SELECT s.partner_id, c.number, c.id, c.name_sort, c.domain FROM partner_sees s JOIN customers c ON c.id = s.customer_id
    ORDER BY s.partner_id, c.number
    ON CONFLICT DO NOTHING;
CREATE INDEX partner_customers_by_name ON partner_customers (partner_id, name_sort, customer_id);
CREATE UNIQUE INDEX partner_customers_by_domain ON partner_customers (partner_id, domain);

-- It runs after the whole statement, when a customer that was inserted together with its relationship is there too. It locks the
-- customer, as all lock it who change its relationships or its name: so none of two misses what the other does. It touches the
-- two partners of its row alone: a customer may have thousands.
-- +goose StatementBegin
CREATE FUNCTION keep_partner_customers() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    customer uuid := COALESCE(new.customer_id, old.customer_id);
BEGIN
    PERFORM 1 FROM customers WHERE id = customer FOR NO KEY UPDATE;
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM partner_customers p
        WHERE p.partner_id IN (old.partner_id, old.reseller_id) AND p.number = (SELECT number FROM customers WHERE id = customer)
            AND NOT EXISTS (SELECT 1 FROM partner_sees s WHERE s.partner_id = p.partner_id AND s.customer_id = customer);
    END IF;
    IF TG_OP <> 'DELETE' AND new.status <> 'ENDED' THEN
        INSERT INTO partner_customers
            SELECT p.id, c.number, c.id, c.name_sort, c.domain FROM partners p, customers c
            WHERE p.id IN (new.partner_id, new.reseller_id) AND c.id = customer
            ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER relationship_begins AFTER INSERT ON relationships
    FOR EACH ROW WHEN (new.status <> 'ENDED') EXECUTE FUNCTION keep_partner_customers();
CREATE TRIGGER relationship_changes AFTER UPDATE OF status, reseller_id ON relationships
    FOR EACH ROW WHEN (old.status <> new.status OR old.reseller_id IS DISTINCT FROM new.reseller_id)
    EXECUTE FUNCTION keep_partner_customers();
CREATE TRIGGER relationship_goes AFTER DELETE ON relationships
    FOR EACH ROW EXECUTE FUNCTION keep_partner_customers();

-- +goose StatementBegin
CREATE FUNCTION rename_partner_customers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE partner_customers SET name_sort = new.name_sort, domain = new.domain
    WHERE number = new.number AND partner_id IN (SELECT partner_id FROM partner_sees WHERE customer_id = new.id);
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER customer_is_renamed AFTER UPDATE OF name_sort, domain ON customers
    FOR EACH ROW WHEN (old.name_sort <> new.name_sort OR old.domain <> new.domain) EXECUTE FUNCTION rename_partner_customers();

-- +goose Down
DROP TRIGGER customer_is_renamed ON customers;
DROP TRIGGER relationship_goes ON relationships;
DROP TRIGGER relationship_changes ON relationships;
DROP TRIGGER relationship_begins ON relationships;
DROP FUNCTION rename_partner_customers;
DROP FUNCTION keep_partner_customers;
DROP VIEW partner_sees;
DROP TABLE partner_customers;
