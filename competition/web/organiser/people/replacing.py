"""Replace a judge on a seat, mid-match too; and the newcomer's link, shown right away."""

from collections import defaultdict
from typing import cast

from flask import Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, FormField, StringField, TextAreaField

from competition.actions import accounts, seat_marks
from competition.actions import judge_replacements as actions
from competition.actions.file_edits import get_part
from competition.actions.judge_replacements import NewJudge
from competition.actions.seat_marks import ScoredTeams
from competition.file_types import Document, MatchPart, Text
from competition.panels.conflicts import Conflicts
from competition.panels.same_time import overlap, placed_matches
from competition.store import queries
from competition.web.addresses import public_url
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.forms.fields import ChoiceField, LocalizedText
from competition.web.organiser.lookup import competition_or_404, file_without_sheets, match_or_404
from competition.web.organiser.names import match_names, names_by_key
from competition.web.organiser.responses import (
    form_page,
    is_prefetch,
    is_valid_submission,
    keeps_what_was_typed,
    organiser_page,
    redirect_with,
    run_action,
)
from competition.web.organiser.setup.board_view import categories_of
from competition.web.organiser.setup.judge_cards import card_texts
from competition.web.organiser.setup.stage_forms import judge_choices
from competition.web.sessions import by
from competition.web.template_filters import join_list

SOMEBODY_NEW = "new"
"""The choice of a judge who is not in the competition yet; a judge's own key follows `of/`."""
_KEEP = "keep_"


class ReplaceJudgeForm(PlainForm):
    """Who comes, what stays, and for how long; a `keep_…` field for each submitted sheet."""

    comes = ChoiceField(lazy_gettext("Who takes the seat"))
    name = FormField(LocalizedText, lazy_gettext("Full name"))
    category = StringField(lazy_gettext("Category"))
    head = BooleanField(lazy_gettext("Head judge"))
    rest = BooleanField(lazy_gettext("The rest of the day too"))
    link = ChoiceField(
        lazy_gettext("The old link"),
        [
            ("", ""),
            ("keep", lazy_gettext("It goes on: this judge still marks other matches")),
            ("renew", lazy_gettext("It ends at once: this judge has left")),
        ],
    )
    reason = TextAreaField(lazy_gettext("Reason"))

    @classmethod
    def of(cls, marks: ScoredTeams, team_names: dict[str, str]) -> "ReplaceJudgeForm":
        """The form for a seat: it asks what is kept of each submitted sheet."""
        fields = {
            f"{_KEEP}{number}": ChoiceField(
                gettext("The sheet for %(team)s", team=team_names[team]),
                [
                    ("keep", gettext("It is kept and counts")),
                    ("anew", gettext("It does not count: who comes scores this team")),
                ],
            )
            for number, team in enumerate(marks.submitted)
        }
        form: ReplaceJudgeForm = type("ReplaceJudgeForm", (cls,), fields)()
        return form

    def kept(self, marks: ScoredTeams) -> list[str]:
        """The teams whose sheets are kept."""
        return [
            team
            for number, team in enumerate(marks.submitted)
            if self[f"{_KEEP}{number}"].data == "keep"
        ]

    def says_enough(self, *, asks_for_link: bool) -> bool:
        """Whether it says who comes, and what becomes of a link that is still needed."""
        if not self.comes.data:
            self.comes.refusals = [gettext("Choose who takes the seat.")]
        elif self.comes.data == SOMEBODY_NEW and not self.name.form.text():
            self.name.refusals = [gettext("Fill this in.")]
        if asks_for_link and not self.link.data:
            self.link.refusals = [gettext("Choose one from the list.")]
        return not self.is_marked

    def newcomer(self) -> str | NewJudge:
        """Who comes; call after `says_enough`."""
        kind, _, key = (self.comes.data or "").partition("/")
        if kind == "of":
            return key
        category = (self.category.data or "").strip()
        name = cast(Text, self.name.form.text() or {})
        return NewJudge(name, category, head=bool(self.head.data))


@bp.route("/organiser/c/<key>/matches/<match_key>/replace/<judge_key>", methods=["GET", "POST"])
@keeps_what_was_typed
def replace_judge_page(key: str, match_key: str, judge_key: str) -> ResponseReturnValue:
    """Ask who comes and what stays, then replace the judge; the newcomer's link is next."""
    competition = competition_or_404(key)
    match = match_or_404(competition, match_key)
    judge = queries.find_judge(competition, judge_key) or abort(404)
    if not any(seat.judge.key == judge_key for seat in match.seats):
        abort(404)
    file = file_without_sheets(competition)
    names = names_by_key(file)
    marks = seat_marks.marks_at_seat(match, judge)
    later = seat_marks.later_matches(competition, match, judge)
    free = [each for each in later if not seat_marks.marks_at_seat(each, judge).states]
    form = ReplaceJudgeForm.of(marks, names["team_names"])
    form.comes.choices = [
        ("", gettext("Choose…")),
        *_candidates(file, match_key),
        (SOMEBODY_NEW, gettext("somebody new, named here")),
    ]
    also = [each.key for each in free] if form.rest.data else []
    elsewhere = seat_marks.other_matches(competition, judge_key, [match_key, *also])
    came: list[str] = []

    def replace() -> None:
        came.append(
            actions.replace_judge(
                competition.key,
                match_key,
                judge_key,
                newcomer,
                form.kept(marks),
                form.reason.data or "",
                by(),
                also=also,
                renews_link=not elsewhere or form.link.data == "renew",
            )
        )

    if is_valid_submission(form) and form.says_enough(asks_for_link=bool(elsewhere)):
        newcomer = form.newcomer()
        if run_action(form, replace):
            return redirect_with(
                f"/organiser/c/{key}/matches/{match_key}/link/{came[0]}",
                gettext("The judge is replaced. The new link works now."),
            )
    return form_page(
        "people/replace_judge.html",
        form,
        competition=competition,
        match=match,
        judge=judge,
        marks=marks,
        later=later,
        free={each.key for each in free},
        elsewhere=seat_marks.other_matches(competition, judge_key, [match_key]),
        categories=categories_of(file),
        **names,
    )


@bp.get("/organiser/c/<key>/matches/<match_key>/link/<judge_key>")
def match_judge_link_page(key: str, match_key: str, judge_key: str) -> ResponseReturnValue:
    """One judge's link and its code, to be scanned on the spot."""
    competition = competition_or_404(key)
    match = match_or_404(competition, match_key)
    judge = queries.find_judge(competition, judge_key) or abort(404)
    if is_prefetch():
        # The link is shown to nobody whose look is not recorded.
        return Response(status=204)
    if request.method == "GET":
        accounts.note_links_seen(competition.key, by(), judge_key)
    return organiser_page(
        "people/judge_link.html",
        competition=competition,
        match=match,
        judge=judge,
        base=public_url(current_app.config),
        replaced=[part["from"] for part in match.replacements or () if part["seat"] == judge_key],
        card=card_texts(competition),
        **names_by_key(file_without_sheets(competition)),
    )


def _candidates(file: Document, match_key: str) -> list[tuple[str, str]]:
    """Who can take the seat: judges without a conflict who are not in the match in any way.

    Where one sits in another match that may be at the same time, it is said.
    """
    match = cast(MatchPart, get_part(file, "match", match_key))
    conflicts = Conflicts(file)
    taken = {
        *match["panel"],
        *match.get("trainees", ()),
        *(part["from"] for part in match.get("replacements", ())),
    }
    at_once = judges_at_once(file, match_key)
    names = match_names(file)
    found = []
    for key, label in judge_choices(file):
        if key in taken or conflicts.standing(match, key):
            continue
        if key in at_once:
            label = gettext(
                "%(judge)s · also in %(matches)s",
                judge=label,
                matches=join_list(names[other] for other in at_once[key]),
            )
        found.append((f"of/{key}", label))
    return found


def judges_at_once(file: Document, match_key: str) -> dict[str, list[str]]:
    """The matches that may be at the same time as this one, by the judges who mark in them."""
    placed = placed_matches(file)
    here = next((each for each in placed if each.match["key"] == match_key), None)
    found: dict[str, list[str]] = defaultdict(list)
    for other in placed:
        if here is None or other is here:
            continue
        if overlap(here, other, rounds_in_sequence=False):
            for judge in {*other.match["panel"], *other.match.get("trainees", ())}:
                found[judge].append(other.match["key"])
    return found
