"""Lists of matches: which are there, when and where, who meets whom before which judges."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from competition.document import Refusal
from competition.lists.matching import Planned, find_each, find_one, read_keys, refuse_twice
from competition.lists.names import KeyMaker, Part, PartIndex
from competition.lists.putting import note_change, put_text, put_value
from competition.lists.rows import ListRow
from competition.lists.values import is_same_moment, read_moment
from competition.messages import N_

_SIDES = ("labour", "employer")
_NO_TEAM = N_("There is no team “%(name)s” here.")


class _Place(NamedTuple):
    """Where a match stands."""

    stage: Part
    round: Part


def plan_schedule(file: dict[str, Any], rows: list[ListRow], fields: Collection[str]) -> Planned:
    """Put the list's matches into the file."""
    plan = _SchedulePlan(file, rows)
    for row in rows:
        plan.put(row)
    return Planned(dict(plan.owners()), [key for key in plan.known if key not in plan.rows])


class _SchedulePlan:
    def __init__(self, file: dict[str, Any], rows: list[ListRow]) -> None:
        self._file = file
        self._starts = file["competition"].get("starts")
        self._languages = file["competition"].get("languages", ())
        stages = [stage for stage in file["stages"] if "rounds" in stage]
        self._stages = PartIndex(stages)
        self._rounds = {stage["key"]: PartIndex(stage["rounds"]) for stage in stages}
        self._teams = PartIndex(file["teams"])
        self._judges = PartIndex(file["judges"])
        self._topics = PartIndex(file.get("topics", ()), "title")
        self._matches: dict[str, Part] = {}
        self._place_of: dict[str, _Place] = {}
        self._pairs: dict[tuple[str, str, frozenset[str]], list[Part]] = {}
        for stage in stages:
            for round_ in stage["rounds"]:
                for match in round_["matches"]:
                    self._add(match, _Place(stage, round_))
        self.known = list(self._matches)
        self._marked = {sheet["match"] for sheet in file.get("sheets", ())}
        self._typed_keys = read_keys(rows, "match")
        self._keys = KeyMaker("match", self._matches)
        self._keys.reserve(self._typed_keys.values())
        self._seen: dict[str, int] = {}
        self.rows: dict[str, ListRow] = {}

    def owners(self) -> Iterator[tuple[str, ListRow]]:
        """The row of every match that the list has, by its place, and of the sheets of these."""
        for one, stage in enumerate(self._file["stages"]):
            for two, round_ in enumerate(stage.get("rounds", ())):
                for three, match in enumerate(round_["matches"]):
                    if match["key"] in self.rows:
                        place = f"stages[{one}].rounds[{two}].matches[{three}]"
                        yield place, self.rows[match["key"]]
        for name in ("sheets", "deductions"):
            for index, part in enumerate(self._file.get(name, ())):
                if part["match"] in self.rows:
                    yield f"{name}[{index}]", self.rows[part["match"]]

    def put(self, row: ListRow) -> None:
        """Put one row into the file."""
        names = [name for side in _SIDES if (name := row.text(side)) is not None]
        typed = self._typed_keys.get(row.number)
        row.name = " – ".join(names) or typed or ""
        teams = self._teams_of(row)
        if teams is None:
            return
        place = self._place(row)
        match = self._matches.get(typed) if typed is not None else None
        if place is None and row.problems:
            return
        if match is None and typed is None:
            match = self._find(row, place, teams)
            if row.problems:
                return
        if match is None:
            match = self._new_match(row, typed, place, teams)
            if match is None:
                return
        row.key = match["key"]
        self.rows.setdefault(match["key"], row)
        if refuse_twice(row, "match", self._seen, match["key"]):
            return
        if not row.is_new:
            self._move(row, match, place)
            self._put_teams(row, match, teams)
        self._put_fields(row, match)

    def _add(self, match: Part, place: _Place) -> None:
        self._matches[match["key"]] = match
        self._place_of[match["key"]] = place
        pair = frozenset(entry["team"] for entry in match["entries"])
        where = (place.stage["key"], place.round["key"], pair)
        self._pairs.setdefault(where, []).append(match)

    def _teams_of(self, row: ListRow) -> dict[str, str] | None:
        """The teams by side, of those that are named; None where one is not clear."""
        teams: dict[str, str] = {}
        for side in _SIDES:
            name = row.text(side)
            if name is not None:
                team = find_one(row, side, name, self._teams, _NO_TEAM)
                if team is not None:
                    teams[side] = team["key"]
        if len(set(teams.values())) < len(teams):
            row.problem("employer", N_("A team cannot meet itself. Name two teams."))
        return None if row.problems else teams

    def _place(self, row: ListRow) -> _Place | None:
        """The round that is said, or the only one; None where neither is."""
        stages = list(self._stages.by_key.values())
        if (name := row.text("stage")) is not None:
            unknown = N_("There is no stage “%(name)s” of matches. There are: %(names)s.")
            stage = find_one(row, "stage", name, self._stages, unknown, names=_named(stages))
            if stage is None:
                return None
            stages = [stage]
        rounds = [_Place(stage, each) for stage in stages for each in stage["rounds"]]
        if (name := row.text("round")) is None:
            return rounds[0] if len(rounds) == 1 else None
        found = [
            _Place(stage, each)
            for stage in stages
            for each in self._rounds[stage["key"]].found(name)
        ]
        if len(found) == 1:
            return found[0]
        if found:
            row.problem(
                "round",
                N_("There is more than one round “%(name)s”. Name the stage too."),
                name=name,
            )
        else:
            row.problem(
                "round",
                N_("There is no round “%(name)s”. There are: %(names)s."),
                name=name,
                names=_named(place.round for place in rounds),
            )
        return None

    def _find(self, row: ListRow, place: _Place | None, teams: dict[str, str]) -> Part | None:
        """The match of both teams in the round, or in the stage where no round is named."""
        if len(teams) < len(_SIDES):
            row.problem(
                "",
                N_("Without a match key, both teams have to be named: they find the match."),
            )
            return None
        pair = frozenset(teams.values())
        if place is not None:
            found = self._pairs.get((place.stage["key"], place.round["key"], pair), [])
        else:
            name = row.text("stage")
            stages = self._stages.found(name) if name is not None else self._stages.by_key.values()
            found = [
                match
                for stage in stages
                for round_ in stage["rounds"]
                for match in self._pairs.get((stage["key"], round_["key"], pair), ())
            ]
        if len(found) > 1:
            row.problem(
                "round",
                N_("These teams meet more than once here (%(keys)s). Name the round or the match."),
                keys=", ".join(match["key"] for match in found),
            )
        return found[0] if len(found) == 1 else None

    def _new_match(
        self, row: ListRow, typed: str | None, place: _Place | None, teams: dict[str, str]
    ) -> Part | None:
        if place is None:
            rounds = [each for stage in self._stages.by_key.values() for each in stage["rounds"]]
            row.problem(
                "round",
                N_("Say in which stage and round this match is. The rounds are: %(names)s."),
                names=_named(rounds),
            )
            return None
        if len(teams) < len(_SIDES):
            row.problem("", N_("This match is new, so both teams have to be named."))
            return None
        entries = [{"team": teams[side], "side": side} for side in _SIDES]
        match: Part = {"key": typed or self._keys.next(), "panel": [], "entries": entries}
        row.is_new = True
        row.now |= {"stage": place.stage["key"], "round": place.round["key"], **teams}
        place.round["matches"].append(match)
        self._add(match, place)
        return match

    def _move(self, row: ListRow, match: Part, place: _Place | None) -> None:
        """Move the match into the round that the row names."""
        before = self._place_of[match["key"]]
        is_said = row.text("stage") is not None or row.text("round") is not None
        if place is None or not is_said or place.round is before.round:
            return
        if row.text("round") is None and place.stage is before.stage:
            return
        if match["key"] in self._marked:
            row.problem(
                "round", N_("This match has marks, so it cannot be moved into another round.")
            )
            return
        if place.stage is not before.stage:
            row.change("stage", before.stage["key"], place.stage["key"])
        row.change("round", before.round["key"], place.round["key"])
        before.round["matches"].remove(match)
        place.round["matches"].append(match)

    def _put_teams(self, row: ListRow, match: Part, teams: dict[str, str]) -> None:
        entries: list[Part] = list(match["entries"])
        for side, team in teams.items():
            at = next((i for i, entry in enumerate(entries) if entry["side"] == side), None)
            if at is None:
                note_change(row, side, None, team, is_new=False)
                entries.append({"team": team, "side": side})
            elif entries[at]["team"] != team:
                note_change(row, side, entries[at]["team"], team, is_new=False)
                entries[at] = {"team": team, "side": side}
        match["entries"] = entries

    def _put_fields(self, row: ListRow, match: Part) -> None:
        self._put_starts(row, match)
        put_text(row, match, "room", is_new=row.is_new, languages=self._languages)
        if (name := row.text("topic")) is not None:
            unknown = N_("There is no topic “%(name)s” here.")
            topic = find_one(row, "topic", name, self._topics, unknown)
            if topic is not None:
                put_value(row, match, "topic", topic["key"], is_new=row.is_new)
        if (names := row.text("panel")) is not None:
            unknown = N_("There is no judge “%(name)s” here.")
            panel = find_each(row, "panel", names, self._judges, unknown)
            if panel is not None and panel != match["panel"]:
                note_change(row, "panel", match["panel"], panel, is_new=row.is_new)
                match["panel"] = panel

    def _put_starts(self, row: ListRow, match: Part) -> None:
        date, text = row.text("date"), row.text("starts")
        if text is None and date is None:
            return
        field = "starts" if text is not None else "date"
        try:
            moment, has_time = read_moment(text or date or "", date, self._starts)
        except Refusal as refusal:
            row.refusal(field, refusal)
            return
        if not has_time:
            row.note(N_("“%(value)s” has no time of day, so midnight counts."), value=text or date)
        if "starts" not in match or not is_same_moment(match["starts"], moment):
            put_value(row, match, "starts", moment, is_new=row.is_new)


def _named(parts: Iterable[Part]) -> str:
    return "、".join(f"{next(iter(part['name'].values()))} ({part['key']})" for part in parts)
