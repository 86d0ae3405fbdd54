"""Ground floor: a contest's results as tables, for spreadsheets. Pure.

tables.py       what a table is: columns of texts and numbers, rows
names.py        what teams, judges, matches and stages are called in one language
words.py        the headers and remarks, in both languages
standings.py    a table a stage
marks.py        every sheet, what is left out of it, personal marks, scores of written tests
record.py       deductions, awards, judges
xlsx.py         the tables as a workbook
csv_file.py     one of them as CSV
"""

from competition.workbook.csv_file import write_csv
from competition.workbook.marks import marks_table
from competition.workbook.standings import standings_table
from competition.workbook.xlsx import write_workbook

__all__ = ["marks_table", "standings_table", "write_csv", "write_workbook"]
