"""What becomes of one judge's sheet when a competition file takes the place of what is stored.

A file never rewrites what a judge sent. Versions that are stored, or that the audit has on record,
stay as they are; where the file's submitted marks differ, they become a new version after them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from competition.document.sheet_terms import SheetTerms

Version = Mapping[str, Any]
"""A version as in the file; one that a judge sent may also have `stored` (receipt, time, key)."""


class Fate(StrEnum):
    """What becomes of the sheet."""

    KEPT = "kept"
    """The file has the same submitted marks, so the sheet stays as it is here."""
    ADDED = "added"
    """There is no such sheet here; it is stored as the file has it."""
    IMPORTED = "imported"
    """The file's marks differ from what is here and become a new version."""
    PUT_BACK = "put back"
    """The file's marks are those that the judge sent last, before other marks were imported."""
    UNSUBMITTED = "unsubmitted"
    """The file has a draft in the place of a submitted sheet, whose marks go on counting."""
    REWRITTEN = "rewritten"
    """The marks that count are the same, but an earlier version is another one in the file."""
    LOST = "lost"
    """The file does not have the sheet."""


class SheetKey(NamedTuple):
    """Whose sheet it is, by the keys of the file."""

    match: str
    team: str
    judge: str


class MarkChange(NamedTuple):
    """A mark that becomes another; None where there is none before or after.

    `dimension` is the dimension's key, or where `is_personal` the contestant's.
    """

    dimension: str
    before: str | None
    after: str | None
    is_personal: bool = False


@dataclass(frozen=True)
class SheetMerge:
    """One sheet's versions from now on, oldest first, and what they are made of.

    `before` is the version that counted here, `after` the file's; either may be missing. `known`
    are all versions that were here.
    """

    key: SheetKey
    fate: Fate
    versions: tuple[Version, ...]
    known: tuple[Version, ...] = ()
    before: Version | None = None
    after: Version | None = None

    @property
    def is_new_version(self) -> bool:
        """Whether the last of the versions is neither the judge's nor as it is in the file."""
        return self.fate in (Fate.IMPORTED, Fate.PUT_BACK, Fate.UNSUBMITTED)

    @property
    def moves_marks(self) -> bool:
        """Whether submitted marks of the judge are changed, lost or put in another's place."""
        if self.fate == Fate.LOST:
            return self.before is not None
        return self.fate not in (Fate.KEPT, Fate.ADDED)

    def mark_changes(self) -> list[MarkChange]:
        """The submitted marks that differ, in the order of the sheet, personal ones last."""
        changes = []
        for field in ("marks", "personal"):
            old, new = ((each or {}).get(field) or {} for each in (self.before, self.after))
            names = [*old, *(name for name in new if name not in old)]
            changes += [
                MarkChange(name, old.get(name), new.get(name), field == "personal")
                for name in names
            ]
        return [each for each in changes if not _is_same_mark(each.before, each.after)]


def merge_sheet(
    key: SheetKey,
    known: Sequence[Version],
    part: Version | None,
    terms: SheetTerms,
    imported: Mapping[str, Any],
) -> SheetMerge:
    """Bring together the versions that are `known` here and the file's sheet `part`, if any.

    `terms` are the file's for the sheet: earlier versions that do not fit them cannot stay.
    `imported` is what a version says that did not come from its judge.
    """
    here = tuple(sorted(known, key=lambda version: int(version["version"])))
    before = _counting(here)
    if part is None:
        return SheetMerge(key, Fate.LOST, (), here, before)
    given = _versions_of(part)
    after = _counting(given)
    if not here:
        return SheetMerge(key, Fate.ADDED, given, after=after)
    fitting = tuple(version for version in here if terms.fit(version))
    if _same_marks(before, after):
        earlier = _rewritten(here, given, fitting)
        if earlier is not None:
            return SheetMerge(key, Fate.REWRITTEN, fitting, here, *earlier)
        return SheetMerge(key, Fate.KEPT, fitting, here, before, after)
    number = here[-1]["version"] + 1
    if after is None:
        draft = {**_content(given[-1]), "version": number, "imported": dict(imported)}
        return SheetMerge(key, Fate.UNSUBMITTED, (*fitting, draft), here, before, given[-1])
    own = _counting([version for version in here if "imported" not in version])
    if own is not None and own in fitting and _same_marks(own, after):
        again = {**_content(own), "version": number}
        return SheetMerge(key, Fate.PUT_BACK, (*fitting, again), here, before, again)
    new = {**_content(after), "version": number, "imported": dict(imported)}
    new["submitted_at"] = imported["at"]
    return SheetMerge(key, Fate.IMPORTED, (*fitting, new), here, before, new)


def mark_as_imported(merge: SheetMerge, imported: Mapping[str, Any]) -> SheetMerge:
    """An added sheet whose judge did not send it: its submitted versions say so."""
    versions = tuple(
        {**version, "imported": dict(imported)} if version["state"] == "submitted" else version
        for version in merge.versions
    )
    return SheetMerge(merge.key, Fate.IMPORTED, versions, after=_counting(versions))


def _versions_of(part: Version) -> tuple[Version, ...]:
    own = {name: part[name] for name in part if name not in (*SheetKey._fields, "history")}
    history = sorted(part.get("history", ()), key=lambda version: int(version["version"]))
    return (*history, own)


def _counting(versions: Sequence[Version]) -> Version | None:
    """The newest submitted version."""
    return next((each for each in reversed(versions) if each["state"] == "submitted"), None)


def _content(version: Version) -> dict[str, Any]:
    return {name: value for name, value in version.items() if name not in ("stored", "imported")}


def _rewritten(
    here: Sequence[Version], given: Sequence[Version], fitting: Sequence[Version]
) -> tuple[Version, Version | None] | None:
    """The first submitted version here that the file has otherwise, or that cannot stay."""
    in_file = {version["version"]: version for version in given}
    for version in here:
        if version["state"] != "submitted":
            continue
        if version not in fitting:
            return version, None
        other = in_file.get(version["version"])
        if other is not None and not (
            other["state"] == "submitted" and _same_marks(version, other)
        ):
            return version, other
    submitted = [version for version in here if version["state"] == "submitted"]
    for other in given:
        if other["state"] == "submitted" and not any(
            _same_marks(version, other) for version in submitted
        ):
            return here[-1], other
    return None


def _same_marks(one: Version | None, other: Version | None) -> bool:
    if one is None or other is None:
        return one is other
    for field in ("marks", "personal"):
        first, second = one.get(field) or {}, other.get(field) or {}
        names = {*first, *second}
        if not all(_is_same_mark(first.get(name), second.get(name)) for name in names):
            return False
    return True


def _is_same_mark(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one is other
    return Decimal(one) == Decimal(other)
