-- +goose Up

-- R27: partners that have, or had, something to do with each other – a pairing, a relationship that names both – and so see each
-- other. A row for each direction; none is ever removed.
CREATE TABLE partner_ties (
    partner_id BLOB NOT NULL REFERENCES partners (id),
    other_id   BLOB NOT NULL REFERENCES partners (id),
    PRIMARY KEY (partner_id, other_id)
);
INSERT INTO partner_ties
    SELECT id, provider_id FROM partners WHERE provider_id IS NOT NULL
    UNION SELECT provider_id, id FROM partners WHERE provider_id IS NOT NULL
    UNION SELECT partner_id, reseller_id FROM relationships WHERE reseller_id IS NOT NULL
    UNION SELECT reseller_id, partner_id FROM relationships WHERE reseller_id IS NOT NULL;

-- +goose Down
DROP TABLE partner_ties;
