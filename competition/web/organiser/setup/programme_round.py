"""A round of n matches in one act: when the first begins, how far apart, in which rooms."""

import datetime as dt
import re
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext
from wtforms import FormField, StringField, TextAreaField
from wtforms.validators import ValidationError

from competition.actions import programme as actions
from competition.document import Refusal
from competition.file_types import Document, PlannedPart
from competition.programme.cells import Finders
from competition.programme.moments import local_time, zone_of
from competition.programme.planning import MOST_MATCHES, Break, Layout, lay_out
from competition.programme.rows import distinct_rooms, programme_rows, rounds_of
from competition.programme.typed_times import read_day, read_time
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.forms.fields import ChoiceField, LocalizedText, WholeNumberField
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.responses import (
    form_page,
    is_valid_submission,
    keeps_what_was_typed,
    redirect_with,
    run_action,
)
from competition.web.organiser.setup.programme_view import round_labels
from competition.web.sessions import by
from competition.web.template_filters import localized

FIRST, MINUTES = dt.time(9), 40
_PARTED = re.compile("[\n、，,;；]")


class RoundPlanForm(PlainForm):
    """Which round, how many matches, and how they lie in time and rooms."""

    where = ChoiceField(lazy_gettext("Round"))
    name = FormField(LocalizedText, lazy_gettext("Name of the new round"))
    matches = WholeNumberField(
        lazy_gettext("How many matches"), low=1, high=MOST_MATCHES, needed=True
    )
    day = StringField(lazy_gettext("Day"))
    first = StringField(lazy_gettext("First match"))
    minutes = WholeNumberField(lazy_gettext("A match every … minutes"), low=1, high=1440)
    rooms = TextAreaField(lazy_gettext("Rooms"))
    break_from = StringField(lazy_gettext("Break from"))
    break_to = StringField(lazy_gettext("Break until"))
    other_from = StringField(lazy_gettext("Another break from"))
    other_to = StringField(lazy_gettext("Another break until"))
    last = StringField(lazy_gettext("No match begins after"))
    topic = ChoiceField(lazy_gettext("Topic of all matches"))
    planned: list[PlannedPart]

    def offer(self, file: Document) -> None:
        """Offer a new round in every stage of matches, and every round not opened yet."""
        stages = [stage for stage in file["stages"] if stage.get("kind") != "paper"]
        new = [
            (f"{s['key']}/", gettext("New round in “%(stage)s”", stage=localized(s["name"])))
            for s in stages
        ]
        labels = round_labels(file)
        drafts = [
            (name, labels[name])
            for stage, round_ in rounds_of(file)
            if round_.get("state", "draft") == "draft"
            for name in [f"{stage['key']}/{round_['key']}"]
        ]
        self.where.choices = [*drafts, *new]
        topics = [(t["key"], localized(t["title"])) for t in file.get("topics", ())]
        self.topic.choices = [("", gettext("none")), *topics]
        self.file = file

    def validate_day(self, field: StringField) -> None:
        """A date."""
        _reading(field, read_day)

    def validate_first(self, field: StringField) -> None:
        """A time of day."""
        _reading(field, read_time)

    def validate_last(self, field: StringField) -> None:
        """A time of day, or nothing."""
        if (field.data or "").strip():
            _reading(field, read_time)

    def validate_break_to(self, field: StringField) -> None:
        """After the break's beginning; both, or neither."""
        _check_break(self.break_from, field)

    def validate_other_to(self, field: StringField) -> None:
        """As the other break."""
        _check_break(self.other_from, field)

    def lay_out(self) -> list[PlannedPart]:
        """The planned matches; raises `Refusal`."""
        zone = zone_of(self.file)
        first = dt.datetime.combine(read_day(self.day.data), read_time(self.first.data), zone)
        finders = Finders(self.file)
        rooms = [finders.room(name) for name in self.room_names()]
        pairs = ((self.break_from, self.break_to), (self.other_from, self.other_to))
        breaks = [
            Break(read_time(begins.data), read_time(ends.data))
            for begins, ends in pairs
            if (begins.data or "").strip()
        ]
        last = read_time(self.last.data) if (self.last.data or "").strip() else None
        layout = Layout(
            self.matches.whole or 0, first, self.minutes.whole or MINUTES, rooms, breaks, last
        )
        topic: Any = {"topic": self.topic.data} if self.topic.data else {}
        return [slot | topic for slot in lay_out(layout)]

    def room_names(self) -> list[str]:
        """The rooms that were typed, each once."""
        parts = (part.strip() for part in _PARTED.split(self.rooms.data or ""))
        return list(dict.fromkeys(filter(None, parts)))


@bp.route("/organiser/c/<key>/programme/round", methods=["GET", "POST"])
@keeps_what_was_typed
def plan_round_page(key: str) -> ResponseReturnValue:
    """Plan a round's matches, all of them in one act."""
    competition = competition_or_404(key)
    file = file_without_sheets(competition)
    form = RoundPlanForm(data=_first_values(file))
    form.offer(file)
    if is_valid_submission(form):
        try:
            planned = form.lay_out()
        except Refusal as refusal:
            form.general.append(refusal.text(gettext))
        else:
            stage, _, round_key = form.where.data.partition("/")
            name = form.name.form.text() or _next_name(file, stage)

            def plan() -> None:
                actions.plan_round(
                    competition.key, stage, planned, by(), name=name, round_key=round_key or None
                )

            if run_action(form, plan):
                message = ngettext(
                    "%(num)s match is planned.", "%(num)s matches are planned.", len(planned)
                )
                day = planned[0].get("starts", "")[:10]
                return redirect_with(f"/organiser/c/{key}/programme?day={day}", message)
    return form_page("setup/programme_round.html", form, file=file)


def _first_values(file: Document) -> dict[str, Any]:
    """What is most likely: the contest's day and time, the rooms that are known, a lunch break."""
    zone = zone_of(file)
    rows = programme_rows(file, zone)
    days = [row.at.date() for row in rows if row.at]
    starts = file["competition"].get("starts")
    begins = local_time(starts, zone) if starts else None
    day = max(days) if days else begins.date() if begins else None
    first = begins.time() if begins and not days else FIRST
    return {
        "where": request.args.get("round", "") or _likely_round(file),
        "day": day.isoformat() if day else "",
        "first": first.strftime("%H:%M"),
        "minutes": str(MINUTES),
        "rooms": "\n".join(localized(room) for room in distinct_rooms(rows)),
        "break_from": "12:00",
        "break_to": "13:30",
    }


def _likely_round(file: Document) -> str:
    """The first round without matches, else a new one in the first stage without rounds."""
    for stage, round_ in rounds_of(file):
        if not round_["matches"] and not round_.get("planned"):
            return f"{stage['key']}/{round_['key']}"
    stages = [stage for stage in file["stages"] if stage.get("kind") != "paper"]
    empty = [stage for stage in stages if not stage.get("rounds")]
    return f"{(empty or stages[-1:])[0]['key']}/" if stages else ""


def _next_name(file: Document, stage_key: str) -> dict[str, str]:
    """“Round 3” for a third round, in the competition's languages."""
    stage = next((s for s in file["stages"] if s["key"] == stage_key), None)
    number = len(stage.get("rounds", ())) + 1 if stage else 1
    named = {"zh": f"第 {number} 轮", "en": f"Round {number}"}
    codes: Any = file["competition"].get("languages") or list(named)
    return {code: named[code] for code in codes}


def _reading(field: StringField, read: Any) -> None:
    try:
        read(field.data or "")
    except Refusal as refusal:
        raise ValidationError(refusal.text(gettext)) from refusal


def _check_break(begins: StringField, ends: StringField) -> None:
    if not (begins.data or "").strip() and not (ends.data or "").strip():
        return
    _reading(begins, read_time)
    _reading(ends, read_time)
    if read_time(begins.data) >= read_time(ends.data):
        raise ValidationError(gettext("A break ends after it begins."))
