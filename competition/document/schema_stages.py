"""The schema of stages, rounds and matches, and of the draws that seat them."""

from competition import file_types as file
from competition.document.defaults import FILLED
from competition.document.field_checks import clean_highest_score, paper_combine
from competition.document.problems import Phrase
from competition.document.schema_checks import Check, ListOf, Record, Variant, flag, scalar_check
from competition.document.schema_fields import (
    DECIMAL,
    KEY,
    LONG_TEXT,
    MAX_COUNT,
    MOMENT,
    NAME,
    NOTES,
    WORD,
    choice,
    record,
    whole,
)
from competition.document.schema_rules import RUBRIC, SCORING
from competition.document.text_checks import check_digest, clean_text
from competition.messages import N_

ENTRY = record({"team": KEY, "side": choice(file.Side)}, "team side")
RECUSAL = record(
    {
        "judge": KEY,
        "teams": ListOf(KEY, least=Phrase(N_("one team"))),
        "reason": LONG_TEXT,
    },
    "judge reason",
)
REPLACEMENT = record(
    {
        "seat": KEY,
        "from": KEY,
        "keeps": ListOf(KEY),
        "reason": LONG_TEXT,
        "at": MOMENT,
        "by": WORD,
    },
    "seat from keeps reason",
)
ACCEPTED_CONFLICT = record({"judge": KEY, "team": KEY, "reason": LONG_TEXT}, "judge team reason")
CONFERENCE = record(
    {"opened_at": MOMENT, "opened_by": WORD, "closed_at": MOMENT}, "opened_at opened_by"
)
LATE = record(
    {
        "team": KEY,
        "minutes": whole(0, MAX_COUNT),
        "reason": LONG_TEXT,
        "by": WORD,
        "at": MOMENT,
    },
    "team minutes reason",
)
SUBSTITUTION = record(
    {"team": KEY, "leaves": KEY, "comes": KEY, "reason": LONG_TEXT, "by": WORD, "at": MOMENT},
    "team leaves comes reason",
)
MATCH = record(
    {
        "key": KEY,
        "topic": KEY,
        "starts": MOMENT,
        "room": NAME,
        "panel": ListOf(KEY),
        "trainees": ListOf(KEY),
        "replacements": ListOf(REPLACEMENT),
        "entries": ListOf(ENTRY, least=Phrase(N_("one team"))),
        "void": LONG_TEXT,
        "recused": ListOf(RECUSAL),
        "accepted_conflicts": ListOf(ACCEPTED_CONFLICT),
        "repeats": KEY,
        "late": ListOf(LATE),
        "substitutions": ListOf(SUBSTITUTION),
        "conference": CONFERENCE,
    },
    "key panel entries",
)
PLANNED = record({"starts": MOMENT, "room": NAME, "topic": KEY}, "")
ROUND = record(
    {
        "key": KEY,
        "name": NAME,
        "starts": MOMENT,
        "state": choice(file.RoundState),
        "announced": flag,
        "conference_after": whole(1, MAX_COUNT),
        "planned": ListOf(PLANNED),
        "matches": ListOf(MATCH),
    },
    "key name matches",
)
CARRY = record(
    {"stage": KEY, "weight": DECIMAL, "missing": choice(file.MissingCarry)}, "stage weight"
)
ADVANCE = record({"to": KEY, "top": whole(1, MAX_COUNT)}, "to top")
SCORE = record({"team": KEY, "member": KEY, "score": DECIMAL}, "team score")
_ANY_STAGE: dict[str, Check] = {
    "key": KEY,
    "name": NAME,
    "release": choice(file.Release),
    "teams": ListOf(KEY),
    "rubric": RUBRIC,
    "scoring": SCORING,
    "kind": choice(file.StageKind),
}
_CARRIED: dict[str, Check] = {
    "carry": ListOf(CARRY),
    "weight": DECIMAL,
    "advance": ADVANCE,
    "provisional_until": MOMENT,
}
MATCH_STAGE = record(
    {
        **_ANY_STAGE,
        "across_matches": choice(file.AcrossMatches),
        **_CARRIED,
        "rounds": ListOf(ROUND),
    },
    "key name rounds",
    FILLED["stage"],
)
PAPER_STAGE = record(
    {
        **_ANY_STAGE,
        "max": scalar_check(clean_highest_score),
        "per": choice(file.PaperPer),
        "combine": paper_combine,
        "scores": ListOf(SCORE),
        **_CARRIED,
    },
    "key name max per",
)
STAGE = Variant("kind", {"paper": PAPER_STAGE}, MATCH_STAGE)
DRAW_RULES = Record(
    {
        "apart": ListOf(choice(file.Apart)),
        "no_rematch": flag,
        "balance_sides": flag,
        "bye": flag,
        "pots": ListOf(ListOf(KEY)),
    },
    (),
)
DRAW = Record(
    {
        "key": KEY,
        "stage": KEY,
        "round": KEY,
        "kind": choice(file.DrawKind),
        "from": ListOf(KEY),
        "rules": DRAW_RULES,
        "commitment": scalar_check(check_digest),
        "hall": scalar_check(clean_text),
        "secret": scalar_check(clean_text),
        "result": ListOf(KEY),
        "by_hand": Record({"by": WORD, "witness": WORD}, ("by", "witness")),
        "abandoned": LONG_TEXT,
        **NOTES,
    },
    ["key", "stage", "round", "kind", "from"],
)
