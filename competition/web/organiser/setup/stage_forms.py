"""Forms for rounds and matches: who meets whom, before whom."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import FormField
from wtforms.validators import ValidationError

from competition.file_types import Document
from competition.web.organiser.forms.base import PartForm, only_given
from competition.web.organiser.forms.fields import (
    ChoiceField,
    Data,
    FormRow,
    FormRows,
    LocalizedText,
    WholeNumberField,
)
from competition.web.organiser.forms.moments import MomentField
from competition.web.organiser.labels import SIDES, category
from competition.web.organiser.names import distinct, round_names
from competition.web.organiser.setup.people_forms import kept_notes
from competition.web.template_filters import join_list, localized


class RoundForm(PartForm):
    """One of `rounds[]`, without its matches and its state."""

    name = FormField(LocalizedText, lazy_gettext("Name"))
    starts = MomentField(lazy_gettext("Starts"))
    conference_after = WholeNumberField(
        lazy_gettext("After how many of the first matches the panel confers"), low=1
    )

    @classmethod
    def data_of(cls, part: Mapping[str, Any]) -> Data:
        """A number is shown as it is typed."""
        after = part.get("conference_after")
        return {**part, "conference_after": "" if after is None else str(after)}

    def prepare(self, file: Document) -> None:
        """Show the start by the clock of the competition's place."""
        self.starts.stand_in(file, self.stored.get("starts"))

    def part(self) -> Data:
        """The round as typed; its state and its planned matches are changed elsewhere and stay."""
        fields = {
            "name": self.name.form.text(),
            "starts": self.starts.moment,
            "conference_after": self.conference_after.whole,
            "planned": self.stored.get("planned"),
        }
        return {**only_given(fields), **self.notes()}


class SeatRow(FormRow):
    """A judge on the panel; the rows' order is the order of the seats."""

    judge = ChoiceField(lazy_gettext("Judge"))

    def is_blank(self) -> bool:
        """Whether no judge was chosen."""
        return not self.judge.data


class EntryRow(FormRow):
    """A team and its side."""

    team = ChoiceField(lazy_gettext("Team"))
    side = ChoiceField(lazy_gettext("Side"), [("", "–"), *SIDES])

    def is_blank(self) -> bool:
        """Whether no team was chosen; a new match has its two sides chosen already."""
        return not self.team.data


class MatchForm(PartForm):
    """One of `matches[]`."""

    where = ChoiceField(lazy_gettext("Round"))
    starts = MomentField(lazy_gettext("Starts"))
    room = FormField(LocalizedText, lazy_gettext("Room"))
    topic = ChoiceField(lazy_gettext("Topic"))
    entries = FormRows(EntryRow, lazy_gettext("Teams"), first=2, spare=0)
    panel = FormRows(SeatRow, lazy_gettext("Panel"), first=3, spare=1)
    trainees = FormRows(SeatRow, lazy_gettext("Trainee judges"), first=1, spare=1)

    @classmethod
    def data_of(cls, part: Mapping[str, Any]) -> Data:
        """A panel is shown as rows; a new match has a row for either side."""
        entries = part.get("entries") or [{"side": "labour"}, {"side": "employer"}]
        return {
            **part,
            "entries": entries,
            "panel": _seats(part.get("panel")),
            "trainees": _seats(part.get("trainees")),
        }

    def prepare(self, file: Document) -> None:
        """Offer every round, topic, team and judge."""
        self.starts.stand_in(file, self.stored.get("starts"))
        self.where.choices = list(round_names(file).items())
        topics = [(t["key"], localized(t["title"])) for t in file.get("topics", ())]
        self.topic.choices = [("", gettext("none")), *topics]
        self.teams = list(distinct(file["teams"], file.get("zones", ())).items())
        for entry in self.entries:
            self.offer(entry.form, self.teams)
        judges = judge_choices(file)
        for entry in (*self.panel, *self.trainees):
            entry.form.judge.choices = [("", "–"), *judges]

    def seat_like(self, other: Mapping[str, Any]) -> None:
        """Start a new match with the topic and the panel of another."""
        self.topic.data = other.get("topic", "")
        while self.panel.entries:
            self.panel.pop_entry()
        for seat in _seats(other.get("panel")):
            self.panel.append_entry(seat)
        self.panel.number()
        self.panel.add_spare()
        self.prepare(self.file)

    def start_with(self, teams: list[str]) -> None:
        """Start a new match with these teams; which side each has is left to choose."""
        for row, team in zip(self.entries, teams, strict=False):
            row.form.team.data, row.form.side.data = team, ""

    @staticmethod
    def offer(row: EntryRow, teams: list[tuple[str, str]]) -> None:
        """Offer the teams in a row."""
        row.team.choices = [("", "–"), *teams]

    def validate_panel(self, field: FormRows) -> None:
        """Refuse a judge who is chosen twice."""
        _refuse_twice(field, set[str]())

    def validate_trainees(self, field: FormRows) -> None:
        """Refuse a trainee who is chosen twice, or is on the panel."""
        _refuse_twice(field, {row.form.judge.data for row in self.panel} - {""})

    def part(self) -> Data:
        """The match as typed."""
        stored = {e["team"]: e for e in self.stored.get("entries", ())}
        entries = []
        for row in self.entries.given():
            typed = only_given({"team": row.team.data, "side": row.side.data})
            entries.append({**typed, **kept_notes(row, stored.get(row.team.data, {}), typed)})
        fields = {
            "topic": self.topic.data,
            "starts": self.starts.moment,
            "room": self.room.form.text(),
            "panel": [row.judge.data for row in self.panel.given()],
            "trainees": [row.judge.data for row in self.trainees.given()],
            "entries": entries,
        }
        # Taking a match or a judge out of the count is an act of its own.
        kept = {name: value for name, value in self.stored.items() if name in ("void", "recused")}
        return {"panel": [], "entries": [], **only_given(fields), **kept, **self.notes()}


def judge_choices(file: Document) -> list[tuple[str, str]]:
    """Every judge to choose from, with what matters on a panel: category, head, conflicts."""
    names, teams = distinct(file["judges"]), distinct(file["teams"], file.get("zones", ()))
    found = []
    for judge in file["judges"]:
        remarks = [category(judge.get("category"))]
        if judge.get("head"):
            remarks.append(gettext("head judge"))
        if close := judge.get("conflicts"):
            listed = join_list(teams[key] for key in close)
            remarks.append(gettext("conflict of interest: %(teams)s", teams=listed))
        label = " · ".join([names[judge["key"]], *filter(None, remarks)])
        found.append((judge["key"], label))
    return found


def _seats(judges: Iterable[str] | None) -> list[Data]:
    return [{"judge": key} for key in judges or ()]


def _refuse_twice(rows: FormRows, taken: set[str]) -> None:
    for row in rows:
        judge = row.form.judge
        if not judge.data:
            continue
        if judge.data in taken:
            judge.errors = [gettext("This judge is on the panel already.")]
            raise ValidationError(gettext("Choose each judge only once."))
        taken.add(judge.data)
