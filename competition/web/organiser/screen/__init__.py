"""Projector: what it shows, the clock, marks, the reveal and its rehearsal."""
