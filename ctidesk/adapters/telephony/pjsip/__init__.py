"""PJSIP as the engine."""
