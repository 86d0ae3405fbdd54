"""One judge over a good line, one request at a time."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

from tests import factories
from tests.durability.conftest import MATCH
from tests.durability.tablet import Write
from tests.factories import CHAOYANG, FULL_MARKS

COMMENT = "稳" * 4000


@dataclass
class Pen:
    """One judge over a good line; keeps what was written and what was answered."""

    url: str
    judge: str
    token: str
    writes: list[Write]

    def ask(self, method: str, write: Write) -> tuple[int, dict[str, str], Any]:
        """Status, headers and body of the answer; an answer that takes a minute is none."""
        request = urllib.request.Request(
            f"{self.url}/api/v1/competitions/{CHAOYANG}/sheets/{write.match}/{write.team}",
            method=method,
            data=json.dumps(write.body).encode() if method == "PUT" else None,
            headers={"Authorization": f"Bearer {self.token}", "Idempotency-Key": write.key},
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, dict(answer.headers), json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, dict(error.headers), json.load(error)

    def write(self, team: str, base: int) -> Write:
        """A whole sheet with a long comment, not sent yet."""
        body = {"marks": FULL_MARKS, "state": "submitted", "comment": COMMENT}
        write = Write(self.judge, MATCH, team, factories.new_key(), body | {"base_version": base})
        self.writes.append(write)
        return write

    def send(self, write: Write) -> int:
        """Send it; a 503 has to say when to come again."""
        status, headers, answer = self.ask("PUT", write)
        if status == 200:
            write.receipt = answer
        elif status == 503:
            assert int(headers["Retry-After"]) > 0
        return status
