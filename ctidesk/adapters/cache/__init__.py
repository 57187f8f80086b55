"""The local copy of the CRM, the journal of calls and the outbox, in one SQLite file."""

from ctidesk.adapters.cache.sqlite import SqliteCache

__all__ = ["SqliteCache"]
