"""Lists of teams: a row a team with its members beside it, or a row a member."""

import re
from collections.abc import Collection, Iterator
from typing import Any

from competition.document import Refusal
from competition.document.text_checks import clean_name, clean_short_name
from competition.lists.column_names import base_field
from competition.lists.matching import Finder, Planned, find_one, read_keys, refuse_twice
from competition.lists.names import KeyMaker, Part, PartIndex
from competition.lists.putting import put_text, put_value
from competition.lists.rows import ListRow
from competition.lists.values import read_flag, read_ordinal
from competition.messages import N_

_NUMBERED = re.compile(r"member_(\d+)")
_OF_THE_TEAM = {
    "name": "team",
    "organisation": "organisation",
    "short_name": "short_name",
    "zone": "zone",
    "seed": "seed",
}
"""What a row of a member may say of its team, and the column that says it."""


def plan_teams(file: dict[str, Any], rows: list[ListRow], fields: Collection[str]) -> Planned:
    """Put the list's teams and members into the file."""
    if "member" in fields and any(map(_NUMBERED.match, fields)):
        raise Refusal(
            N_(
                "The list has a column for one member a row and numbered columns for members. "
                "Pass over one of the two."
            )
        )
    plan = _TeamPlan(file, rows, fields)
    for row in rows:
        plan.put(row)
    owners = {
        f"teams[{index}]": plan.owner[team["key"]]
        for index, team in enumerate(file["teams"])
        if team["key"] in plan.owner
    }
    return Planned(owners, list(plan.missing()))


class _TeamPlan:
    def __init__(self, file: dict[str, Any], rows: list[ListRow], fields: Collection[str]) -> None:
        self._teams: list[Part] = file["teams"]
        self._known = {team["key"]: [*team.get("members", ())] for team in self._teams}
        self._languages = file["competition"].get("languages", ())
        self._zones = PartIndex(file.get("zones", ())) if file.get("zones") else None
        self._numbers = sorted(
            {int(found[1]) for each in fields if (found := _NUMBERED.match(each))}
        )
        self._is_row_a_member = any(base_field(each) == "member" for each in fields) and (
            not self._numbers
        )
        self._typed_keys = read_keys(rows)
        self._keys = KeyMaker("team", (team["key"] for team in self._teams))
        self._keys.reserve(self._typed_keys.values())
        self._finder = Finder(PartIndex(self._teams), "team", "organisation" in fields)
        self._finder.look_ahead(rows)
        self._member_keys = {
            member["key"] for team in self._teams for member in team.get("members", ())
        }
        self._members: dict[str, PartIndex] = {}
        self._first_said: dict[tuple[str, str], int] = {}
        self._seen: dict[Any, int] = {}
        self._seen_members: set[tuple[str, str]] = set()
        self.owner: dict[str, ListRow] = {}

    def missing(self) -> Iterator[str]:
        """The teams that the list lacks; of those it has, their members, if it lists any."""
        for key, members in self._known.items():
            if key not in self.owner:
                yield key
            elif self._is_row_a_member or self._numbers:
                for member in members:
                    if (key, member["key"]) not in self._seen_members:
                        yield f"{key}/{member['key']}"

    def put(self, row: ListRow) -> None:
        """Put one row into the file."""
        row.name = row.first_text("team") or ""
        typed = self._typed_keys.get(row.number)
        try:
            team = self._finder.index.by_key.get(typed) if typed else self._finder.find(row)
        except Refusal as refusal:
            row.refusal("team", refusal)
            return
        is_new = team is None
        if team is None:
            team = self._new_team(row, typed)
            if team is None:
                return
        self.owner.setdefault(team["key"], row)
        row.key = team["key"]
        row.name = row.name or next(iter(team["name"].values()))
        if not self._is_row_a_member and refuse_twice(row, "team", self._seen, team["key"]):
            return
        self._put_fields(row, team, is_new=is_new)
        if self._is_row_a_member:
            self._put_member_of_row(row, team, is_new=is_new)
        else:
            row.is_new = is_new
            self._put_members(row, team, is_new=is_new)
        self._finder.index.add(team)

    def _new_team(self, row: ListRow, typed: str | None) -> Part | None:
        if not row.name:
            row.problem("team", N_("The name of the team is missing."))
            return None
        if typed is not None and (others := self._finder.index.named(row.name)):
            row.note(
                N_("A team of this name is here already, with another key: %(keys)s."),
                keys=", ".join(part["key"] for part in others),
            )
        team: Part = {"key": typed or self._keys.next(), "name": {}}
        self._teams.append(team)
        return team

    def _put_fields(self, row: ListRow, team: Part, *, is_new: bool) -> None:
        """Put what is said of the team itself; rows of one team must say the same."""
        kept = dict(team)
        put_text(row, team, "name", column="team", is_new=is_new, languages=self._languages)
        put_text(row, team, "organisation", is_new=is_new, languages=self._languages)
        put_text(
            row,
            team,
            "short_name",
            is_new=is_new,
            languages=self._languages,
            clean=clean_short_name,
        )
        if (zone := row.text("zone")) is not None:
            self._put_zone(row, team, zone, is_new=is_new)
        if (seed := row.text("seed")) is not None:
            try:
                put_value(row, team, "seed", read_ordinal(seed), is_new=is_new)
            except Refusal as refusal:
                row.refusal("seed", refusal)
        if self._is_row_a_member:
            self._refuse_contradiction(row, kept, team)

    def _refuse_contradiction(self, row: ListRow, before: Part, team: Part) -> None:
        for field, column in _OF_THE_TEAM.items():
            if row.first_text(column) is None:
                continue
            first = self._first_said.setdefault((team["key"], field), row.number)
            if first != row.number and before.get(field) != team.get(field):
                row.problem(
                    column,
                    N_("Row %(first)s says something else of the same team. Make them agree."),
                    first=first,
                )

    def _put_zone(self, row: ListRow, team: Part, typed: str, *, is_new: bool) -> None:
        value = typed
        if self._zones is not None:
            names = "、".join(
                next(iter(zone["name"].values())) for zone in self._zones.by_key.values()
            )
            unknown = N_("There is no zone “%(name)s”. The zones are: %(names)s.")
            zone = find_one(row, "zone", typed, self._zones, unknown, names=names)
            if zone is None:
                return
            value = zone["key"]
        else:
            try:
                value = clean_name(typed)
            except Refusal as refusal:
                row.refusal("zone", refusal)
                return
        put_value(row, team, "zone", value, is_new=is_new)

    def _put_member_of_row(self, row: ListRow, team: Part, *, is_new: bool) -> None:
        name = row.first_text("member")
        if name is None:
            row.is_new = is_new
            refuse_twice(row, "team", self._seen, (team["key"], None))
            if row.first_text("role") is not None:
                row.problem("member", N_("The name of the member is missing."))
            return
        row.name = name
        member, is_new_member = self._put_member(row, team, "member", "role")
        row.is_new = is_new or is_new_member
        if member is None:
            return
        row.key = f"{team['key']}/{member['key']}"
        refuse_twice(row, "member", self._seen, (team["key"], member["key"]))
        if (reserve := row.text("reserve")) is not None:
            try:
                put_value(row, member, "reserve", read_flag(reserve), is_new=is_new_member)
            except Refusal as refusal:
                row.refusal("reserve", refusal)

    def _put_members(self, row: ListRow, team: Part, *, is_new: bool) -> None:
        here: dict[str, str] = {}
        for number in self._numbers:
            field = f"member_{number}"
            if row.first_text(field) is None:
                if row.first_text(f"role_{number}") is not None:
                    row.problem(field, N_("The name of the member is missing."))
                continue
            member, _ = self._put_member(row, team, field, f"role_{number}")
            if member is None:
                continue
            if member["key"] in here:
                row.problem(field, N_("The same member stands twice in this row."))
            here[member["key"]] = field

    def _put_member(
        self, row: ListRow, team: Part, field: str, role: str
    ) -> tuple[Part | None, bool]:
        """The member of that name in the team, or a new one; None where the name is refused."""
        index = self._members.get(team["key"])
        if index is None:
            index = self._members[team["key"]] = PartIndex(team.get("members", ()))
        names = [text for _, text, _ in row.localised(field)]
        found: list[Part] = next(filter(None, map(index.named, names)), [])
        if len(found) > 1:
            row.problem(
                field,
                N_("%(count)s members of the team have this name; tell them apart here first."),
                count=len(found),
            )
            return None, False
        is_new = not found
        member: Part = found[0] if found else {"key": self._member_key(team), "name": {}}
        put_text(row, member, "name", column=field, is_new=False, languages=self._languages)
        if not member["name"]:
            return None, is_new
        put_text(row, member, "role", column=role, is_new=False, languages=self._languages)
        if is_new:
            self._member_keys.add(member["key"])
            team.setdefault("members", []).append(member)
        index.add(member)
        self._seen_members.add((team["key"], member["key"]))
        return member, is_new

    def _member_key(self, team: Part) -> str:
        number = len(team.get("members", ())) + 1
        stem = team["key"][:58]
        while f"{stem}-{number}" in self._member_keys:
            number += 1
        return f"{stem}-{number}"
