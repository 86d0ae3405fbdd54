"""Projector: what the hall's screen shows."""
