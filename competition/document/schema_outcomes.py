"""The schema of what came of a competition: awards, certifications, agreements, appeals; the clock.

The clock is set up beforehand, but stands beside them because it belongs to no single stage.
"""

from competition import file_types as file
from competition.document.field_checks import places, seconds_or_null
from competition.document.problems import Phrase
from competition.document.schema_checks import Check, ListOf, Record, Variant, scalar_check
from competition.document.schema_fields import (
    KEY,
    LONG_TEXT,
    MAX_COUNT,
    MOMENT,
    NAME,
    POINTS,
    WORD,
    choice,
    record,
    whole,
)
from competition.document.text_checks import check_digest
from competition.messages import N_

WINNER = Record({"team": KEY, "member": KEY, "organisation": NAME, "name": NAME}, ())
_AWARD: dict[str, Check] = {
    "key": KEY,
    "name": NAME,
    "by": choice(file.AwardBy),
    "stage": KEY,
    "places": places,
    "side": choice(file.Side),
    "zone": WORD,
    "dimension": WORD,
    "excludes": ListOf(KEY),
    "winners": ListOf(WINNER),
    "reason": LONG_TEXT,
}
_COUNTED = record(_AWARD, "key name by stage places")
# Which of the fields each kind takes is for `awards` to say, with a reason.
AWARD = Variant(
    "by",
    {
        **dict.fromkeys(("rank", "personal", "paper", "organisation"), _COUNTED),
        "dimension": record(_AWARD, "key name by stage places dimension"),
        "hand": record(_AWARD, "key name by winners"),
    },
    record(_AWARD, "key name by"),
)
CERTIFICATION = record(
    {
        "stage": KEY,
        "digest": scalar_check(check_digest),
        "role": WORD,
        "name": WORD,
        "at": MOMENT,
    },
    "stage digest role name at",
)
AGREED_POINT = record(
    {"focal_point": KEY, "status": choice(file.AgreementStatus), "text": LONG_TEXT},
    "focal_point status",
)
SIGNATURE = record({"side": choice(file.Side), "name": WORD, "at": MOMENT}, "side name at")
AGREEMENT = record(
    {"match": KEY, "points": ListOf(AGREED_POINT), "signed": ListOf(SIGNATURE)},
    "match points signed",
)
APPEAL = record(
    {
        "key": KEY,
        "stage": KEY,
        "team": KEY,
        "match": KEY,
        "about": choice(file.AppealAbout),
        "claim": LONG_TEXT,
        "raised_at": MOMENT,
        "state": choice(file.AppealState),
        "decision": LONG_TEXT,
        "by": WORD,
        "at": MOMENT,
    },
    "key stage team about claim raised_at state",
)
_SECONDS = whole(1, MAX_COUNT)
PHASE = record(
    {
        "key": KEY,
        "name": NAME,
        "seconds": _SECONDS,
        "runs": choice(file.ClockRuns),
        "warn": whole(0, MAX_COUNT),
    },
    "key name seconds runs",
)
BAND = Record({"to": seconds_or_null, "points": POINTS}, ("to", "points"))
OVERTIME = Record(
    {
        "grace": whole(0, MAX_COUNT),
        "bands": ListOf(BAND, least=Phrase(N_("one band"))),
        "most": POINTS,
    },
    ("grace", "bands"),
)
CLOCK = record(
    {"phases": ListOf(PHASE, least=Phrase(N_("one phase"))), "overtime": OVERTIME}, "phases"
)
