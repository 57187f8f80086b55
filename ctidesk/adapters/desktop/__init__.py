"""The operator's PC: folders, the control socket, the log."""
