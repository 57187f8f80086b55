"""An X11 desktop: a connection of its own, served by a thread of its own."""
