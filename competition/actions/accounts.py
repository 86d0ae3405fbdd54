"""Sign-in: organisers and their passwords, judges' links, sessions."""

import itertools
import string
from collections.abc import Iterator
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from competition import document
from competition.actions import announce
from competition.actions.change import Change, change
from competition.actions.form_use import acting
from competition.actions.lookup import require_judge
from competition.actions.password_hashes import (
    check_password_length,
    hash_of_nobody,
    hash_password,
    is_password_of,
)
from competition.actions.refusals import NotFound, Refused
from competition.document.text_checks import NAME_CHARACTERS
from competition.messages import N_
from competition.store import accounts, audit
from competition.store.accounts import Organiser, SetUpLink, SignIn
from competition.store.db import new_token, now
from competition.store.models import Judge
from competition.store.transactions import writing
from competition.store.write_locks import NO_COMPETITION

ACCOUNT_ROLES = ("organiser", "observer", "clerk")


class WrongPassword(Refused):
    """What was given as the current password is not, or is no longer."""

    def __init__(self) -> None:
        super().__init__(N_("The current password is wrong. Check it and try again."))


def set_up_link() -> str | None:
    """The token of the one-time set-up link, created when needed; None once an organiser exists."""
    if accounts.any_organiser():
        return None
    if link := accounts.unused_set_up_link():
        return link.token
    with writing(NO_COMPETITION) as session:
        # Another node may have been faster.
        link = accounts.unused_set_up_link() or SetUpLink()
        session.add(link)
        session.flush()
        return link.token


def create_first_organiser(token: str, name: str, password: str) -> Organiser:
    """Create the first organiser; `NotFound` for a set-up link that is used or unknown."""
    check_password_length(password)
    name, hashed = _name(name), hash_password(password)
    with writing(NO_COMPETITION) as session:
        link = accounts.unused_set_up_link(token)
        if link is None or accounts.any_organiser():
            raise NotFound
        link.used_at = now()
        return _add(session, name, hashed, "set-up link")


def add_organiser(name: str, password: str, by: str, role: str = "organiser") -> Organiser:
    """Create an organiser; an observer, who sees everything and changes nothing; or a clerk.

    A clerk types judges' paper sheets and has no other page. `Refused` for a name that is taken, a
    password too short, or another role.
    """
    if role not in ACCOUNT_ROLES:
        raise Refused(
            N_("A role is one of: %(roles)s; not “%(role)s”."),
            roles=", ".join(ACCOUNT_ROLES),
            role=role,
        )
    check_password_length(password)
    name, hashed = _name(name), hash_password(password)
    with acting(NO_COMPETITION) as session:
        if accounts.organiser_by_name(name):
            raise Refused(N_("There is already an organiser named “%(name)s”."), name=name)
        return _add(session, name, hashed, by, None if role == "organiser" else role)


def sign_in_name(typed: str) -> str:
    """The name that is looked up, and counted, for what was typed to sign in.

    Cut, because what is longer is nobody's name; applied again, it changes nothing.
    """
    cut = typed.strip()[: 2 * NAME_CHARACTERS]
    return document.tidy(document.tidy(cut)[:NAME_CHARACTERS])


def check_password(name: str, password: str) -> Organiser | None:
    """The organiser of that name and password, or None, which takes just as long to answer.

    `name` is compared as it is (see `sign_in_name`). Raises `TooMuchAtOnce`.
    """
    organiser = accounts.organiser_by_name(name)
    hashed = organiser.password_hash if organiser else hash_of_nobody()
    if not is_password_of(hashed, password) or organiser is None:
        return None
    # While it was checked, another password may have been set, or the account removed.
    found = accounts.organiser_by_name(name)
    return found if found is not None and found.password_hash == hashed else None


def change_password(name: str, old: str, new: str, *, keep: str) -> None:
    """Change an organiser's password; every session but `keep` (a token) ends at once.

    Raises `WrongPassword` where `old` is not the current password, `Refused` where `new` is not
    allowed, `TooMuchAtOnce`.
    """
    check_password_length(new)
    checked = check_password(name, old)
    if checked is None:
        raise WrongPassword
    before, hashed = checked.password_hash, hash_password(new)
    with acting(NO_COMPETITION) as session:
        organiser = accounts.organiser_by_name(name)
        if organiser is None:
            raise NotFound
        if organiser.password_hash != before:
            raise WrongPassword
        organiser.password_hash = hashed
        others = update(SignIn).filter_by(organiser_id=organiser.id, ended_at=None)
        session.execute(others.where(SignIn.token != keep).values(ended_at=now()))
        _audit(session, f"organiser {name}", "organiser.password", name)
    announce.changed()


def delete_organiser(organiser_id: int, by: str) -> None:
    """Delete an organiser and end the organiser's sessions; one organiser always stays.

    Raises `NotFound`, or `Refused` for one's own account and for the last one.
    """
    with acting(NO_COMPETITION) as session:
        organiser = session.get(Organiser, organiser_id)
        if organiser is None:
            raise NotFound
        if by == accounts.name_in_audit(organiser):
            raise Refused(N_("You cannot remove your own account. Ask another organiser to do it."))
        if organiser.role is None and accounts.count_organisers() == 1:
            raise Refused(N_("This is the only organiser. Add another one first."))
        session.execute(delete(SignIn).filter_by(organiser_id=organiser.id))
        session.delete(organiser)
        _audit(session, by, "organiser.remove", organiser.name, {"name": organiser.name}, None)
    announce.changed()


def begin_session(*, organiser: Organiser | None = None, judge: Judge | None = None) -> str:
    """Sign in one device; returns the session's token."""
    organiser_id = organiser.id if organiser else None
    judge_id = judge.id if judge else None
    with writing(judge.competition.key if judge else NO_COMPETITION) as session:
        sign_in = SignIn(organiser_id=organiser_id, judge_id=judge_id)
        session.add(sign_in)
        session.flush()
        token = sign_in.token
        if sign_in.judge is not None:
            sign_in.judge.last_seen_at = now()
        _audit_session(session, sign_in, "session.begin")
    announce.changed()
    return token


def confirm_device(token: str, kind: str, known: str | None) -> str | None:
    """Name the device of a judge's session once the judge has confirmed who they are.

    The name is a letter, in the order in which the judge's devices are confirmed, and the `kind`
    of device. `known` is the name that this device had before, if it says one: it stays. Returns
    the name; None for a session that has ended.
    """
    with writing(accounts.chain_of_session(token)) as session:
        sign_in = accounts.open_session(token)
        if sign_in is None or sign_in.judge_id is None or sign_in.device is not None:
            return sign_in.device if sign_in else None
        names = accounts.devices_named(sign_in.judge_id)
        if known not in names:
            taken = {name.split()[0] for name in names}
            letter = next(each for each in _letters() if each not in taken)
            known = f"{letter} · {kind}" if kind else letter
        sign_in.device = known
        _audit_session(session, sign_in, "session.confirm", {"device": known})
    announce.changed()
    return known


def _letters() -> Iterator[str]:
    """A to Z, then AA, AB, and so on."""
    words = (itertools.product(string.ascii_uppercase, repeat=n) for n in itertools.count(1))
    return map("".join, itertools.chain.from_iterable(words))


def note_session_use(token: str) -> None:
    """Note that a session is in use, so that it goes on; nothing anybody is told of."""
    with writing(wait=0.5) as session:
        used = update(SignIn).filter_by(token=token, ended_at=None)
        session.execute(used.values(last_used_at=now()))


def end_session(token: str) -> None:
    """Sign out; a token that has ended or is unknown is not an error."""
    with writing(accounts.chain_of_session(token)) as session:
        sign_in = accounts.open_session(token)
        if sign_in is None:
            return
        sign_in.ended_at = now()
        _audit_session(session, sign_in, "session.end")
    announce.changed()


def note_links_seen(competition_key: str, by: str, judge_key: str = "") -> None:
    """Record in the audit that somebody was shown the judges' links, or one; or `NotFound`."""
    with change(competition_key, by, publish=False, even_archived=True) as edit:
        edit.audit("judge.see-links", judge_key)


def renew_links(competition_key: str, judge_key: str | None, by: str) -> list[Judge]:
    """Give one judge a new link, or all of them; the old links and their sessions end at once.

    Raises `NotFound` for an unknown competition or judge.
    """
    with change(competition_key, by, publish=False) as edit:
        if judge_key is None:
            judges = list(edit.competition.judges)
        else:
            judges = [require_judge(edit.competition, judge_key)]
        edit.refuse_if_changed(*(f"link/{judge.key}" for judge in judges))
        for judge in judges:
            renew_link(edit, judge)
    return judges


def renew_link(edit: Change, judge: Judge) -> None:
    """Give a judge a new link inside a change; the old one and its sessions end."""
    judge.token = new_token()
    sessions = update(SignIn).filter_by(judge_id=judge.id, ended_at=None)
    edit.session.execute(sessions.values(ended_at=now()))
    edit.audit("judge.renew-link", judge.key)


def _add(session: Session, name: str, hashed: str, by: str, role: str | None = None) -> Organiser:
    organiser = Organiser(name=name, password_hash=hashed, role=role)
    session.add(organiser)
    session.flush()
    after = {"name": name} | ({"role": role} if role else {})
    _audit(session, by, "organiser.add", name, None, after)
    return organiser


def _audit(
    session: Session, by: str, action: str, name: str, before: Any = None, after: Any = None
) -> None:
    audit.append(session, audit.NewRow(NO_COMPETITION, by, action, name, before, after))


def _audit_session(session: Session, sign_in: SignIn, action: str, after: Any = None) -> None:
    """Add a row about a session to the chain of its judge's competition, or to the organisers'."""
    if sign_in.judge is not None:
        chain, who = sign_in.judge.competition.key, f"judge {sign_in.judge.key}"
    else:
        assert sign_in.organiser is not None
        chain, who = "", accounts.name_in_audit(sign_in.organiser)
    audit.append(session, audit.NewRow(chain, who, action, who, None, after))


def _name(name: str) -> str:
    try:
        return document.clean_name(name)
    except document.Refusal as refusal:
        raise Refused.from_refusal(refusal) from refusal
