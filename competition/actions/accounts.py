"""Who comes in: organisers and their passwords, judges' links, sessions."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from competition import document
from competition.actions import announce
from competition.actions.refusals import NotFound, Refused
from competition.messages import N_
from competition.store import accounts, audit, queries
from competition.store.accounts import Organiser, SetUpLink, SignIn
from competition.store.db import new_token, now, writing
from competition.store.models import Judge

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 1000

_hasher = PasswordHasher()
# Verified when the name is unknown, so that the answer takes as long as for a known one.
_nobody = _hasher.hash(new_token())


def set_up_link() -> str | None:
    """The one-time set-up link's token, made when needed; None once an organiser exists."""
    if accounts.any_organiser():
        return None
    link = accounts.unused_set_up_link()
    if link is None:
        with writing() as session:
            link = SetUpLink()
            session.add(link)
            session.flush()
            return link.token
    return link.token


def create_first_organiser(token: str, name: str, password: str) -> Organiser:
    """Make the first organiser by the one-time link; raises `NotFound` for a dead link."""
    hashed, name = _hash_password(password), _name(name)
    with writing() as session:
        link = accounts.unused_set_up_link(token)
        if link is None or accounts.any_organiser():
            raise NotFound
        link.used_at = now()
        return _add(session, name, hashed, "set-up link")


def add_organiser(name: str, password: str, by: str) -> Organiser:
    """Make an organiser; `Refused` for a name that is taken or a password too short."""
    hashed, name = _hash_password(password), _name(name)
    with writing() as session:
        if accounts.organiser_by_name(name):
            raise Refused(N_("There is an organiser named “%(name)s” already."), name=name)
        return _add(session, name, hashed, by)


def check_password(name: str, password: str) -> Organiser | None:
    """The organiser of that name and password, or None after the same time."""
    organiser = accounts.organiser_by_name(document.tidy(name))
    try:
        _hasher.verify(organiser.password_hash if organiser else _nobody, password)
    except (VerificationError, InvalidHashError):
        return None
    return organiser


def change_password(name: str, old: str, new: str, *, keep: str) -> None:
    """Give an organiser a new password; every session but `keep` (a token) ends at once.

    Raises `Refused` where `old` is not the password now or `new` cannot be one.
    """
    if check_password(name, old) is None:
        raise Refused(N_("The old password is not right. Check it and try again."))
    hashed = _hash_password(new)
    with writing() as session:
        organiser = accounts.organiser_by_name(name)
        if organiser is None:
            raise NotFound
        organiser.password_hash = hashed
        others = update(SignIn).filter_by(organiser_id=organiser.id, ended_at=None)
        session.execute(others.where(SignIn.token != keep).values(ended_at=now()))
        audit.append(session, "", f"organiser {name}", "organiser.password", name, None, None)
    announce.changed()


def delete_organiser(organiser_id: int, by: str) -> None:
    """Take an organiser out and end the organiser's sessions; one always stays.

    Raises `NotFound`, or `Refused` for oneself and for the last one.
    """
    with writing() as session:
        organiser = session.get(Organiser, organiser_id)
        if organiser is None:
            raise NotFound
        if by == f"organiser {organiser.name}":
            raise Refused(N_("Nobody takes themselves out. Ask another organiser to do it."))
        if len(accounts.all_organisers()) == 1:
            raise Refused(N_("This is the only organiser. Add another one first."))
        session.execute(delete(SignIn).filter_by(organiser_id=organiser.id))
        session.delete(organiser)
        before = {"name": organiser.name}
        audit.append(session, "", by, "organiser.remove", organiser.name, before, None)
    announce.changed()


def begin_session(*, organiser: Organiser | None = None, judge: Judge | None = None) -> str:
    """Sign in one device; returns the session's token."""
    organiser_id = organiser.id if organiser else None
    judge_id = judge.id if judge else None
    with writing() as session:
        sign_in = SignIn(organiser_id=organiser_id, judge_id=judge_id)
        session.add(sign_in)
        session.flush()
        token = sign_in.token
        if sign_in.judge is not None:
            sign_in.judge.heard_at = now()
        chain, who = _audit_names(sign_in)
        audit.append(session, chain, who, "session.begin", who, None, None)
    announce.changed()
    return token


def end_session(token: str) -> None:
    """Sign out; a dead token is not an error."""
    with writing() as session:
        sign_in = accounts.open_session(token)
        if sign_in is None:
            return
        sign_in.ended_at = now()
        chain, who = _audit_names(sign_in)
        audit.append(session, chain, who, "session.end", who, None, None)
    announce.changed()


def _audit_names(sign_in: SignIn) -> tuple[str, str]:
    """The audit chain of a session, and whose it is."""
    if sign_in.judge is not None:
        return sign_in.judge.competition.key, f"judge {sign_in.judge.key}"
    assert sign_in.organiser is not None
    return "", f"organiser {sign_in.organiser.name}"


def renew_links(competition_key: str, judge_key: str | None, by: str) -> list[Judge]:
    """New links for one judge or for all; the old ones and their sessions end at once."""
    with writing() as session:
        competition = queries.find_competition(competition_key)
        if competition is None:
            raise NotFound
        judges = [judge for judge in competition.judges if judge_key in (None, judge.key)]
        if judge_key is not None and not judges:
            raise NotFound
        for judge in judges:
            judge.token = new_token()
            session.execute(
                update(SignIn).filter_by(judge_id=judge.id, ended_at=None).values(ended_at=now())
            )
            audit.append(session, competition.key, by, "judge.renew-link", judge.key, None, None)
    announce.changed()
    return judges


def _add(session: Session, name: str, hashed: str, by: str) -> Organiser:
    organiser = Organiser(name=name, password_hash=hashed)
    session.add(organiser)
    session.flush()
    audit.append(session, "", by, "organiser.add", name, None, {"name": name})
    return organiser


def _name(name: str) -> str:
    try:
        return document.clean_name(name)
    except document.Refusal as refusal:
        raise Refused.of(refusal) from refusal


def _hash_password(password: str) -> str:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Refused(
            N_("A password has %(least)s to %(most)s characters; a short sentence is a good one."),
            least=SHORTEST_PASSWORD,
            most=LONGEST_PASSWORD,
        )
    return _hasher.hash(password)
