-- +goose Up

-- How often a link was viewed in each quarter of an hour since 1970, since there is this table; all views ever are in invite_views.
CREATE TABLE invite_views_by_quarter (
    invite_id BLOB NOT NULL REFERENCES invites (id),
    quarter   INTEGER NOT NULL,
    views     INTEGER NOT NULL,
    PRIMARY KEY (invite_id, quarter)
) WITHOUT ROWID;
-- When a user of a customer, signed in, first looked at a link.
CREATE TABLE previews (
    invite_id    BLOB NOT NULL REFERENCES invites (id),
    customer_id  BLOB NOT NULL REFERENCES customers (id),
    previewed_at INTEGER NOT NULL,
    PRIMARY KEY (invite_id, customer_id)
) WITHOUT ROWID;
CREATE INDEX previews_in_order ON previews (invite_id, previewed_at);

-- +goose Down
DROP TABLE previews;
DROP TABLE invite_views_by_quarter;
