-- +goose Up

-- What reports count, kept ready by partner and month of UTC (docs/decisions/0023-reports-count-events.md). month is counted from January
-- 1970; totals and facts are as db/facts_packed.go writes them.
CREATE TABLE report_months (
    partner_id BLOB NOT NULL REFERENCES partners (id),
    month      INTEGER NOT NULL,
    totals     BLOB NOT NULL,
    facts      BLOB NOT NULL,
    PRIMARY KEY (partner_id, month)
) WITHOUT ROWID;
-- Up to which event it is counted; a tx below zero is nothing yet: there were events before, which the server counts once it runs.
CREATE TABLE report_position (
    single INTEGER PRIMARY KEY CHECK (single = 1),
    tx   INTEGER NOT NULL,
    seq  INTEGER NOT NULL
);
INSERT INTO report_position (single, tx, seq) SELECT 1, CASE WHEN EXISTS (SELECT 1 FROM events) THEN -1 ELSE 0 END, 0;

-- A partner's privileges in the order of their beginning, which open the figures of its reports.
CREATE INDEX dap_in_order ON delegated_admin_privileges (partner_id, granted_at, id);

-- +goose Down
DROP INDEX dap_in_order;
DROP TABLE report_position;
DROP TABLE report_months;
