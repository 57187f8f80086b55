-- When we last spoke with a client: one step, however often he has been called in vain since.
CREATE INDEX call_spoken ON call (owner, record ->> '$.client.ref.id', started) WHERE result IN ('answered', 'transferred');
