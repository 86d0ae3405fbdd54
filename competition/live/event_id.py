"""The `id:` of an event: a state's number, or `epoch-number` once its numbers have begun anew.

A database that has failed over may lack what was public last, and gives its numbers again. Then
its states are of a further epoch, and newer than all of the one before.
"""

import re

_EPOCH = 1 << 40
"""More than there can be states."""
_ID = re.compile(r"(?:([0-9]{1,9})-)?([0-9]{1,12})")


def number_in_epoch(epoch: int, number: int) -> int:
    """One number that orders states by their epoch, then by their number.

    >>> number_in_epoch(0, 7)
    7
    >>> number_in_epoch(1, 3) > number_in_epoch(0, 7)
    True
    """
    return epoch * _EPOCH + number


def event_id(number: int) -> str:
    """What stands behind `id:` for such a number.

    >>> event_id(number_in_epoch(0, 7)), event_id(number_in_epoch(2, 7))
    ('7', '2-7')
    """
    epoch, own = divmod(number, _EPOCH)
    return f"{epoch}-{own}" if epoch else str(own)


def parse_event_id(written: str | None) -> int | None:
    """The number behind a `Last-Event-ID`; None without one, and for any that is not ours.

    >>> parse_event_id("7"), parse_event_id("2-7") == number_in_epoch(2, 7), parse_event_id("x")
    (7, True, None)
    """
    found = _ID.fullmatch(written or "")
    return number_in_epoch(int(found[1] or 0), int(found[2])) if found else None
