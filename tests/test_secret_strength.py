"""Which secret keys are refused because others would guess them."""

import random
import secrets
import string

import pytest

from competition.secret_strength import weakness

KNOWN = [
    "192b9bdd22ab9ed4d12e236c78afcb9a393ec15f71bbf5dc987d54727823bcbf",
    "5791628bb0b13ce0c676dfde280ba245",
]
WORDS = [
    "your-secret-key-here",
    "change-me-please-now",
    "CHANGE_ME_TO_A_COMPLEX_RANDOM_SECRET",
    "supersecretkey2026",
    "this-is-a-secret-key",
    "s3cr3t-k3y-f0r-d3v3l0pm3nt",
    "a secret for the tests alone",
    "you-will-never-guess",
    "django-insecure-key",
    "accord-secret-key-2026",
    "My super secret password!",
    "put-a-long-random-string-here",
]
REPEATED = ["aaaaaaaaaaaaaaaaaaaa", "secretsecretsecretsecret", "Kx7!Kx7!Kx7!Kx7!", "dev" * 9]
FEW = ["0000000000000001", "abababababababba", "1122112211221212"]
SEQUENCES = ["0123456789abcdef", "1234567890123456", "zyxwvutsrqponmlk", "qwertyuiopasdfghjkl"]


@pytest.mark.parametrize(
    ("secret", "why"),
    [(each, "documentation") for each in KNOWN]
    + [(each, "words") for each in WORDS]
    + [(each, "repeats") for each in REPEATED]
    + [(each, "few") for each in FEW]
    + [(each, "sequence|repeats") for each in SEQUENCES]
    + [("dev", "shorter"), ("k" * 15, "shorter")],
)
def test_a_key_that_others_would_guess_is_weak(secret, why):
    found = weakness(secret)
    assert found is not None
    assert any(each in found for each in why.split("|"))


@pytest.mark.parametrize("length", [24, 32, 48, 64])
def test_a_random_key_is_not(length):
    die = random.Random(length)
    for letters in ("0123456789abcdef", string.ascii_letters + string.digits + "-_"):
        for _ in range(500):
            assert weakness("".join(die.choices(letters, k=length))) is None
    assert weakness(secrets.token_urlsafe(length)) is None
