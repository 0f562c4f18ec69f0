-- +goose Up

-- How often a link was viewed in each quarter of an hour since 1970, since there is this table; all views ever are in invite_views.
CREATE TABLE invite_views_by_quarter (
    invite_id uuid NOT NULL REFERENCES invites (id),
    quarter   integer NOT NULL,
    views     integer NOT NULL,
    PRIMARY KEY (invite_id, quarter)
);
-- When a user of a customer, signed in, first looked at a link.
CREATE TABLE previews (
    invite_id    uuid NOT NULL REFERENCES invites (id),
    customer_id  uuid NOT NULL REFERENCES customers (id),
    previewed_at timestamptz NOT NULL,
    PRIMARY KEY (invite_id, customer_id)
);
CREATE INDEX previews_in_order ON previews (invite_id, previewed_at);

-- R27: who merely looked no partner learns, and no transaction of a tenant's has anything to do with either.
ALTER TABLE invite_views_by_quarter ENABLE ROW LEVEL SECURITY;
ALTER TABLE previews ENABLE ROW LEVEL SECURITY;

-- +goose Down
DROP TABLE previews, invite_views_by_quarter;
