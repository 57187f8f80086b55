-- The last calls of a client, for his card.
CREATE INDEX call_client ON call (owner, record ->> '$.client.ref.id', started);
