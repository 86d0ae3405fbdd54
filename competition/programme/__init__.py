"""GROUND: the programme, who meets when and in which room. Pure functions of the competition file.

moments.py      moments in the competition's own offset from UTC
rows.py         every match and every planned match as a row of the programme
timetable.py    the rows by day, time and room
clashes.py      who or what is in two places at once, and breaks that are too short
typed_times.py  times and dates as people type them
planning.py     a round of n matches laid out over times and rooms
cells.py        what is typed in the cells of a row, read as keys of the file
edits.py        many changed cells put into the file at once

A match has one team at least. A match that is not drawn yet is therefore no match but a planned
match, `rounds[].planned[]`: a time, a room and perhaps a topic. It becomes a match when the round
is drawn (`planning.take_planned`) or when its teams are typed in. The first four modules need
nothing of `competition.document`, so the public pages arrange what is public with them.
"""
