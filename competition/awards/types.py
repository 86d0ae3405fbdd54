"""What the awards' engine returns: `accord-awards/1`, and what a page shows besides."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NotRequired, TypedDict

from competition.file_types import AwardBy, AwardPart, Text

WinnerKind = Literal["team", "member", "organisation", "name"]
AwardWarningCode = Literal["tie_on_the_line", "too_few", "incomplete"]


class AwardWinner(TypedDict):
    """A winner, named by one of the four, with the place among the candidates.

    `value` is printed with the stage's decimals; null for an award by hand.
    """

    team: NotRequired[str]
    member: NotRequired[str]
    organisation: NotRequired[Text]
    name: NotRequired[Text]
    place: int
    value: str | None


class AwardWarning(TypedDict):
    """More winners than places, fewer, or marks that are still to come."""

    code: AwardWarningCode


class AwardResult(TypedDict):
    """An award's winners; `final` once its stages are complete and no appeal of them is open."""

    key: str
    by: AwardBy
    final: bool
    winners: list[AwardWinner]
    warnings: list[AwardWarning]


class AwardResults(TypedDict):
    """What `decide_awards` returns and `flask awards` prints."""

    format: Literal["accord-awards/1"]
    competition: str
    awards: list[AwardResult]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may win an award: a key of the file, or an organisation's or a typed name.

    `order` is compared, the smaller the better; `value` is what is printed, None by hand.
    `team` is a member's team, or the team itself. `identity` is equal for equal candidates of a
    kind, however they are written.
    """

    kind: WinnerKind
    identity: str
    written: str | Text
    team: str | None
    order: Fraction
    value: Fraction | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A candidate in an award: the place among those not passed over, or by which award it is.

    `printed` is the value with the stage's decimals.
    """

    candidate: Candidate
    place: int | None
    is_winner: bool
    passed_over_by: str | None
    printed: str | None


@dataclass(frozen=True, slots=True)
class DecidedAward:
    """An award with all its candidates, best first, those passed over among them.

    `incomplete` and `provisional` are the stages that keep it from being final: those whose marks
    are not all there, and those with an open appeal.
    """

    part: AwardPart
    candidates: list[Standing]
    warnings: list[AwardWarningCode]
    incomplete: list[str]
    provisional: list[str]

    @property
    def winners(self) -> list[Standing]:
        """Who wins it, by place, then as in the file."""
        return [each for each in self.candidates if each.is_winner]

    @property
    def is_final(self) -> bool:
        """Whether all marks are there and no appeal is open."""
        return not self.incomplete and not self.provisional
