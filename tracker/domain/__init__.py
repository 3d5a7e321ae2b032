"""Frozen values in the words of the field: statements, promises, reports, evidence, verdicts, alerts."""
