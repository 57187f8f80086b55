-- `delta` leads to what changes from the last completed pull on; `next_delta` will, once the one under way is completed.
-- `to_the_end`: its last page is in. `began`: when it began, and `upto`: the highest client key there was then; rows
-- above it cannot have gone unseen. `compared`: when the ids were last held against the CRM's (ISO 8601).
ALTER TABLE pull ADD COLUMN delta TEXT;
ALTER TABLE pull ADD COLUMN next_delta TEXT;
ALTER TABLE pull ADD COLUMN to_the_end INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pull ADD COLUMN began INTEGER;
ALTER TABLE pull ADD COLUMN upto INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pull ADD COLUMN compared TEXT;

-- Counted as they come and go: counting a million rows takes the look-ups' connection for a tenth of a second.
ALTER TABLE pull ADD COLUMN clients INTEGER NOT NULL DEFAULT 0;
UPDATE pull SET clients = (SELECT count(*) FROM client WHERE kind = (pull.entity = 'account'))
WHERE entity IN ('contact', 'account');

-- Clients that a comparison, or a pull of everything, has met so far: ten bytes each, where rewriting a million clients
-- to mark them would rewrite the whole copy.
CREATE TABLE met (
    kind INTEGER NOT NULL,
    key INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
) WITHOUT ROWID;

-- Deleted in the CRM, and kept here for as long as the outbox needs them.
CREATE TABLE gone (
    entity TEXT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (entity, id)
) WITHOUT ROWID;
