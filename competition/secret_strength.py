"""Whether a secret key can be guessed: known from documentation, made of words, or patterned."""

import re
from itertools import pairwise

SHORTEST = 16
FEWEST_DISTINCT = 7
"""A random key of 16 hexadecimal digits has fewer in one of 2,000 cases."""
FEWEST_UNKNOWN = 8
"""How many characters must remain of a key without the words that everybody would try."""

# Keys that documentation and tutorials print, and that are therefore copied.
_KNOWN = frozenset(
    (
        "192b9bdd22ab9ed4d12e236c78afcb9a393ec15f71bbf5dc987d54727823bcbf",
        "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7",
        "5791628bb0b13ce0c676dfde280ba245",
        "A0Zr98j/3yX R~XHH!jmN]LWX/,?RT",
        "hjshjhdjah kjshkjdhjs",
    )
)
_WORDS = (
    "access accord admin alone always another any anybody anyone api app application auth bargain "
    "bargaining base before but byte bytes can change changed changeit changeme chars character "
    "characters choose collective competition complex config cookie correct crypto data database "
    "debug default demo deploy dev develop development django do dont dummy encryption enter env "
    "environment example fake flask foo bar baz for from generate generated guess hard hash have "
    "hello here hidden hmac host hs256 insecure instance is it jwt judge keep keeps key keys known "
    "letmein live local localhost long master me mock monkey must my mysecret negotiation never "
    "new nobody not now of ok old one only organiser our own pass passphrase password phrase "
    "placeholder please private prod production public put python qwerty random real remember "
    "replace replaceme root safe salt sample secret secure security server session set sha256 "
    "should shared show sign signing simple some something staging string strong super tell temp "
    "temporary test testing tests that the then these this to todo token top true type union "
    "unsafe use user uuid value very web welcome will with word world write xxx you your "
    "yours zhongguo gonghui mima miyao"
)
_WORD = re.compile("|".join(sorted(_WORDS.split(), key=len, reverse=True)))
_LOOKALIKES = str.maketrans("013457@$!", "oieastasi")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "qazwsxedcrfvtgbyhnujmikolp")
_NEIGHBOURS = {
    pair for row in _ROWS for one, two in pairwise(row) for pair in (one + two, two + one)
}


def weakness(secret: str) -> str | None:
    """Why a secret key is easily guessed, to follow "this one"; None if it is not."""
    if len(secret) < SHORTEST:
        return "is shorter"
    if secret in _KNOWN:
        return "is printed in documentation"
    unit = _repeated(secret)
    if len(unit) < SHORTEST:
        return "repeats itself"
    if len(set(unit)) < FEWEST_DISTINCT:
        return "has too few different characters"
    if _without_sequences(unit) < FEWEST_UNKNOWN:
        return "is a sequence"
    if min(_unknown(unit.lower()), _unknown(unit.lower().translate(_LOOKALIKES))) < FEWEST_UNKNOWN:
        return "is made of words that everybody would try"
    return None


def _repeated(secret: str) -> str:
    """The part that the whole repeats, the last time perhaps in part."""
    for length in range(1, len(secret) // 2 + 1):
        part = secret[:length]
        if (part * (len(secret) // length + 1)).startswith(secret):
            return part
    return secret


def _without_sequences(secret: str) -> int:
    """How many characters do not follow from the one before, on the alphabet or the keyboard."""
    low = secret.lower()
    return 1 + sum(
        abs(ord(two) - ord(one)) > 1 and one + two not in _NEIGHBOURS for one, two in pairwise(low)
    )


def _unknown(low: str) -> int:
    letters = re.sub(r"[\W_]", "", low)
    rest = re.sub(r"(?:19|20)\d\d", "", _WORD.sub(" ", letters))
    return len(rest.replace(" ", ""))
