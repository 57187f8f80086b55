-- The copy of the CRM. One table for clients and organizations: a number or a text finds either.
-- `kind` is the place in domain.records.CLIENTS (0 contact, 1 account). Ids are text: not every server has GUIDs.
CREATE TABLE client (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    kind INTEGER NOT NULL,
    modified TEXT,
    state INTEGER,
    name TEXT NOT NULL,
    firstname TEXT,
    lastname TEXT,
    middlename TEXT,
    jobtitle TEXT,
    mobilephone TEXT,
    telephone1 TEXT,
    telephone2 TEXT,
    telephone3 TEXT,
    emailaddress1 TEXT,
    accountnumber TEXT,
    parent TEXT
);

CREATE UNIQUE INDEX client_id ON client (id, kind);

-- Full-text tables are merge trees: a page of 5000 random numbers costs one sorted segment, where a B-tree dirties
-- thousands of pages (measured at 600 000 clients: 53 µs a row against 76 µs). Contentless: the text is made from
-- `client` again when a row is taken out. Words come folded (text.py); `ascii` splits them at spaces only.
CREATE VIRTUAL TABLE words USING fts5 (
    name, organization, email, digits,
    content = '', prefix = '2 3', detail = column, columnsize = 0, tokenize = 'ascii'
);

-- Last ten digits of every number, backwards (a suffix is then a prefix), and the organization of a client.
CREATE VIRTUAL TABLE tails USING fts5 (
    tail, content = '', detail = none, columnsize = 0, tokenize = 'ascii'
);

-- Everything else of the CRM, small or rarely read. `seen`: the full pull that met the row last (see entries.py).
CREATE TABLE entry (
    entity TEXT NOT NULL,
    id TEXT NOT NULL,
    modified TEXT,
    state INTEGER,
    customer TEXT,
    fields TEXT NOT NULL,
    seen INTEGER NOT NULL,
    PRIMARY KEY (entity, id)
) WITHOUT ROWID;

CREATE INDEX entry_customer ON entry (customer, entity) WHERE customer IS NOT NULL;

CREATE TABLE pull (
    entity TEXT PRIMARY KEY,
    cursor TEXT,
    newest TEXT,
    watermark TEXT,
    records INTEGER NOT NULL DEFAULT 0,
    round INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

-- What belongs to the operator and must never be lost: every commit here reaches the disk before it returns.
CREATE TABLE identity (
    id INTEGER PRIMARY KEY,
    organization TEXT NOT NULL,
    user TEXT NOT NULL,
    UNIQUE (organization, user)
);

CREATE TABLE memory (key TEXT PRIMARY KEY, value) WITHOUT ROWID;

-- `owner` is an identity, 0 before the CRM has ever said who we are.
CREATE TABLE call (
    id TEXT PRIMARY KEY,
    owner INTEGER NOT NULL,
    started TEXT NOT NULL,
    completed INTEGER NOT NULL,
    record TEXT NOT NULL
);

CREATE INDEX call_started ON call (owner, started);

CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    owner INTEGER NOT NULL,
    kind TEXT NOT NULL,
    entity TEXT NOT NULL,
    record_id TEXT NOT NULL,
    fields TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    error TEXT NOT NULL DEFAULT '',
    parked INTEGER NOT NULL DEFAULT 0
);
