-- +goose Up

-- number tells the order of entry. It is the grams' rowid: customers' own rowids change when the file is vacuumed.
ALTER TABLE customers ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
UPDATE customers SET number = rowid;
CREATE UNIQUE INDEX customers_by_number ON customers (number);

-- R28: the grams of a customer are all runs of one, two and three characters of its name and its domain, each written in hex,
-- so that it is one word to the full-text index. db/sqlite/grams.go writes those of a search.
CREATE VIRTUAL TABLE customer_grams USING fts5 (
    grams, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);

CREATE VIEW customer_gram_texts AS
SELECT c.number, (
    WITH RECURSIVE ends (start, text) AS (
        SELECT 1, c.name_sort || ' ' || c.domain
        UNION ALL SELECT start + 1, text FROM ends WHERE start < length(text)
    )
    SELECT group_concat(hex(three) || ' ' || hex(substr(three, 1, 2)) || ' ' || hex(substr(three, 1, 1)), ' ')
    FROM (SELECT substr(text, start, 3) AS three FROM ends)
) AS grams
FROM customers c;

INSERT INTO customer_grams (rowid, grams) SELECT number, grams FROM customer_gram_texts;

-- +goose StatementBegin
CREATE TRIGGER customers_inserted AFTER INSERT ON customers BEGIN
    UPDATE customers SET number = (SELECT max(number) + 1 FROM customers) WHERE id = new.id;
    INSERT INTO customer_grams (rowid, grams)
    SELECT number, grams FROM customer_gram_texts WHERE number = (SELECT number FROM customers WHERE id = new.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER customers_renamed AFTER UPDATE OF name_sort, domain ON customers
WHEN old.name_sort <> new.name_sort OR old.domain <> new.domain BEGIN
    DELETE FROM customer_grams WHERE rowid = old.number;
    INSERT INTO customer_grams (rowid, grams) SELECT number, grams FROM customer_gram_texts WHERE number = new.number;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER customers_deleted AFTER DELETE ON customers BEGIN
    DELETE FROM customer_grams WHERE rowid = old.number;
END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER customers_deleted;
DROP TRIGGER customers_renamed;
DROP TRIGGER customers_inserted;
DROP VIEW customer_gram_texts;
DROP TABLE customer_grams;
DROP INDEX customers_by_number;
ALTER TABLE customers DROP COLUMN number;
