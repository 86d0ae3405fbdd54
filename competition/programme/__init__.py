"""GROUND: the programme, who meets when and in which room. Pure functions of the competition file.

moments.py    moments as people type and read them, in the competition's own offset from UTC
planning.py   a round of n matches laid out over times and rooms
rows.py       every match and every planned match as a row of the programme
timetable.py  the rows by day, time and room
clashes.py    who or what is in two places at once, and breaks that are too short
cells.py      what the cells of a row show, and what is typed in them read again
edits.py      many changed cells put into the file at once

A match has a team at least. A match that is not drawn yet is therefore no match but a planned
match, `rounds[].planned[]`: a time, a room and perhaps a topic. It becomes a match when the round
is drawn (`planning.take_planned`) or when its teams are typed in.
"""
