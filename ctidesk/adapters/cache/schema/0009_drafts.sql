-- Cards that are being filled in: what was typed and not saved survives the desk. One row a card, in the words of Draft.
CREATE TABLE draft (
    id TEXT NOT NULL,
    owner INTEGER NOT NULL,
    draft TEXT NOT NULL,
    PRIMARY KEY (id, owner)
) WITHOUT ROWID;
