"""The competition file `accord/1`: read, check, write. Ground floor, standard library only.

`read_file` takes bytes, `check_document` parsed JSON; both return a normalised `Document` or
raise `InvalidDocument`, whose `problems` are what is wrong, in file order, up to a number. `write_file` gives
the canonical bytes: `read_file(write_file(d)) == d`, and writing it again changes no byte. The
single checks (`clean_name`, `check_mark`, …) are shared by the file, the forms and judges'
submissions; they raise `Refusal`.

The format ("?" may be absent; "= x" is what absence means)

| part | fields |
|---|---|
| root | format, competition, rubric, scoring, topics?, zones?, teams, judges, stages, sheets?, deductions?, rulings?, draws?, agreements?, appeals?, awards?, certifications?, clock? |
| competition | key, name, theme?, organiser?, venue?, starts? (moment), languages? (of zh, en; = both), visibility? = public, rehearsal_of? (a competition's key) |
| rubric.dimensions[] | key (also "_"; not head, ruling, deductions), name, max, min? = "0", step (above 0), factor, guide?, marked_by? (judge categories) |
| rubric.personal? | max, min? = "0", step (above 0) |
| scoring | combine? = mean, drop_high? = 0, drop_low? = 0, drop_by? = dimension, min_kept? = 1, category_weights?, decimals? = 2, rounding? = half_up, round_at? = [], missing_sheet? = wait, tie_break? = [] |
| topics[] | key, title, brief?, focal_points[]? (key, title) |
| zones[] | key, name |
| teams[] | key, name, short_name?, organisation?, zone? (a word; where there are zones[], one of their keys), seed? (from 1), members[]? (key, name, role?, reserve? = false), withdrawn? = false, withdrawn_from? (a stage), disqualified? = false, reason? |
| judges[] | key, name, category? (a word), organisation?, head? = false, conflicts? (team keys), declaration? (at, relations[] (team, kind)) |
| stages[] | key, name, release? = hidden, teams? (who is in it; = whoever has an entry or a score), kind? = matches, across_matches? = mean, rubric?, scoring? (in place of the competition's), carry? (stage, weight, missing? = unranked), weight? = "1", advance? (to, top), provisional_until?, rounds[] |
| stages[] with kind: paper | in place of across_matches and rounds: max (above "0"), per (team, member), combine? (mean, sum, {"best": n}; = mean; with per: member), scores[]? (team, member?, score) |
| rounds[] | key, name, starts?, state? = draft, announced? = false, conference_after? (from 1), planned[]? (starts?, room?, topic?: a match that is not drawn yet), matches[] |
| matches[] | key, topic?, starts?, room?, panel[] (judge keys), trainees[]? (judge keys), replacements[]? (seat, from, keeps[], reason, at?, by?), entries[] (team, side; at least one), void? (the reason), recused[]? (judge, teams?, reason), accepted_conflicts[]? (judge, team, reason), repeats? (a match), late[]? (team, minutes, reason, by?, at?), substitutions[]? (team, leaves, comes, reason, by?, at?), conference? (opened_at, opened_by, closed_at?) |
| sheets[] | match, team, judge, marks, personal? (by member), state, version, submitted_at?, comment?, imported?, entered_by[]? (the clerks who typed it), history[]? |
| history[] | version, marks, personal?, state, submitted_at?, comment?, imported?, entered_by[]? |
| imported | reason, by, at (a version that did not come from its judge) |
| deductions[] | match, team, points (not below "0"), percent?, phase? (where the points come from), reason, by?, at? |
| rulings[] | stage, teams[], minutes, votes[]? (judge, teams[]), by?, at? |
| draws[] | key, stage, round, kind (teams, topics), from[], rules?, commitment?, hall?, secret?, result[]?, by_hand? (by, witness), abandoned? (the reason) |
| agreements[] | match, points[] (focal_point, status, text?), signed[] (side, name, at) |
| appeals[] | key, stage, team, match?, about, claim, raised_at, state, decision?, by?, at? |
| awards[] | key, name, by, stage and places (by hand: winners[] and reason), side?, zone?, dimension?, excludes? |
| certifications[] | stage, digest, role, name, at |
| clock | phases[] (key, name, seconds, runs, warn?), overtime? (grace, bands[] (to, points), most?) |

Every object may carry `placeholder` (true, false) and `source` (a remark).

In a normalised document the fields of `scoring` and a stage's `across_matches` are filled in where
a file leaves them out (`FILLED`); everything else that is absent stays absent (`DEFAULTS` says
what that means). A text is always `{"zh", "en"}` with what was given, a bare string being both;
a remark (`source`, `reason`, `comment`, `by`) stays a string if it was one. Texts are in NFC
without spaces at the ends. Decimals and moments stay as written, because marks are evidence; a
mark given as "" or null is left out.

Names (`name`, `title`, `theme`, `organiser`, `venue`, `organisation`, `role`, `zone`,
`category`, `by`) have 1 to 200 characters on one line; longer texts (`guide`, `brief`,
`minutes`, `reason`, `comment`, `source`) up to 20,000 with line breaks. Keys are unique within
their list, match keys in the whole file; so are members' keys where a written test is `per: member`,
there are personal marks, or an award names a member.
"""  # noqa: E501 - the table reads best with a part on a line.

from competition.document.checker import check_document, check_scoring, read_file
from competition.document.defaults import DEFAULTS, FILLED
from competition.document.distinct_names import distinct_names, repeated_names
from competition.document.foreign_files import ForeignFile
from competition.document.number_checks import (
    check_mark,
    check_whole,
    normalise_typed_number,
    parse_decimal,
)
from competition.document.problems import InvalidDocument, Phrase, Problem, Refusal
from competition.document.schema_checks import MISSING
from competition.document.text_checks import check_key, check_moment, clean_name, clean_text, tidy
from competition.document.writer import write_file

__all__ = [
    "DEFAULTS",
    "FILLED",
    "MISSING",
    "ForeignFile",
    "InvalidDocument",
    "Phrase",
    "Problem",
    "Refusal",
    "check_document",
    "check_key",
    "check_mark",
    "check_moment",
    "check_scoring",
    "check_whole",
    "clean_name",
    "clean_text",
    "distinct_names",
    "normalise_typed_number",
    "parse_decimal",
    "read_file",
    "repeated_names",
    "tidy",
    "write_file",
]
