"""The warnings in words: one sentence each, for the organiser's pages and the command line."""

from collections.abc import Iterable
from dataclasses import dataclass

from competition.checks.names import in_language
from competition.checks.types import WhoPlaysWarning
from competition.document import Phrase, distinct_names
from competition.document.problems import Translate, identity
from competition.file_types import Document, Language
from competition.messages import N_
from competition.rule_in_force import rubric_of


@dataclass(frozen=True)
class NameList(Phrase):
    """Names one after the other, with the reader's separator; `message` is not used."""

    names: tuple[Phrase | str, ...] = ()
    has_commas: bool = False

    def text(self, translate: Translate = identity) -> str:
        """The names as one text."""
        shown = [name if isinstance(name, str) else name.text(translate) for name in self.names]
        return translate(N_("; ") if self.has_commas else N_(", ")).join(shown)


class PartNames:
    """What the parts of a competition are called in one language."""

    def __init__(self, document: Document, language: Language) -> None:
        self._names: dict[tuple[str, str], Phrase | str] = {}
        zones = document.get("zones") or ()
        for kind, parts in (("team", document["teams"]), ("judge", document["judges"])):
            for key, called in distinct_names(parts, zones).items():
                self._names[kind, key] = in_language(called, language)
        for zone in zones:
            self._names["zone", zone["key"]] = in_language(zone["name"], language)
        for stage in document["stages"]:
            self._names["stage", stage["key"]] = in_language(stage["name"], language)
            for dimension in rubric_of(document, stage)["dimensions"]:
                key = f"{stage['key']}/{dimension['key']}"
                self._names["dimension", key] = in_language(dimension["name"], language)
            for round_ in stage.get("rounds", ()):
                name = in_language(round_["name"], language)
                if len(document["stages"]) > 1:
                    name = f"{in_language(stage['name'], language)} · {name}"
                self._names["round", f"{stage['key']}/{round_['key']}"] = name
                for number, match in enumerate(round_["matches"], start=1):
                    self._names["match", match["key"]] = Phrase(
                        N_("%(round)s, match %(number)s"), {"round": name, "number": number}
                    )

    def one(self, kind: str, key: str) -> Phrase | str:
        """The name of one part; a round is named by `stage/round`, a dimension alike."""
        return self._names.get((kind, key), key)

    def several(self, kind: str, keys: Iterable[str]) -> NameList:
        """The names of several parts, as a list."""
        names = tuple(self.one(kind, key) for key in keys)
        return NameList("", names=names, has_commas=kind == "match")


def who_plays_sentences(
    document: Document, warnings: Iterable[WhoPlaysWarning], language: Language
) -> list[Phrase]:
    """What the warnings say, with the names in that language; still to be translated."""
    names = PartNames(document, language)
    return [who_plays_sentence(warning, names) for warning in warnings]


def who_plays_sentence(warning: WhoPlaysWarning, names: PartNames) -> Phrase:
    """What one warning says."""
    if warning["code"] == "team_twice":
        return Phrase(
            N_("%(team)s is in more than one match of the round: %(matches)s."),
            {
                "team": names.one("team", warning["team"]),
                "matches": names.several("match", warning["matches"]),
            },
        )
    if warning["code"] == "same_side":
        message = (
            N_("%(match)s: every team is on the labour side.")
            if warning["side"] == "labour"
            else N_("%(match)s: every team is on the employer side.")
        )
        return Phrase(message, {"match": names.one("match", warning["match"])})
    if warning["code"] == "left_seated":
        message = (
            N_("%(match)s: %(team)s has withdrawn but is still in it.")
            if warning["reason"] == "withdrawn"
            else N_("%(match)s: %(team)s is disqualified but still in it.")
        )
        return Phrase(
            message,
            {
                "match": names.one("match", warning["match"]),
                "team": names.one("team", warning["team"]),
            },
        )
    if warning["code"] == "advances_not_seated" or warning["code"] == "seated_without_advancing":
        message = (
            N_("Advances from %(after)s but has no match in %(stage)s: %(teams)s.")
            if warning["code"] == "advances_not_seated"
            else N_("Has a match in %(stage)s but does not advance from %(after)s: %(teams)s.")
        )
        return Phrase(
            message,
            {
                "stage": names.one("stage", warning["stage"]),
                "after": names.several("stage", warning["after"]),
                "teams": names.several("team", warning["teams"]),
            },
        )
    if warning["code"] == "no_carried_total":
        return Phrase(
            N_(
                "%(stage)s carries over totals of %(carried)s, where these have none, so they "
                "will have no place: %(teams)s."
            ),
            {
                "stage": names.one("stage", warning["stage"]),
                "carried": names.one("stage", warning["carried"]),
                "teams": names.several("team", warning["teams"]),
            },
        )
    if warning["code"] == "equal_names":
        message = (
            N_("These teams have the same name: %(names)s.")
            if warning["kind"] == "team"
            else N_("These judges have the same name: %(names)s.")
        )
        return Phrase(message, {"names": names.several(warning["kind"], warning["keys"])})
    lacking = {
        "no_topic": N_("No topic yet: %(matches)s."),
        "empty_panel": N_("No panel, so nobody judges there: %(matches)s."),
        "closed_without_sheets": N_(
            "The round is closed and nobody has submitted a sheet: %(matches)s."
        ),
    }
    return Phrase(lacking[warning["code"]], {"matches": names.several("match", warning["matches"])})
