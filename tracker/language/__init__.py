"""The rule language: files that analysts edit become frozen values, errors carry their place."""
