"""What stands against a judge on a panel, in sentences."""

from competition.checks.sentences import NameList, PartNames
from competition.document import Phrase
from competition.messages import N_
from competition.panels.clashes import Clash
from competition.panels.conflicts import ConflictReason

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
        case "same_instant":
            message = N_("%(judge)s is in %(match)s at the same time.")
        case "same_round":
            message = N_("%(judge)s is in %(match)s too, and nobody knows that it is later.")
    return Phrase(message, {**judge, "match": names.one("match", clash.other)})
