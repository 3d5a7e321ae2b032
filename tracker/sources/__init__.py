"""Where reports come from: one module per kind of source, and the guarded fetcher."""
