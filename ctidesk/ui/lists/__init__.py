"""The lists of clients, organizations and calls."""
