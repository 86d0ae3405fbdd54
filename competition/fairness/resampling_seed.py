"""Random numbers that the competition file alone decides, so that anybody draws the same."""

import hashlib
from typing import TYPE_CHECKING

from competition.document.canonical import canonical
from competition.file_types import Document

if TYPE_CHECKING:
    from numpy.random import Generator


def generator_of(document: Document, stage: str, purpose: str) -> "Generator":
    """A generator that the file's digest seeds, in a stream of its own for a stage and purpose.

    The digest is the SHA-256 of the checked file in its canonical form.
    """
    from numpy.random import PCG64, Generator, SeedSequence

    digest = hashlib.sha256(canonical(document).encode()).digest()
    stream = hashlib.sha256(f"{stage}\n{purpose}".encode()).digest()
    words = [int.from_bytes(each, "big") for each in (digest, stream)]
    return Generator(PCG64(SeedSequence(words)))
