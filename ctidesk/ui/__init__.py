"""The windows: the only package that imports Qt. They render views of the desk and emit intents; no rule lives here."""
