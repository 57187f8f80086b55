-- Conflicts: what edited fields held when the operator began, and what the CRM holds instead by now.
ALTER TABLE outbox ADD COLUMN base TEXT NOT NULL DEFAULT '{}';
ALTER TABLE outbox ADD COLUMN theirs TEXT NOT NULL DEFAULT '{}';

CREATE INDEX outbox_record ON outbox (entity, record_id);

-- What the CRM gave last of a record that has writes waiting: the copy shows it with those laid over. No row: the
-- CRM has given none yet.
CREATE TABLE pristine (
    entity TEXT NOT NULL,
    id TEXT NOT NULL,
    fields TEXT NOT NULL,
    PRIMARY KEY (entity, id)
) WITHOUT ROWID;
