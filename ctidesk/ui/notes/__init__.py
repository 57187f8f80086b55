"""Writing on a call: its note and its result code, wherever they are edited."""
