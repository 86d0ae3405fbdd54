"""The competition file `accord/1`: read, check, write. Ground floor, standard library only.

`read` takes bytes, `check` what a JSON reader gave; both answer with a normalised `Document`
or raise `Invalid`, whose `problems` are all that is wrong, in file order. `write` gives the
canonical bytes: `read(write(d)) == d`, and writing what was read again changes no byte.
The single checks (`clean_name`, `check_mark`, …) are what the file, the forms and the judge's
write path share; they raise `Refusal`.

The format ("?" may be absent; "= x" is what absence means)

| part | fields |
|---|---|
| root | format, competition, rubric, scoring, topics?, teams, judges, stages, sheets?, deductions?, rulings? |
| competition | key, name, theme?, organiser?, venue?, starts? (moment), languages? (of zh, en; = both) |
| rubric.dimensions[] | key (also "_"; not head, ruling, deductions), name, max, min? = "0", step (above 0), factor, guide? |
| scoring | combine? = mean, drop_high? = 0, drop_low? = 0, drop_by? = dimension, min_kept? = 1, category_weights?, decimals? = 2, rounding? = half_up, round_at? = [], missing_sheet? = wait, tie_break? = [] |
| topics[] | key, title, brief?, focal_points[]? (key, title) |
| teams[] | key, name, organisation?, zone? (a word), members[]? (key, name, role?), withdrawn? = false |
| judges[] | key, name, category? (a word), organisation?, head? = false, conflicts? (team keys) |
| stages[] | key, name, release? = hidden, across_matches? = mean, carry? (stage, weight), weight? = "1", advance? (to, top), rounds[] |
| rounds[] | key, name, state? = draft, matches[] |
| matches[] | key, topic?, panel[] (judge keys), entries[] (team, side; at least one) |
| sheets[] | match, team, judge, marks, state, version, submitted_at?, comment?, history[]? |
| history[] | version, marks, state, submitted_at?, comment? |
| deductions[] | match, team, points (not below "0"), reason, by?, at? |
| rulings[] | stage, teams[], minutes, by?, at? |

Every object may carry `placeholder` (true, false) and `source` (a remark).

Normalised means: the fields of `scoring` and a stage's `across_matches` are filled in where a
file leaves them out (`FILLED`), and everything else that is absent stays absent (`DEFAULTS`
says what that means); a text is always
`{"zh", "en"}` with what was given, a bare string being both; a remark (`source`, `reason`,
`comment`, `by`) stays a string when it was one; texts are in NFC without blanks at the ends;
decimals and moments stay as written, because marks are evidence; a mark given as "" or null
is a mark not given and is left out.

Names (`name`, `title`, `theme`, `organiser`, `venue`, `organisation`, `role`, `zone`,
`category`, `by`) hold 1 to 200 characters on one line; longer texts (`guide`, `brief`,
`minutes`, `reason`, `comment`, `source`) up to 20,000 with line breaks. Keys are unique within
their list, match keys in the whole file.
"""  # noqa: E501 - the table reads best with a part on a line.

from competition.document.checker import check_document, check_scoring, read_file
from competition.document.defaults import DEFAULTS, FILLED
from competition.document.number_checks import (
    check_mark,
    check_whole,
    normalise_typed_number,
    parse_decimal,
)
from competition.document.problems import InvalidDocument, Phrase, Problem, Refusal
from competition.document.schema_checks import MISSING
from competition.document.text_checks import check_key, check_moment, clean_name, clean_text, tidy
from competition.document.types import (
    AdvancePart,
    CarryPart,
    CompetitionPart,
    DeductionPart,
    DimensionPart,
    Document,
    EntryPart,
    FocalPointPart,
    JudgePart,
    MatchPart,
    MemberPart,
    Remark,
    RoundPart,
    RubricPart,
    RulingPart,
    ScoringPart,
    SheetPart,
    StagePart,
    TeamPart,
    Text,
    TopicPart,
    VersionPart,
)
from competition.document.writer import write_file

__all__ = [
    "DEFAULTS",
    "FILLED",
    "MISSING",
    "AdvancePart",
    "CarryPart",
    "CompetitionPart",
    "DeductionPart",
    "DimensionPart",
    "Document",
    "EntryPart",
    "FocalPointPart",
    "InvalidDocument",
    "JudgePart",
    "MatchPart",
    "MemberPart",
    "Phrase",
    "Problem",
    "Refusal",
    "Remark",
    "RoundPart",
    "RubricPart",
    "RulingPart",
    "ScoringPart",
    "SheetPart",
    "StagePart",
    "TeamPart",
    "Text",
    "TopicPart",
    "VersionPart",
    "check_document",
    "check_key",
    "check_mark",
    "check_moment",
    "check_scoring",
    "check_whole",
    "clean_name",
    "clean_text",
    "normalise_typed_number",
    "parse_decimal",
    "read_file",
    "tidy",
    "write_file",
]
