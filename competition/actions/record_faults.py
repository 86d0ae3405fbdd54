"""What can be wrong with the record, in sentences."""

from competition.actions.refusals import Refused
from competition.document import Phrase
from competition.messages import N_

_THINGS = {
    "competition": N_("what is stored of the competition itself"),
    "rubric": N_("the rubric or the rule"),
    "topic": N_("topic “%(key)s”"),
    "zone": N_("zone “%(key)s”"),
    "team": N_("team “%(key)s” or its members"),
    "judge": N_("judge “%(key)s”"),
    "stage": N_("stage “%(key)s”"),
    "paper_score": N_("the written scores of “%(key)s”"),
    "round": N_("round “%(key)s”"),
    "match": N_("match “%(key)s” (topic, panel, entries)"),
    "draw": N_("draw “%(key)s”"),
    "deduction": N_("the deduction for “%(key)s”"),
    "ruling": N_("the ruling for “%(key)s”"),
    "hold": N_("the lock or reopening of sheet “%(key)s”"),
    "sheet": N_("version %(number)s of sheet “%(key)s”"),
    "snapshot": N_("public snapshot %(key)s"),
}


class NotIntact(Refused):
    """Something in the record does not hold; the message names the first such thing."""


def chain_title(chain: str) -> object:
    """What a chain is called in a sentence."""
    return chain or Phrase(N_("sign-ins"))


def broken_entry(chain: str, number: int, why: str) -> NotIntact:
    """An entry of the audit log is missing, changed or rewritten."""
    return NotIntact(
        N_("Entry %(number)s of the audit log of %(key)s is not intact: %(why)s."),
        key=chain_title(chain),
        number=number,
        why=Phrase(why),
    )


def broken_snapshot(chain: str, number: int, why: str) -> NotIntact:
    """A public snapshot is missing, changed or out of sequence."""
    return NotIntact(
        N_("Public snapshot %(number)s of %(key)s is not intact: %(why)s."),
        key=chain_title(chain),
        number=number,
        why=Phrase(why),
    )


def changed_between(chain: str, name: str, number: int) -> NotIntact:
    """An entry found something else in the database than the entries before it had left there."""
    return NotIntact(
        N_(
            "%(chain)s: %(what)s was changed in the database before entry %(number)s of the audit "
            "log, and no entry says so."
        ),
        chain=chain_title(chain),
        what=_what(name),
        number=number,
    )


def difference(chain: str, name: str, number: int) -> NotIntact:
    """Something is stored that no entry binds (`number` is 0), or not as that entry binds it."""
    if not number:
        return NotIntact(
            N_(
                "%(chain)s: no entry of the audit log records %(what)s. It was added in the "
                "database, or entries were removed from the end of the log."
            ),
            chain=chain_title(chain),
            what=_what(name),
        )
    return NotIntact(
        N_(
            "%(chain)s: %(what)s is not as entry %(number)s of the audit log records it. It was "
            "changed in the database, or entries were removed from the end of the log."
        ),
        chain=chain_title(chain),
        what=_what(name),
        number=number,
    )


def is_gone(chain: str, name: str, number: int) -> NotIntact:
    """Something that an entry binds is no longer stored."""
    return NotIntact(
        N_(
            "%(chain)s: %(what)s is missing from the database. Entry %(number)s of the audit log "
            "records it, and no entry says that it was removed."
        ),
        chain=chain_title(chain),
        what=_what(name),
        number=number,
    )


def _what(name: str) -> Phrase:
    """A bound thing in words."""
    kind, _, rest = name.partition("/")
    key, _, number = rest.partition("#")
    return Phrase(_THINGS.get(kind, N_("“%(name)s”")), {"key": key, "number": number, "name": name})
