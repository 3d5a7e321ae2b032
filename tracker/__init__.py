"""Deedline: words held to deeds, by the deadline."""

__version__ = "0.1.0"
