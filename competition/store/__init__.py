"""First floor: the tables (SQLAlchemy) and named reads by noun.

Nothing here decides; nothing here is written outside `db.writing()`.
"""
