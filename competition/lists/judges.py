"""Lists of judges."""

from collections.abc import Collection
from typing import Any

from competition.document import Refusal, clean_name
from competition.lists.matching import Finder, Planned, find_each, read_keys, refuse_twice
from competition.lists.names import KeyMaker, Part, PartIndex, folded
from competition.lists.putting import put_text, put_value
from competition.lists.rows import ListRow
from competition.lists.values import read_flag
from competition.messages import N_

_CATEGORIES = {
    **dict.fromkeys(("专业", "专业人士", "professional"), "professional"),
    **dict.fromkeys(("学术", "高校", "高校专家", "academic"), "academic"),
}


def plan_judges(file: dict[str, Any], rows: list[ListRow], fields: Collection[str]) -> Planned:
    """Put the list's judges into the file."""
    judges: list[Part] = file["judges"]
    here = [judge["key"] for judge in judges]
    languages = file["competition"].get("languages", ())
    teams = PartIndex(file["teams"])
    finder = Finder(PartIndex(judges), "name", "organisation" in fields)
    finder.look_ahead(rows)
    typed_keys = read_keys(rows)
    keys = KeyMaker("judge", here)
    keys.reserve(typed_keys.values())
    owner: dict[str, ListRow] = {}
    seen: dict[str, int] = {}
    for row in rows:
        row.name = row.first_text("name") or ""
        typed = typed_keys.get(row.number)
        try:
            judge = finder.index.by_key.get(typed) if typed else finder.find(row)
        except Refusal as refusal:
            row.refusal("name", refusal)
            continue
        if judge is None:
            if not row.name:
                row.problem("name", N_("The name of the judge is missing."))
                continue
            if typed is not None and (others := finder.index.named(row.name)):
                row.note(
                    N_("A judge of this name is here already, with another key: %(keys)s."),
                    keys=", ".join(part["key"] for part in others),
                )
            judge = {"key": typed or keys.next(), "name": {}}
            judges.append(judge)
            row.is_new = True
        row.key = judge["key"]
        owner.setdefault(judge["key"], row)
        row.name = row.name or next(iter(judge["name"].values()))
        if not refuse_twice(row, "name", seen, judge["key"]):
            put_text(row, judge, "name", is_new=row.is_new, languages=languages)
            put_text(row, judge, "organisation", is_new=row.is_new, languages=languages)
            _put_fields(row, judge, teams)
            finder.index.add(judge)
    owners = {
        f"judges[{index}]": owner[judge["key"]]
        for index, judge in enumerate(judges)
        if judge["key"] in owner
    }
    return Planned(owners, [key for key in here if key not in owner])


def _put_fields(row: ListRow, judge: Part, teams: PartIndex) -> None:
    """Put category, head and conflicts; a blank cell keeps what is there."""
    for field, read in (("category", _read_category), ("head", read_flag)):
        text = row.text(field)
        if text is not None:
            try:
                put_value(row, judge, field, read(text), is_new=row.is_new)
            except Refusal as refusal:
                row.refusal(field, refusal)
    text = row.text("conflicts")
    if text is None:
        return
    unknown = N_("There is no team “%(name)s” here.")
    conflicts = find_each(row, "conflicts", text, teams, unknown)
    if conflicts is not None and set(conflicts) != set(judge.get("conflicts", ())):
        put_value(row, judge, "conflicts", conflicts, is_new=row.is_new)


def _read_category(text: str) -> str:
    return _CATEGORIES.get(folded(text)) or clean_name(text)
