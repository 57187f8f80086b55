"""Values and rules of the desk. Standard library only: no Qt, no asyncio, no input or output."""
