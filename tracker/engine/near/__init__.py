"""Near copies: what a report tells, as far as two can be compared by it, and how alike two tellings are."""
