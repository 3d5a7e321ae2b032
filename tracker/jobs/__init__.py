"""Scheduled work: a tick that only calls actions."""
