"""Sound of a call in the engine process: what the engine asks for (``port``), and who gives it."""
