-- The history asks by kind and number: read out of the record, kept nowhere twice, and there for every old call too.
ALTER TABLE call ADD COLUMN direction TEXT GENERATED ALWAYS AS (json_extract(record, '$.direction')) VIRTUAL;
ALTER TABLE call ADD COLUMN result TEXT GENERATED ALWAYS AS (json_extract(record, '$.result')) VIRTUAL;
ALTER TABLE call ADD COLUMN number TEXT GENERATED ALWAYS AS (json_extract(record, '$.number')) VIRTUAL;

CREATE INDEX call_missed ON call (owner, started) WHERE direction = 'incoming' AND result = 'missed';
CREATE INDEX call_outgoing ON call (owner, started) WHERE direction = 'outgoing';
CREATE INDEX call_returned ON call (owner, number, started)
    WHERE direction = 'outgoing' AND result IN ('answered', 'transferred');
