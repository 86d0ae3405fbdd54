"""Forms for stages, rounds and matches: how the competition runs."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import gettext, lazy_gettext
from wtforms import Form, FormField, StringField
from wtforms.validators import ValidationError

from competition.file_types import Document
from competition.web.organiser.forms.base import PartForm, only_given
from competition.web.organiser.forms.fields import (
    ChoiceField,
    Data,
    DecimalField,
    FormRow,
    FormRows,
    LocalizedText,
    WholeNumberField,
)
from competition.web.organiser.labels import ACROSS_MATCHES, MISSING_CARRY, SIDES
from competition.web.organiser.names import part_names
from competition.web.organiser.setup.people_forms import kept_notes
from competition.web.template_filters import localized


class CarryRow(FormRow):
    """A stage whose totals are carried over into this one, with its weight."""

    stage = ChoiceField(lazy_gettext("Stage"))
    weight = DecimalField(lazy_gettext("Weight"))
    missing = ChoiceField(lazy_gettext("A team without a total there"), MISSING_CARRY)

    def is_blank(self) -> bool:
        """Whether no stage was chosen and no weight entered."""
        return not self.stage.data and not (self.weight.data or "").strip()


class StageForm(PartForm):
    """One of `stages[]`, without its rounds and its release."""

    name = FormField(LocalizedText, lazy_gettext("Name"))
    across_matches = ChoiceField(lazy_gettext("A team's total in the stage is"), ACROSS_MATCHES)
    carry = FormRows(CarryRow, lazy_gettext("Totals carried over from earlier stages"))
    weight = DecimalField(lazy_gettext("Weight of this stage's own total"))
    advance_to = ChoiceField(lazy_gettext("The best teams advance to"))
    advance_top = WholeNumberField(lazy_gettext("How many"), low=1)
    shown_as: ClassVar[Mapping[str, str]] = {
        "advance.to": "advance_to",
        "advance.top": "advance_top",
    }

    @classmethod
    def data_of(cls, part: Mapping[str, Any]) -> Data:
        """`advance` is shown as two fields."""
        advance = part.get("advance") or {}
        top = str(advance["top"]) if advance else ""
        return {**part, "advance_to": advance.get("to", ""), "advance_top": top}

    def prepare(self, file: Document) -> None:
        """Offer every other stage to carry totals from and to advance to."""
        own = self.stored.get("key")
        others = [(s["key"], localized(s["name"])) for s in file["stages"] if s["key"] != own]
        self.advance_to.choices = [("", gettext("nowhere")), *others]
        for entry in self.carry:
            entry.form.stage.choices = [("", "–"), *others]

    def validate_advance_top(self, field: WholeNumberField) -> None:
        """A stage to advance to needs a number of teams, and the other way round."""
        if self.advance_to.data and field.whole is None:
            raise ValidationError(gettext("Enter how many teams advance."))
        if not self.advance_to.data and field.whole is not None:
            raise ValidationError(gettext("Choose the stage they advance to."))

    def part(self) -> Data:
        """The stage as typed; its release is changed elsewhere and stays."""
        advance = None
        if self.advance_to.data:
            advance = {"to": self.advance_to.data, "top": self.advance_top.whole}
        stored = {share["stage"]: share for share in self.stored.get("carry", ())}
        carry = []
        for row in self.carry.given():
            typed = only_given({"stage": row.stage.data, "weight": row.weight.plain})
            missing = {"missing": row.missing.data} if row.missing.data else {}
            notes = kept_notes(row, stored.get(row.stage.data, {}), typed)
            carry.append({**typed, **missing, **notes})
        fields = {
            "name": self.name.form.text(),
            "across_matches": self.across_matches.data,
            "carry": carry,
            "weight": self.weight.plain,
            "advance": advance,
        }
        return {**only_given(fields), **self.notes()}


class RoundForm(PartForm):
    """One of `rounds[]`, without its matches and its state."""

    name = FormField(LocalizedText, lazy_gettext("Name"))

    def part(self) -> Data:
        """The round as typed; its state is changed elsewhere and stays."""
        return {**only_given({"name": self.name.form.text()}), **self.notes()}


class SeatRow(Form):
    """A judge and the judge's seat on the panel, blank for none."""

    judge = StringField()
    seat = WholeNumberField(lazy_gettext("Seat"), low=1, high=999)


class EntryRow(FormRow):
    """A team and its side."""

    team = ChoiceField(lazy_gettext("Team"))
    side = ChoiceField(lazy_gettext("Side"), [("", "–"), *SIDES])

    def is_blank(self) -> bool:
        """Whether neither was chosen."""
        return not self.team.data and not self.side.data


class MatchForm(PartForm):
    """One of `matches[]`."""

    where = ChoiceField(lazy_gettext("Round"))
    topic = ChoiceField(lazy_gettext("Topic"))
    entries = FormRows(EntryRow, lazy_gettext("Teams"))
    panel = FormRows(SeatRow, lazy_gettext("Panel"))

    @classmethod
    def data_of(cls, part: Mapping[str, Any]) -> Data:
        """`prepare` fills the panel: every judge has a row in it."""
        return {**part, "panel": []}

    def prepare(self, file: Document) -> None:
        """Offer every round, topic and team; give every judge a row, whatever was sent."""
        self.where.choices = [
            (
                f"{stage['key']}/{round_['key']}",
                f"{localized(stage['name'])} · {localized(round_['name'])}",
            )
            for stage in file["stages"]
            for round_ in stage["rounds"]
        ]
        topics = [(t["key"], localized(t["title"])) for t in file.get("topics", ())]
        self.topic.choices = [("", gettext("none")), *topics]
        teams = list(part_names(file["teams"]).items())
        for entry in self.entries:
            self.offer(entry.form, teams)
        self.teams = teams
        sent = {row.form.judge.data: row.form.seat.data for row in self.panel}
        seats = {key: str(seat) for seat, key in enumerate(self.stored.get("panel", ()), start=1)}
        shown = sent if self.is_submitted() else seats
        while self.panel.entries:
            self.panel.pop_entry()
        for judge in file["judges"]:
            key = judge["key"]
            self.panel.append_entry({"judge": key, "seat": shown.get(key, "")})

    def seat_like(self, other: Mapping[str, Any] | None) -> None:
        """Start a new match with the topic and the panel of another."""
        if other is None:
            return
        self.topic.data = other.get("topic", "")
        seats = {judge: str(seat) for seat, judge in enumerate(other["panel"], start=1)}
        for row in self.panel:
            row.form.seat.data = seats.get(row.form.judge.data, "")

    def start_with(self, teams: list[str]) -> None:
        """Start a new match with these teams; which side each has is left to choose."""
        for row, team in zip(self.entries, teams, strict=False):
            row.form.team.data = team

    @staticmethod
    def offer(row: EntryRow, teams: list[tuple[str, str]]) -> None:
        """Offer the teams in a row."""
        row.team.choices = [("", "–"), *teams]

    def row_lists(self) -> list[FormRows]:
        """Without the panel, which needs no spare rows."""
        return [self.entries]

    def validate_panel(self, field: FormRows) -> None:
        """Refuse a seat that is used twice."""
        taken: dict[int, WholeNumberField] = {}
        for row in field:
            seat = row.form.seat
            if seat.whole is None:
                continue
            if seat.whole in taken:
                seat.errors = [gettext("Seat %(seat)s is used twice.", seat=seat.whole)]
                raise ValidationError(gettext("Give every judge a different seat."))
            taken[seat.whole] = seat

    def seated(self) -> list[str]:
        """The judges on the panel in seat order."""
        self.panel.kept = [row for row in self.panel if row.form.seat.whole is not None]
        self.panel.kept.sort(key=lambda row: row.form.seat.whole)
        return [row.form.judge.data for row in self.panel.kept]

    def part(self) -> Data:
        """The match as typed."""
        stored = {e["team"]: e for e in self.stored.get("entries", ())}
        entries = []
        for row in self.entries.given():
            typed = only_given({"team": row.team.data, "side": row.side.data})
            entries.append({**typed, **kept_notes(row, stored.get(row.team.data, {}), typed)})
        fields = {"topic": self.topic.data, "panel": self.seated(), "entries": entries}
        return {"panel": [], "entries": [], **only_given(fields), **self.notes()}
