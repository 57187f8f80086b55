"""The first-start wizard: a window with a page for each step."""
