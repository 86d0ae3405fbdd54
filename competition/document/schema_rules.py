"""The schema of a rubric and of a scoring rule: the competition's, or those of a single stage."""

from competition import file_types as file
from competition.document.defaults import FILLED
from competition.document.field_checks import category_weights, clean_dimension_key, clean_step
from competition.document.problems import Phrase
from competition.document.schema_checks import ListOf, scalar_check
from competition.document.schema_fields import (
    DECIMAL,
    LONG_TEXT,
    MAX_COUNT,
    NAME,
    WORD,
    choice,
    record,
    whole,
)
from competition.document.text_checks import check_key
from competition.messages import N_

DIMENSION = record(
    {
        "key": scalar_check(clean_dimension_key),
        "name": NAME,
        "max": DECIMAL,
        "min": DECIMAL,
        "step": scalar_check(clean_step),
        "factor": DECIMAL,
        "guide": LONG_TEXT,
        "marked_by": ListOf(WORD, least=Phrase(N_("one category of judges"))),
    },
    "key name max step factor",
)
PERSONAL = record({"max": DECIMAL, "min": DECIMAL, "step": scalar_check(clean_step)}, "max step")
RUBRIC = record({"dimensions": ListOf(DIMENSION), "personal": PERSONAL}, "dimensions")
SCORING = record(
    {
        "combine": choice(file.Combine),
        "drop_high": whole(0, MAX_COUNT),
        "drop_low": whole(0, MAX_COUNT),
        "drop_by": choice(file.DropBy),
        "min_kept": whole(1, MAX_COUNT),
        "category_weights": category_weights,
        "decimals": whole(0, 6),
        "rounding": choice(file.Rounding),
        "round_at": ListOf(choice(file.RoundAt)),
        "missing_sheet": choice(file.MissingSheet),
        "tie_break": ListOf(scalar_check(lambda value: check_key(value, underscore=True))),
    },
    "",
    FILLED["scoring"],
)
