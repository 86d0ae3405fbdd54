"""What to know before a stage's result is called final, in sentences."""

from collections.abc import Iterable, Iterator

from competition.checks.sentences import PartNames, who_plays_sentence
from competition.checks.types import WhoPlaysWarning
from competition.checks.who_plays import about_stage, check_who_plays
from competition.document import Phrase
from competition.file_types import Document, Language
from competition.messages import N_
from competition.scoring.types import StageStandings, UnrankedReason

_NO_PLACE: dict[UnrankedReason, str] = {
    "disqualified": N_("No place, disqualified: %(teams)s."),
    "withdrawn": N_("No place, withdrawn: %(teams)s."),
    "void": N_("No place, because none of its matches counts: %(teams)s."),
    "missing_sheet": N_("No place, because a sheet is missing: %(teams)s."),
    "no_sheet": N_(
        "No place, because it has no match yet or nobody judges it (the panel is empty, or all of "
        "it is recused): %(teams)s."
    ),
    "missing_score": N_("No place, because no score is entered: %(teams)s."),
    "missing_carry": N_("No place, because it has no total in a stage carried over: %(teams)s."),
}


def result_sentences(
    document: Document,
    counted: StageStandings,
    language: Language,
    who_plays: Iterable[WhoPlaysWarning] | None = None,
) -> list[Phrase]:
    """Who has no place and why, which ties stand, which sums are unequal, who should not play.

    `document` is the whole file with its sheets, `counted` the stage's standings, `who_plays` the
    document's warnings (`check_who_plays`), if they are known.
    """
    names = PartNames(document, language)
    warnings = check_who_plays(document) if who_plays is None else who_plays
    return [
        *_provisional(counted),
        *_without_place(counted, names),
        *_ties(counted, names),
        *_unequal_sums(counted, names),
        *_missing_scores(counted, names),
        *(
            who_plays_sentence(warning, names)
            for warning in about_stage(warnings, counted["stage"])
        ),
    ]


def _provisional(counted: StageStandings) -> Iterator[Phrase]:
    if counted.get("provisional"):
        yield Phrase(N_("Provisional: an appeal is open."))


def _without_place(counted: StageStandings, names: PartNames) -> Iterator[Phrase]:
    for reason, message in _NO_PLACE.items():
        teams = [row["team"] for row in counted["unranked"] if row["reason"] == reason]
        if teams:
            yield Phrase(message, {"teams": names.several("team", teams)})


def _ties(counted: StageStandings, names: PartNames) -> Iterator[Phrase]:
    tied: dict[int, list[str]] = {}
    for row in counted["standings"]:
        if row["tied"]:
            tied.setdefault(row["rank"], []).append(row["team"])
    for rank, teams in tied.items():
        yield Phrase(
            N_("Still tied: %(teams)s share place %(rank)s; no tie-break separates them."),
            {"teams": names.several("team", teams), "rank": rank},
        )
    for warning in counted["warnings"]:
        if warning["code"] == "advance_tie":
            named = names.several("team", warning["teams"])
            message = N_(
                "Tied for the last place that advances, so all of them advance: %(teams)s."
            )
            if "zone" not in warning:
                yield Phrase(message, {"teams": named})
                continue
            in_zone = N_(
                "%(zone)s: tied for the last place that advances, so all of them advance: "
                "%(teams)s."
            )
            yield Phrase(in_zone, {"zone": names.one("zone", warning["zone"]), "teams": named})


def _unequal_sums(counted: StageStandings, names: PartNames) -> Iterator[Phrase]:
    for warning in counted["warnings"]:
        if warning["code"] == "unequal_entries":
            yield Phrase(
                N_(
                    "Totals are sums over different numbers of matches; teams with fewer: "
                    "%(teams)s."
                ),
                {"teams": names.several("team", warning["teams"])},
            )
        elif warning["code"] == "unequal_panels":
            teams = dict.fromkeys(entry.rpartition("/")[2] for entry in warning["entries"])
            yield Phrase(
                N_(
                    "Scores are sums over different numbers of judges; teams with fewer: %(teams)s."
                ),
                {"teams": names.several("team", teams)},
            )


def _missing_scores(counted: StageStandings, names: PartNames) -> Iterator[Phrase]:
    without = [each for each in counted["warnings"] if each["code"] == "missing_scores"]
    if without:
        yield Phrase(
            N_("Ranked although members have no score in the written test: %(teams)s."),
            {"teams": names.several("team", [each["team"] for each in without])},
        )
