"""A Windows desktop: RegisterHotKey and SHAppBarMessage, by ctypes."""
