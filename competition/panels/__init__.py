"""GROUND: who may sit on which panel, and panels that are proposed.

Pure functions of the checked competition file: no database, no Flask. The solver is imported only
where a proposal is computed, so that nothing else waits for it.

conflicts.py   which judge has a conflict of interest with which team, and why
same_time.py   which matches one judge cannot both be in
clashes.py     what is wrong with the panels as they are, or as somebody would change them
sentences.py   all that in words
"""
