"""The audit log, the organisers and the handbook."""
