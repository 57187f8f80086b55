-- People are found by their organization's name, words with one letter wrong are found, numbers are begun from either
-- end, and cases and worksheets by title. The copy of clients and organizations is read from the CRM once more; what
-- belongs to the operator is not touched.
DROP TABLE words;
DROP TABLE tails;
DELETE FROM client;
DELETE FROM pull WHERE entity IN ('contact', 'account', 'case', 'worksheet');

-- The organization's name as the indexes know it: a contentless index must be told what it was told before.
ALTER TABLE client ADD COLUMN organization TEXT NOT NULL DEFAULT '';

-- Full-text tables are merge trees: a page of 5000 random numbers costs one sorted segment, where a B-tree dirties
-- thousands of pages. Which field a word came from is seen from the row itself (detail = none). Words come folded
-- (text.py); `ascii` splits them at ASCII punctuation.
CREATE VIRTUAL TABLE words USING fts5 (
    text, content = '', prefix = '1 2 3', detail = none, columnsize = 0, tokenize = 'ascii'
);

-- Of every number the last ten digits backwards (a suffix is then a prefix), and forwards behind an `n`; of a person
-- the organization's id behind a `p`.
CREATE VIRTUAL TABLE tails USING fts5 (
    tail, content = '', prefix = '4 5', detail = none, columnsize = 0, tokenize = 'ascii'
);

-- What FTS5 gathers in memory before it writes a segment (bytes): a page of 5000 rows is one segment. Not in its
-- manual; fts5_config.c, SQLite 3.9 and later.
INSERT INTO words (words, rank) VALUES ('hashsize', 16777216);
INSERT INTO tails (tails, rank) VALUES ('hashsize', 16777216);

-- The words of names, by their first five letters with one left out: a word typed with one letter wrong, missing, too
-- many, or swapped with its neighbour shares one of these with the right one.
CREATE TABLE term (word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE near (part TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (part, word)) WITHOUT ROWID;

CREATE TRIGGER term_near AFTER INSERT ON term BEGIN
    INSERT OR IGNORE INTO near VALUES
        (substr(new.word, 2, 4), new.word),
        (substr(new.word, 1, 1) || substr(new.word, 3, 3), new.word),
        (substr(new.word, 1, 2) || substr(new.word, 4, 2), new.word),
        (substr(new.word, 1, 3) || substr(new.word, 5, 1), new.word),
        (substr(new.word, 1, 4), new.word);
END;

-- Titles and numbers of cases and worksheets, folded.
CREATE TABLE title (
    key INTEGER PRIMARY KEY,
    entity TEXT NOT NULL,
    id TEXT NOT NULL,
    words TEXT NOT NULL,
    UNIQUE (entity, id)
);

CREATE VIRTUAL TABLE titles USING fts5 (
    words, content = 'title', content_rowid = 'key', prefix = '2 3', detail = none, columnsize = 0, tokenize = 'ascii'
);

CREATE TRIGGER title_in AFTER INSERT ON title BEGIN
    INSERT INTO titles (rowid, words) VALUES (new.key, new.words);
END;

CREATE TRIGGER title_changed AFTER UPDATE OF words ON title WHEN old.words <> new.words BEGIN
    INSERT INTO titles (titles, rowid, words) VALUES ('delete', old.key, old.words);
    INSERT INTO titles (rowid, words) VALUES (new.key, new.words);
END;

CREATE TRIGGER title_out AFTER DELETE ON title BEGIN
    INSERT INTO titles (titles, rowid, words) VALUES ('delete', old.key, old.words);
END;

CREATE TRIGGER entry_out AFTER DELETE ON entry WHEN old.entity IN ('case', 'worksheet') BEGIN
    DELETE FROM title WHERE entity = old.entity AND id = old.id;
END;
