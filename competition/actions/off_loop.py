"""What would hold up every judge while it runs: passwords, large files, panels, prints.

A server sets runners that do it beside its event loop, a bounded number at a time; everybody else
does it inline. While one runs, no database connection is held, so what was read before is old:
read again what matters.
"""

from collections.abc import Callable
from typing import Any, Protocol

from competition import document
from competition.actions.refusals import Refused
from competition.fairness.page import fairness_page
from competition.fairness.page_types import FairnessPage
from competition.file_types import Document
from competition.lists.preview import ListChoices, preview_list
from competition.messages import N_
from competition.panels.proposal import PanelProposal, propose_panels
from competition.panels.request import PanelRequest
from competition.prints.print_process import PrintRefused, answer_print, read_made
from competition.store.transactions import release_connection

SMALL_BYTES = 200 * 1024
"""A file up to this size is checked inline: in some milliseconds."""
SMALL_LIST_BYTES = 24 * 1024
"""A list up to this size is read inline: some hundred rows, packed as spreadsheets are."""


class TooMuchAtOnce(Refused):
    """As many are being checked, or wait for it, as may; nothing was done."""


class PasswordRunner(Protocol):
    """Runs a call that checks or hashes a password and raises nothing."""

    def __call__(self, call: Callable[[], object]) -> object:
        """Return what `call` returns; raises `TooMuchAtOnce`."""
        ...


class FileChecker(Protocol):
    """Checks a large file as `document.read_file` does."""

    def __call__(self, data: bytes, name: str = "") -> Document:
        """Return the checked file; raises `InvalidDocument`, `Refused`."""
        ...


class PanelProposer(Protocol):
    """Proposes panels as `panels.proposal.propose_panels` does."""

    def __call__(self, document: Document, stage: str, request: PanelRequest) -> PanelProposal:
        """Return the proposal; raises `PanelsNotPossible`, `Refused`."""
        ...


class ListPreviewer(Protocol):
    """Reads a large list as `lists.preview.preview_list` does."""

    def __call__(self, data: bytes, choices: ListChoices, document: Document) -> dict[str, Any]:
        """Return what an import would do; raises `Refused`."""
        ...


class PrintMaker(Protocol):
    """Makes a print or a picture as `prints.print_process.answer_print` does."""

    def __call__(self, question: bytes) -> bytes:
        """Return the answer to the question; raises `Refused`."""
        ...


class FairnessFinder(Protocol):
    """Finds what a page of the fairness report shows as `fairness.page.fairness_page` does."""

    def __call__(self, document: Document) -> FairnessPage:
        """Return the page's content; raises `Refused`."""
        ...


def _run_inline(call: Callable[[], object]) -> object:
    return call()


_password_runner: PasswordRunner = _run_inline
_file_checker: FileChecker = document.read_file
_panel_proposer: PanelProposer = propose_panels
_list_previewer: ListPreviewer = preview_list
_print_maker: PrintMaker = answer_print
_fairness_finder: FairnessFinder = fairness_page


def set_runners(
    password_runner: PasswordRunner = _run_inline,
    file_checker: FileChecker = document.read_file,
    panel_proposer: PanelProposer = propose_panels,
    list_previewer: ListPreviewer = preview_list,
    print_maker: PrintMaker = answer_print,
    fairness_finder: FairnessFinder = fairness_page,
) -> None:
    """Set how these are done from now on; without arguments, inline."""
    global _password_runner, _file_checker, _panel_proposer, _list_previewer, _print_maker
    global _fairness_finder
    _password_runner, _file_checker = password_runner, file_checker
    _panel_proposer, _list_previewer = panel_proposer, list_previewer
    _print_maker, _fairness_finder = print_maker, fairness_finder


def run_password_work(call: Callable[[], object]) -> object:
    """Return what `call` returns, which raises nothing; raises `TooMuchAtOnce`."""
    release_connection()
    return _password_runner(call)


def read_checked_file(data: bytes, name: str = "") -> Document:
    """Check a file as `document.read_file` does, a large one off the loop.

    Raises `InvalidDocument`; `TooMuchAtOnce` where other files are being checked, and `Refused`
    for one that cannot be checked in time.
    """
    if len(data) <= SMALL_BYTES:
        return document.read_file(data, name)
    release_connection()
    return _file_checker(data, name)


def propose_off_loop(document: Document, stage: str, request: PanelRequest) -> PanelProposal:
    """Propose the panels of a stage; raises `PanelsNotPossible`.

    Raises `TooMuchAtOnce` while others are proposed, and `Refused` if it takes too long.
    """
    release_connection()
    return _panel_proposer(document, stage, request)


def read_list(data: bytes, choices: ListChoices, file: Document) -> dict[str, Any]:
    """What the import of a list would do, found off the loop where it is large; may `Refused`."""
    if len(data) <= SMALL_LIST_BYTES:
        return preview_list(data, choices, file)
    release_connection()
    return _list_previewer(data, choices, file)


def make_off_loop(question: bytes) -> bytes:
    """The bytes of a print or of a picture that is asked for (`prints.print_process`).

    Raises `Refused` where it cannot be made, and `TooMuchAtOnce` while others are made.
    """
    release_connection()
    try:
        return read_made(_print_maker(question))
    except PrintRefused as refusal:
        raise Refused.from_refusal(refusal) from refusal


def find_fairness_off_loop(document: Document) -> FairnessPage:
    """What a page of the fairness report shows of a file; may `Refused`, `TooMuchAtOnce`."""
    release_connection()
    return _fairness_finder(document)


def too_many_passwords() -> TooMuchAtOnce:
    """The refusal for one password more than may wait."""
    return TooMuchAtOnce(
        N_("Many passwords are being checked right now. Wait a few seconds, then try again.")
    )


def too_many_files() -> TooMuchAtOnce:
    """The refusal for one file more than may wait."""
    return TooMuchAtOnce(
        N_("Another large file is being checked right now. Wait a minute, then try again.")
    )


def took_too_long() -> Refused:
    """The refusal of a file whose check was ended."""
    return Refused(
        N_(
            "The file could not be checked within a minute, so nothing was saved. Check that it is "
            "the right file, then try again."
        )
    )


def too_many_proposals() -> TooMuchAtOnce:
    """The refusal for one proposal more than may wait."""
    return TooMuchAtOnce(
        N_("Other panels are being proposed right now. Wait a minute, then try again.")
    )


def proposal_took_too_long() -> Refused:
    """The refusal of a proposal whose computation was ended."""
    return Refused(
        N_(
            "No proposal was found within a minute. Ask for less: smaller panels, no mix, or fill "
            "only the free seats."
        )
    )


def too_many_prints() -> TooMuchAtOnce:
    """The refusal for one print more than may wait."""
    return TooMuchAtOnce(
        N_("Other prints are being made right now. Wait a minute, then try again.")
    )


def print_took_too_long() -> Refused:
    """The refusal of a print or picture that was ended."""
    return Refused(
        N_(
            "This could not be made within a minute. Print one stage or one match at a time, or "
            "choose a smaller picture."
        )
    )


def too_many_fairness_reports() -> TooMuchAtOnce:
    """The refusal for one fairness report more than may wait."""
    return TooMuchAtOnce(
        N_("Other fairness reports are being made right now. Wait a minute, then try again.")
    )


def fairness_took_too_long() -> Refused:
    """The refusal of a fairness report whose computation was ended."""
    return Refused(
        N_(
            "The fairness report could not be made within a minute. Export the competition and run "
            "“flask fairness FILE” on a computer that has the time."
        )
    )
