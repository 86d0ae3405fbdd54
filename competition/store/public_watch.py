"""Whether anything public has changed on a database that nodes share, without a query each.

One thread looks: when a request has come, when a notice has come, and otherwise twice a second. A
request waits for the next look that begins after it came, so whatever it is answered with is at
least as new as the database was then, and one query serves all who wait.
"""

import logging
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from typing import Any

import psycopg
from sqlalchemy import make_url

from competition.measurements import database_away, notices_received, notices_sent
from competition.store import postgres
from competition.store.data_version import DataVersion, PublicVersion
from competition.store.notices import SEND, NoticeListener, connect_alone
from competition.store.public_state import PUBLIC_ROWS, PublicRow, lost_rows
from competition.store.reach import AWAY_SECONDS, Reach

LOOK_SECONDS = AWAY_SECONDS
"""How long one look may take."""
STARVED_SECONDS = 0.3
"""How much later than that a look may fail without this process having been too busy."""
WAIT_SECONDS = 1.3
"""How long anybody waits for a look; then what is known is taken for true."""
HEARTBEAT_SECONDS = 0.4
GAP_SECONDS = 0.004
"""Between the beginnings of two looks that requests wait for."""
ANNOUNCED_GAP_SECONDS = 0.02
"""The same where only commits of this process ask for one, as many judges' do."""
AGAIN_SECONDS = 0.25
"""Before the next try, while the database is away."""
log = logging.getLogger("accord.database")


class PublicWatch(PublicVersion):
    """As `PublicVersion`, on PostgreSQL; `None` until it was started and has looked once.

    While the database is away it goes on with what was known last.
    """

    is_shared = True

    def __init__(self, database_url: str) -> None:
        super().__init__(DataVersion(database_url))
        self._url = make_url(database_url)
        self._sender = secrets.token_hex(8)
        self._reach = Reach()
        self._on_change: Callable[[], None] = lambda: None
        self._on_return: Callable[[list[PublicRow]], None] = lambda lost: None
        self._looked = threading.Condition()
        """Guards what follows, and is notified after each look."""
        self._begun = self._finished = 0
        """How many looks have begun, and the last of them that has found something out."""
        self._waiting: list[Callable[[], None]] = []
        self._waiters = 0
        self._rows: list[PublicRow] | None = None
        self._told: list[PublicRow] | None = None
        """What the other nodes have been told of, or have told."""
        self._is_announced = self._is_heard = False
        self._newest: int | None = None
        self._due = threading.Event()
        self._thread: threading.Thread | None = None
        self._listener: NoticeListener | None = None
        self._is_stopping = False
        self._connection: Any = None
        self._is_checked = self._is_returning = False
        """Whether the connection's database has lost nothing, and whether it was away and that is
        not known yet."""
        self._shown: dict[str, tuple[int, str]] = {}

    def start(
        self,
        reach: Reach,
        on_change: Callable[[], None],
        on_return: Callable[[list[PublicRow]], None],
        *,
        listens: bool = True,
    ) -> None:
        """Look from now on. `reach` is told whether the database answers.

        `on_change` is called when something public has changed. `on_return` is called when the
        database can be reached again, with what it has lost, before anybody is told anything new;
        where it raises, it is called again a little later. Without `listens` it hears no notices,
        which a standby does not pass on.
        """
        self._reach, self._on_change, self._on_return = reach, on_change, on_return
        reach.is_watched = True
        self._thread = threading.Thread(target=self._run, name="public state", daemon=True)
        self._thread.start()
        if listens:
            self._listener = NoticeListener(self._url, self._sender, self._hear)
            self._listener.start()

    @property
    def is_away(self) -> bool:
        """Whether what is known cannot be compared with the database now."""
        return self._reach.is_away or self._is_returning

    def current(self) -> int | None:
        """As in `PublicVersion`, after a look that began now or later; bounded by WAIT_SECONDS."""
        if self._thread is None:
            return None
        with self._looked:
            wanted = self._begun + 1
            give_up = time.monotonic() + WAIT_SECONDS
            self._waiters += 1
            self._due.set()
            try:
                while self._finished < wanted and not self.is_away:
                    if not self._looked.wait(give_up - time.monotonic()):
                        break
            finally:
                self._waiters -= 1
            return self._newest

    def known(self) -> int | None:
        """The value after the last look; never waits."""
        return self._newest

    def await_look(self, looked: Callable[[], None]) -> None:
        """Have `looked` called after the next look that begins; it must return at once.

        At once while the database is away.
        """
        if self.is_away:
            looked()
            return
        self._waiting.append(looked)
        self._due.set()

    def look(self) -> None:
        """Look soon: this process has committed something. Other nodes are told what is new."""
        self._is_announced = True
        self._due.set()

    def note_shown(self, key: str, number: int, mark: str) -> None:
        """That snapshot was shown to somebody: it may be newer than what the last look found."""
        shown = self._shown.get(key)
        if shown is None or shown[0] < number:
            self._shown[key] = number, mark

    def close(self) -> None:
        """Look no longer."""
        if self._thread is None:
            return
        self._is_stopping = True
        if self._listener is not None:
            self._listener.stop()
        self._due.set()
        self._thread.join(LOOK_SECONDS + postgres.CONNECT_SECONDS)
        self._thread = None
        self._reach.is_watched = False
        self._reach.note_answer()

    # The thread.

    def _run(self) -> None:
        while not self._is_stopping:
            begun = time.monotonic()
            try:
                self._look()
            except Exception:
                # Whoever waits must not wait for ever for a thread that has ended.
                log.exception("the public state could not be read; the next look tries again")
                self._drop_connection()
                time.sleep(AGAIN_SECONDS)
            self._due.wait(HEARTBEAT_SECONDS)
            self._due.clear()
            is_asked = self._waiters or self._waiting
            gap = GAP_SECONDS if is_asked else ANNOUNCED_GAP_SECONDS
            if (pause := begun + gap - time.monotonic()) > 0 and not self._is_stopping:
                time.sleep(pause)
        self._drop_connection()

    def _look(self) -> None:
        with self._looked:
            self._begun += 1
            begun = self._begun
            waiting, self._waiting = self._waiting, []
            is_announced, self._is_announced = self._is_announced, False
            is_heard, self._is_heard = self._is_heard, False
        asked = time.monotonic()
        try:
            rows = self._read()
        except (psycopg.Error, OSError) as error:
            self._note_silence(asked, error)
            with self._looked:
                self._is_announced |= is_announced
                if not self.is_away:
                    self._waiting = waiting + self._waiting
                    waiting = []
                self._looked.notify_all()
            for each in waiting:
                each()
            return
        self._is_returning = False
        is_new = self._take(rows, begun)
        if is_heard:
            self._told = rows
        for each in waiting:
            each()
        if is_new:
            self._on_change()
        if is_announced and rows != self._told:
            self._told = rows
            self._send()

    def _take(self, rows: list[PublicRow], begun: int) -> bool:
        """Take what a look has found; returns whether it is new."""
        with self._looked:
            is_new = rows != self._rows
            if is_new:
                self._newest = (self._newest or 0) + 1
                self._rows = rows
            self._finished = begun
            self._looked.notify_all()
        return is_new

    def _read(self) -> list[PublicRow]:
        """What is committed now; raises `psycopg.Error` where nobody answers, or lost rows."""
        if self._connection is None:
            self._connection = connect_alone(self._url)
            self._is_checked = self._rows is None
        connection = self._connection
        if not self._is_checked:
            with _for_a_look():
                lost = lost_rows(self._seen(), connection)
            self._reach.note_answer()
            self._return(lost)
        with _for_a_look():
            found = connection.execute(PUBLIC_ROWS, prepare=True).fetchall()
        self._reach.note_answer()
        return [PublicRow(*row) for row in found]

    def _return(self, lost: list[PublicRow]) -> None:
        try:
            self._on_return(lost)
        except Exception as error:
            self._is_returning = True
            log.warning("what the database has lost could not be settled yet", exc_info=True)
            raise psycopg.OperationalError("what is lost is not settled yet") from error
        self._is_checked = True
        self._shown.clear()
        if self._is_returning:
            database_away.set(0)
            log.warning("the database is back")

    def _seen(self) -> list[PublicRow]:
        """The newest that anybody was shown."""
        seen = []
        for row in self._rows or ():
            number, mark = self._shown.get(row.key, (0, ""))
            is_newer = number > (row.number or 0)
            seen.append(row._replace(number=number, mark=mark) if is_newer else row)
        return seen

    def _send(self) -> None:
        with suppress(psycopg.Error, OSError), _for_a_look():
            self._connection.execute(SEND, {"sender": self._sender})
            notices_sent.add()

    def _hear(self) -> None:
        notices_received.add()
        self._is_heard = True
        self._due.set()

    def _note_silence(self, since: float, error: Exception) -> None:
        if self._connection is not None and not self._connection.closed and not self._is_checked:
            # It answers; what it has lost could not be settled.
            time.sleep(AGAIN_SECONDS)
            self._due.set()
            return
        self._drop_connection()
        # Where this process had no time to listen, the silence proves nothing.
        now = time.monotonic()
        self._reach.note_silence(since if now - since < LOOK_SECONDS + STARVED_SECONDS else now)
        if self._reach.is_away and not self._is_returning:
            self._is_returning = True
            database_away.set(1)
            log.error("the database is away: %s", str(error).partition("\n")[0])
        time.sleep(AGAIN_SECONDS if self.is_away else 0.02)
        self._due.set()

    def _drop_connection(self) -> None:
        if self._connection is not None:
            with suppress(psycopg.Error, OSError):
                self._connection.close()
            self._connection = None


def _for_a_look() -> AbstractContextManager[None]:
    return postgres.until(time.monotonic() + LOOK_SECONDS)
