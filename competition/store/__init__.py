"""First floor: the tables (SQLAlchemy), and functions that read them.

Nothing is decided here, and nothing is written outside `db.writing` and `group_commit`.
"""
