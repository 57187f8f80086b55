"""Passwords: from the environment of an unattended machine, else from the system's keyring."""
