"""The history window and its parts."""
