"""Passwords as they are kept: Argon2 hashes, made and verified without holding up requests."""

import functools

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from competition.actions.off_loop import run_password_work
from competition.actions.refusals import Refused
from competition.messages import N_
from competition.store.db import new_token

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 1000

_hasher = PasswordHasher()


@functools.cache
def hash_of_nobody() -> str:
    """What is verified for an unknown name, so that the answer takes as long as for a known one.

    Making it takes as long as a sign-in does: who serves makes it before the first.
    """
    return _hasher.hash(new_token())


def is_password_of(hashed: str, password: str) -> bool:
    """Whether the hash is this password's; raises `TooMuchAtOnce`."""
    return bool(run_password_work(lambda: _verify(hashed, password)))


def check_password_length(password: str) -> None:
    """Raise `Refused` for a password that is too short or too long."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Refused(
            N_("A password has %(least)s to %(most)s characters; a short sentence works well."),
            least=SHORTEST_PASSWORD,
            most=LONGEST_PASSWORD,
        )


def hash_password(password: str) -> str:
    """The hash of a password of the right length; raises `Refused`, `TooMuchAtOnce`."""
    check_password_length(password)
    return str(run_password_work(lambda: _hasher.hash(password)))


def _verify(hashed: str, password: str) -> bool:
    try:
        return _hasher.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False
