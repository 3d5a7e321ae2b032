"""Remembering: tables, migrations and the rows of an append-only ledger; nothing here decides a verdict."""
