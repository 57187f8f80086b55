"""SIP engines, each in a process of its own: ``process`` is what the desk knows, ``host`` runs on the other side."""
