"""Windows that come and go with a call."""
