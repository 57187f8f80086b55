"""What happens at the desk, one story a file. Knows ports and the domain; no Qt, no library."""
