"""Forms of a draw: what is drawn from and by which rules, the hall's words, real balls, the end."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, HiddenField, StringField

from competition.actions import draw_plan
from competition.actions.draw_plan import DrawOrder
from competition.file_types import Document, DrawKind
from competition.web.organiser.forms.base import ConfirmForm, PlainForm
from competition.web.organiser.forms.fields import ChoiceField, FormRow, FormRows
from competition.web.organiser.names import names_by_key

POTS = [
    ("", lazy_gettext("No pot")),
    ("1", lazy_gettext("Pot 1")),
    ("2", lazy_gettext("Pot 2")),
]


class DrawnRow(FormRow):
    """A team or topic that may be drawn from, in its place."""

    is_drawn = BooleanField(lazy_gettext("Drawn"))
    pot = ChoiceField(lazy_gettext("Pot"), POTS)

    def is_blank(self) -> bool:
        """Whether it is not drawn."""
        return not self.is_drawn.data


class DrawForm(PlainForm):
    """What is drawn from, in order, and the rules."""

    zone = BooleanField(lazy_gettext("Teams of one zone do not meet"))
    organisation = BooleanField(lazy_gettext("Teams of one organisation do not meet"))
    no_rematch = BooleanField(lazy_gettext("Nobody meets an opponent of this stage again"))
    balance_sides = BooleanField(lazy_gettext("Labour and employer side take turns"))
    bye = BooleanField(lazy_gettext("One team has no match (bye)"))
    pots = BooleanField(lazy_gettext("Two pots: each match has one team of each"))
    rows = FormRows(DrawnRow, lazy_gettext("Drawn from"), first=0, spare=0)
    shows_plan = False

    def is_refused(self) -> bool:
        """As in `PlainForm`, but what would be drawn is an answer."""
        return super().is_refused() and not self.shows_plan

    def fill(self, file: Document, stage: str, kind: DrawKind, zone: str | None = None) -> None:
        """Offer everybody who can be drawn, the stage's teams first and ticked.

        With a `zone`, only its teams. Where none of them is in the stage and the stage does not say
        who is, all are ticked that have not left.
        """
        if self.is_submitted():
            return
        parts: Sequence[Mapping[str, Any]] = (
            file.get("topics", []) if kind == "topics" else file["teams"]
        )
        drawn = draw_plan.drawn_by_default(file, stage, kind)
        if zone is not None and kind == "teams":
            parts = [part for part in parts if part.get("zone") == zone]
            inside = {part["key"] for part in parts}
            drawn = [key for key in drawn if key in inside]
        named = next(s.get("teams") for s in file["stages"] if s["key"] == stage)
        if kind == "teams" and not drawn and not named:
            drawn = draw_plan.without_those_who_left(file, stage, [part["key"] for part in parts])
        others = [
            p["key"] for p in parts if p["key"] not in drawn and not (named and kind == "teams")
        ]
        seeds = {part["key"]: part.get("seed") for part in parts}
        seeded = sorted((key for key in drawn if seeds[key]), key=lambda key: seeds[key] or 0)
        first_pot = seeded[: len(drawn) // 2]
        for place, key in enumerate([*drawn, *others], start=1):
            pot = ("1" if key in first_pot else "2") if seeded else ""
            row = {"key": key, "place": str(place), "is_drawn": key in drawn, "pot": pot}
            self.rows.append_entry(row)

    def order(self, stage: str, round_: str, kind: DrawKind) -> DrawOrder:
        """What is to be drawn, as typed; call after `validate`."""
        given = self.rows.given()
        rules: Any = {}
        apart = [name for name in ("zone", "organisation") if self[name].data]
        if apart:
            rules["apart"] = apart
        for name in ("no_rematch", "balance_sides", "bye"):
            if self[name].data:
                rules[name] = True
        if self.pots.data:
            rules["pots"] = [[r.key.data for r in given if r.pot.data == pot] for pot in ("1", "2")]
        return DrawOrder(stage, round_, kind, [row.key.data for row in given], rules)


class WordsForm(PlainForm):
    """What was spoken so far, as a whole, or one captain's words more."""

    so_far = HiddenField()
    more = StringField(lazy_gettext("The next captain's words"))
    whole = StringField(lazy_gettext("All the words"))

    def words(self) -> str:
        """The words as they stand now."""
        if self.whole.data is not None:
            return str(self.whole.data)
        spoken = (self.so_far.data or "", (self.more.data or "").strip())
        return " ".join(each for each in spoken if each)


class RunForm(ConfirmForm):
    """Confirms that the words are complete; `hall` are the words that the page showed."""

    hall = HiddenField()
    sure = BooleanField(lazy_gettext("The words are complete: draw now"))


class DrawStepForm(PlainForm):
    """One step of the ceremony; `at` is the step that the page was showing."""

    at = HiddenField()
    to = HiddenField()


class AbandonForm(PlainForm):
    """Why a draw is given up."""

    reason = StringField(lazy_gettext("Reason"))


class BallRow(FormRow):
    """One ball: its number in the list, or a name."""

    ball = StringField(lazy_gettext("Ball"))

    def is_blank(self) -> bool:
        """Whether nothing was typed."""
        return not (self.ball.data or "").strip()


class ByHandForm(PlainForm):
    """What real balls gave, in order, who drew and who witnessed it."""

    balls = FormRows(BallRow, lazy_gettext("Balls"), first=0, spare=0)
    who = StringField(lazy_gettext("Drawn by"))
    witness = StringField(lazy_gettext("Witness"))

    def fill(self, count: int) -> None:
        """A row for each ball."""
        while len(self.balls.entries) < count:
            self.balls.append_entry()

    def result(self, file: Document, kind: DrawKind, listed: Sequence[str]) -> list[str]:
        """The keys in the order drawn; what is not understood is refused beside its field."""
        names = names_by_key(file)["topic_names" if kind == "topics" else "team_names"]
        by_name = {name: key for key, name in names.items()}
        found: list[str] = []
        for entry in self.balls.entries:
            typed = (entry.form.ball.data or "").strip()
            if not typed:
                continue
            number = int(typed) if typed.isdecimal() and len(typed) < 5 else 0
            key = listed[number - 1] if 1 <= number <= len(listed) else by_name.get(typed, typed)
            if key not in names:
                entry.form.ball.refusals = [gettext("Nobody in the list has this number or name.")]
            elif key in found:
                entry.form.ball.refusals = [gettext("This was drawn already.")]
            found.append(key)
        return found
