-- +goose Up

-- R28: the customers that each partner sees, once each, so that its searches read no others, in the orders that they are listed
-- in: by the number of their entry, by name and by domain.
CREATE TABLE partner_customers (
    partner_id  BLOB NOT NULL,
    number      INTEGER NOT NULL,
    customer_id BLOB NOT NULL,
    name_sort   TEXT NOT NULL,
    domain      TEXT NOT NULL,
    PRIMARY KEY (partner_id, number)
) WITHOUT ROWID;

-- Whom a partner sees: the customers of its standing relationships, and of those that name it as the reseller.
CREATE VIEW partner_sees AS
    SELECT partner_id, customer_id FROM relationships WHERE status <> 'ENDED'
    UNION ALL SELECT reseller_id, customer_id FROM relationships WHERE status <> 'ENDED' AND reseller_id IS NOT NULL;

INSERT INTO partner_customers
    SELECT s.partner_id, c.number, c.id, c.name_sort, c.domain FROM partner_sees s JOIN customers c ON c.id = s.customer_id
    WHERE TRUE ORDER BY s.partner_id, c.number
    ON CONFLICT DO NOTHING;
CREATE INDEX partner_customers_by_name ON partner_customers (partner_id, name_sort, customer_id);
CREATE UNIQUE INDEX partner_customers_by_domain ON partner_customers (partner_id, domain);

-- Each touches the two partners of its row alone: a customer may have thousands.
-- +goose StatementBegin
CREATE TRIGGER relationship_begins AFTER INSERT ON relationships WHEN new.status <> 'ENDED' BEGIN
    INSERT INTO partner_customers
        SELECT p.id, c.number, c.id, c.name_sort, c.domain FROM partners p, customers c
        WHERE p.id IN (new.partner_id, new.reseller_id) AND c.id = new.customer_id
        ON CONFLICT DO NOTHING;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER relationship_changes AFTER UPDATE OF status, reseller_id ON relationships
WHEN old.status <> new.status OR old.reseller_id IS NOT new.reseller_id BEGIN
    DELETE FROM partner_customers
    WHERE partner_id IN (old.partner_id, old.reseller_id) AND number = (SELECT number FROM customers WHERE id = old.customer_id)
        AND NOT EXISTS (SELECT 1 FROM partner_sees s WHERE s.partner_id = partner_customers.partner_id AND s.customer_id = old.customer_id);
    INSERT INTO partner_customers
        SELECT p.id, c.number, c.id, c.name_sort, c.domain FROM partners p, customers c
        WHERE p.id IN (new.partner_id, new.reseller_id) AND c.id = new.customer_id AND new.status <> 'ENDED'
        ON CONFLICT DO NOTHING;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER relationship_goes AFTER DELETE ON relationships BEGIN
    DELETE FROM partner_customers
    WHERE partner_id IN (old.partner_id, old.reseller_id) AND number = (SELECT number FROM customers WHERE id = old.customer_id)
        AND NOT EXISTS (SELECT 1 FROM partner_sees s WHERE s.partner_id = partner_customers.partner_id AND s.customer_id = old.customer_id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER customer_is_renamed AFTER UPDATE OF name_sort, domain ON customers
WHEN old.name_sort <> new.name_sort OR old.domain <> new.domain BEGIN
    UPDATE partner_customers SET name_sort = new.name_sort, domain = new.domain
    WHERE number = new.number AND partner_id IN (SELECT partner_id FROM partner_sees WHERE customer_id = new.id);
END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER customer_is_renamed;
DROP TRIGGER relationship_goes;
DROP TRIGGER relationship_changes;
DROP TRIGGER relationship_begins;
DROP VIEW partner_sees;
DROP TABLE partner_customers;
