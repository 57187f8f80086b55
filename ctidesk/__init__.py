"""ctidesk: the desk of a call-centre operator."""

__version__ = "1.0.0"
