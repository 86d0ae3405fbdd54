"""GROUND: drawing lots for who meets whom, such that nobody can steer it and anyone can check it.

A secret is committed to before the draw; the hall speaks words; both make the seed, and the seed
makes the order. Pure functions of the competition file: no database, no server, no randomness but
what the seed gives. The rules are those of `docs/draw.md`.
"""
