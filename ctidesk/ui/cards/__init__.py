"""Cards: one record each."""
