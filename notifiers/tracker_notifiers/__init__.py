"""Senders: each lays a delivery out (pure) and sends it (thin)."""
