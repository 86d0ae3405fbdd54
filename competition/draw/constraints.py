"""What a draw's rules forbid: which two teams may not meet, and whose turn it is on which side."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from competition.file_types import Document, DrawPart, DrawRules, MatchPart, TeamPart

Pair = tuple[str, str]
"""The two teams of a match: the labour side first, then the employer side."""


class Constraints:
    """The rules of one draw, with what the earlier rounds of its stage have settled.

    A void match has not been played: it counts neither as a meeting nor as a turn on a side.
    """

    def __init__(self, file: Document, draw: DrawPart) -> None:
        self.rules: DrawRules = draw.get("rules", {})
        self._teams = {team["key"]: team for team in file["teams"]}
        self._met: set[frozenset[str]] = set()
        self._turns: Counter[str] = Counter()
        for match in _earlier_matches(file, draw):
            entries = [(entry["team"], entry["side"]) for entry in match["entries"]]
            for team, side in entries:
                self._turns[team] += {"labour": 1, "employer": -1}.get(side, 0)
                self._met |= {frozenset((team, other)) for other, _ in entries if other != team}

    def turned(self, pair: Pair) -> Pair:
        """The pair with its sides exchanged, where only so they are balanced; else as it is."""
        labour, employer = pair
        if not self.rules.get("balance_sides") or self._is_balanced(pair):
            return pair
        return (employer, labour) if self._is_balanced((employer, labour)) else pair

    def allows(self, pairs: Sequence[Pair], without_match: Sequence[str] = ()) -> bool:
        """Whether the matches, with their sides as they are, break none of the rules.

        `without_match` are the teams that are in none of them.
        """
        is_balanced = not self.rules.get("balance_sides") or all(
            abs(self._turns[team]) <= 1 for team in without_match
        )
        return is_balanced and not any(self.broken(pair) for pair in pairs)

    def broken(self, pair: Pair) -> list[str]:
        """The names of the rules that this match breaks."""
        found = [
            f"apart {each}" for each in self.rules.get("apart", ()) if self._shares(pair, each)
        ]
        if self.rules.get("no_rematch") and frozenset(pair) in self._met:
            found.append("no_rematch")
        if self.rules.get("balance_sides") and not self._is_balanced(pair):
            found.append("balance_sides")
        return found

    def _is_balanced(self, pair: Pair) -> bool:
        labour, employer = pair
        return abs(self._turns[labour] + 1) <= 1 and abs(self._turns[employer] - 1) <= 1

    def _shares(self, pair: Pair, field: str) -> bool:
        """Whether both are of one zone or organisation; a team without one shares it with none."""
        one, other = (self._teams[team] for team in pair)
        if field == "zone":
            return "zone" in one and one.get("zone") == other.get("zone")
        return _is_same_text(_organisation(one), _organisation(other))


def _organisation(team: TeamPart) -> Mapping[str, Any]:
    return dict(team.get("organisation", {}))


def _is_same_text(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two texts are equal in a language that both have."""
    return any(one[language] == other.get(language) for language in one)


def _earlier_matches(file: Document, draw: DrawPart) -> Iterator[MatchPart]:
    """The matches of the stage's rounds before the draw's, in the file's order, void ones aside."""
    for stage in file["stages"]:
        if stage["key"] != draw["stage"]:
            continue
        rounds: list[Any] = list(stage.get("rounds", ()))
        for round_ in rounds:
            if round_["key"] == draw["round"]:
                return
            yield from (match for match in round_["matches"] if "void" not in match)
