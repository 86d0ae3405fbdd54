"""The audit log and the organisers."""
