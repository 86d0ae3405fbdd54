"""What stands against a judge on a panel, and in the way of a proposal, in sentences."""

from competition.checks.sentences import NameList, PartNames
from competition.document import Phrase
from competition.messages import N_
from competition.panels.clashes import Clash
from competition.panels.conflicts import ConflictReason
from competition.panels.request import Obstacle, PanelRequest

RELATIONS = {
    "spouse": N_("spouse"),
    "direct_line": N_("direct relative"),
    "in_laws": N_("relative by marriage"),
    "employer": N_("same employer"),
    "trained": N_("trained the team"),
}
"""The relations that a judge can tick. A file may have others, which are shown as they are."""

_REASONS = {
    "named": N_("named by the organiser"),
    "organisation": N_("same organisation"),
}


def reason_phrase(reason: ConflictReason) -> Phrase:
    """Why there is a conflict, in a few words."""
    if reason.code == "declared":
        relation = RELATIONS.get(reason.kind)
        declared = Phrase(relation) if relation else reason.kind
        return Phrase(N_("declared by the judge: %(relation)s"), {"relation": declared})
    return Phrase(_REASONS[reason.code])


def reasons_phrase(reasons: tuple[ConflictReason, ...]) -> Phrase:
    """All reasons of one conflict, in a few words."""
    return NameList("", names=tuple(reason_phrase(reason) for reason in reasons), has_commas=True)


def clash_phrase(clash: Clash, names: PartNames) -> Phrase:
    """What is wrong with one seat, as a sentence without the match: it stands beside it."""
    judge = {"judge": names.one("judge", clash.judge)}
    match clash.code:
        case "conflict":
            message = (
                N_("%(judge)s has a conflict of interest with %(team)s (%(why)s); accepted.")
                if clash.is_accepted
                else N_("%(judge)s has a conflict of interest with %(team)s (%(why)s).")
            )
            team, why = names.one("team", clash.team), reasons_phrase(clash.reasons)
            return Phrase(message, {**judge, "team": team, "why": why})
        case "trainee":
            return Phrase(N_("%(judge)s is a trainee in this match."), judge)
        case "twice":
            return Phrase(N_("%(judge)s is on this panel twice."), judge)
        case "second_head":
            head = names.one("judge", clash.other)
            return Phrase(
                N_("%(judge)s and %(head)s are both head judges; a panel can have only one."),
                {**judge, "head": head},
            )
        case "no_weight":
            return Phrase(N_("The category of %(judge)s has no weight in the scoring rule."), judge)
        case "marks_nothing":
            message = N_("%(judge)s marks nothing here: other categories mark every dimension.")
            return Phrase(message, judge)
        case "same_instant":
            message = N_("%(judge)s is in %(match)s at the same time.")
        case "same_round":
            message = N_("%(judge)s is in %(match)s too, and nobody knows that it is later.")
    return Phrase(message, {**judge, "match": names.one("match", clash.other)})


class NamesWithKeys(PartNames):
    """What the parts are called, with their keys: for whoever works with the file."""

    def one(self, kind: str, key: str) -> Phrase | str:
        """The name of a part, with its key."""
        own = key.rpartition("/")[2] if kind == "dimension" else key
        return Phrase("%(name)s (%(key)s)", {"name": super().one(kind, key), "key": own})


def obstacle_phrase(obstacle: Obstacle, request: PanelRequest, names: PartNames) -> Phrase:
    """Why there can be no such panels, and what to do."""
    match obstacle.code:
        case "no_stage":
            message = N_("There is no stage “%(stage)s”.")
        case "paper":
            message = N_("The stage “%(stage)s” is a written test and has no panels.")
        case "mix":
            message = N_(
                "The mix asks for %(number)s judges, but a panel has only %(size)s. Ask for fewer, "
                "or for larger panels."
            )
        case "kept_conflict":
            message = N_(
                "%(match)s: %(judge)s is kept on the panel but has a conflict of interest with "
                "%(team)s (%(why)s). Take the judge off the panel, or accept the conflict there."
            )
        case "kept_twice":
            message = N_(
                "%(match)s: %(judge)s is kept on the panel but is in %(matches)s at the same time. "
                "Take the judge out of one of them, give them different starts, or say that the "
                "matches of a round follow each other."
            )
        case "kept_more":
            message = N_(
                "%(match)s: %(number)s judges are kept, but a panel has only %(size)s. Take some "
                "off, or ask for larger panels."
            )
        case "too_few":
            message = N_(
                "%(match)s: a panel needs %(size)s judges, but only %(number)s can sit there: the "
                "others have a conflict of interest, are elsewhere at the time, or cannot score "
                "there."
            )
        case "short":
            message = N_(
                "%(match)s: %(number)s more judges are needed. Those who could sit there are "
                "needed at the same time in: %(matches)s. Give the matches different starts, say "
                "that the matches of a round follow each other, or find more judges."
            )
        case "unmarked":
            message = N_(
                "%(match)s: nobody who marks “%(dimension)s” can sit there, or all who do are "
                "needed elsewhere. Find more judges of a category that marks it, take somebody "
                "off the panel, give the matches different starts, or ask for larger panels."
            )
    return Phrase(
        message,
        {
            "stage": obstacle.match,
            "dimension": names.one("dimension", obstacle.dimension),
            "match": names.one("match", obstacle.match),
            "matches": names.several("match", obstacle.others),
            "judge": names.one("judge", obstacle.judge),
            "team": names.one("team", obstacle.team),
            "why": reasons_phrase(obstacle.reasons),
            "number": obstacle.number,
            "size": request.size,
        },
    )
