"""How the desk signs in to a CRM: one file a way, and the gate that all ways share."""
