"""The programme as the organiser's pages show it: which day, who is where, what clashes."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import format_date, gettext

from competition.file_types import Document
from competition.programme.cells import SIDES, round_label
from competition.programme.clashes import ProgrammeClash, find_clashes
from competition.programme.moments import shown, zone_of
from competition.programme.rows import ProgrammeRow, programme_rows, rounds_of
from competition.programme.timetable import Day, Timetable, timetable
from competition.web import language
from competition.web.organiser.names import names_by_key
from competition.web.template_filters import localized

MOST_ROWS = 60
"""As many matches are shown at once; of more, one day."""
OPEN = "open"
"""The day, in an address, of what has no time yet."""
_SEPARATORS = {"zh": "、", "en": "; "}


@dataclass(frozen=True)
class DayLink:
    """A day to choose: its name in the address, its name for people, how many matches it has."""

    name: str
    label: str
    count: int


@dataclass
class ProgrammeView:
    """What a page shows of the programme: all of it, or the day that was chosen."""

    zone: dt.tzinfo
    rows: list[ProgrammeRow]
    whole: Timetable
    links: list[DayLink]
    day: str
    clashes: list[ProgrammeClash]
    names: Any
    round_names: dict[str, str]
    unplanned: list[str]
    by_row: dict[str, list[ProgrammeClash]] = field(default_factory=dict)

    @property
    def days(self) -> list[Day]:
        """The days that are shown."""
        return [day for day in self.whole.days if self.day in ("", day.date.isoformat())]

    @property
    def open(self) -> list[ProgrammeRow]:
        """What has no time yet, if it is shown."""
        return self.whole.open if self.day in ("", OPEN) else []

    @property
    def shown_rows(self) -> list[ProgrammeRow]:
        """Every row that is shown, by time and room."""
        return [*(row for day in self.days for row in day.rows), *self.open]

    def name_of(self, row: ProgrammeRow) -> str:
        """A match by its round and number."""
        name = self.round_names[row.round_name]
        if row.is_planned:
            return gettext("%(round)s, planned match %(number)s", round=name, number=row.number)
        return gettext("%(round)s, match %(number)s", round=name, number=row.number)

    def cells(self, row: ProgrammeRow) -> dict[str, str]:
        """What the cells of a row show, and what is typed in them is read as."""
        part = row.part
        join = _SEPARATORS[language.current()].join
        teams, judges = self.names["team_names"], self.names["judge_names"]
        by_side = {
            side: join(
                teams.get(entry["team"], entry["team"])
                for entry in part.get("entries", ())
                if entry["side"] == side
            )
            for side in SIDES
        }
        topic = part.get("topic")
        return {
            "number": "" if row.is_planned else str(row.number),
            "round": self.round_names[row.round_name],
            "starts": shown(part["starts"], self.zone) if "starts" in part else "",
            "room": localized(row.room),
            **by_side,
            "topic": self.names["topic_names"].get(topic, topic) if topic else "",
            "panel": join(judges.get(judge, judge) for judge in part.get("panel", ())),
        }

    def clash_text(self, clash: ProgrammeClash) -> str:
        """A clash in a sentence."""
        one, other = clash.rows
        matches = {
            "one": self.name_of(one),
            "other": self.name_of(other),
            "time": one.at and one.at.strftime("%H:%M"),
            "later": other.at and other.at.strftime("%H:%M"),
        }
        if clash.kind == "room":
            return gettext(
                "Room “%(room)s” is taken twice at %(time)s: by %(one)s, and by %(other)s.",
                room=localized(clash.room),
                **matches,
            )
        if clash.kind == "break":
            return gettext(
                "%(team)s has a break of %(minutes)s minutes between %(one)s (%(time)s) and "
                "%(other)s (%(later)s).",
                team=self.names["team_names"].get(clash.who, clash.who),
                minutes=clash.minutes,
                **matches,
            )
        kind = self.names[f"{clash.kind}_names"]
        return gettext(
            "%(name)s is in two matches at once: %(one)s (%(time)s) and %(other)s (%(later)s).",
            name=kind.get(clash.who, clash.who),
            **matches,
        )

    def clashing_columns(self, row: ProgrammeRow) -> dict[str, list[str]]:
        """By column, the kinds of the row's clashes."""
        found: dict[str, list[str]] = {}
        for clash in self.by_row.get(row.key, ()):
            column = {"room": "room", "judge": "panel"}.get(clash.kind, "")
            if not column:
                sides = (e["side"] for e in row.part["entries"] if e["team"] == clash.who)
                column = next(sides, SIDES[0])
            kinds = found.setdefault(column, [])
            if clash.kind not in kinds:
                kinds.append(clash.kind)
        return found


def programme_view(file: Document, asked_day: str) -> ProgrammeView:
    """The programme with the day that was asked for; without one, all or the first day."""
    zone = zone_of(file)
    rows = programme_rows(file, zone)
    whole = timetable(rows)
    links = [DayLink(d.date.isoformat(), day_label(d.date), len(d.rows)) for d in whole.days]
    if whole.open:
        links.append(DayLink(OPEN, gettext("Time still open"), len(whole.open)))
    known = {link.name for link in links}
    day = asked_day if asked_day in known else ""
    if not day and len(rows) > MOST_ROWS and links:
        day = links[0].name
    clashes = find_clashes(rows)
    by_row: dict[str, list[ProgrammeClash]] = {}
    for clash in clashes:
        for row in clash.rows:
            by_row.setdefault(row.key, []).append(clash)
    return ProgrammeView(
        zone=zone,
        rows=rows,
        whole=whole,
        links=links if len(links) > 1 else [],
        day=day,
        clashes=clashes,
        names=names_by_key(file),
        round_names=round_labels(file),
        unplanned=[
            f"{stage['key']}/{round_['key']}"
            for stage, round_ in rounds_of(file)
            if not round_["matches"] and not round_.get("planned")
        ],
        by_row=by_row,
    )


def round_labels(file: Document) -> dict[str, str]:
    """Every round after its stage, by `stage/round`."""
    labels: dict[str, Any] = {
        f"{stage['key']}/{round_['key']}": round_label(stage, round_)
        for stage, round_ in rounds_of(file)
    }
    return {name: localized(label) for name, label in labels.items()}


def day_label(date: dt.date) -> str:
    """A day with its weekday."""
    return str(format_date(date, "full"))


def page_of(rows: Sequence[ProgrammeRow], number: int) -> tuple[list[ProgrammeRow], int]:
    """The rows of that page, and how many pages there are."""
    pages = max(1, -(-len(rows) // MOST_ROWS))
    first = (min(max(number, 1), pages) - 1) * MOST_ROWS
    return list(rows[first : first + MOST_ROWS]), pages
