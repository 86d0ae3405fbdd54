"""Make a play-off: a stage of one match between teams that are tied on the line of another."""

from competition import advance
from competition.actions.change import change
from competition.actions.edit_checks import check_edit, file_to_edit_matches
from competition.actions.lookup import require_stage
from competition.actions.refusals import NotFound, Refused
from competition.actions.standings import count_standings_before
from competition.messages import N_
from competition.store import file_import


def add_play_off(competition_key: str, stage_key: str, teams: list[str], by: str) -> str:
    """Add a play-off between these teams, tied on the line of a stage; returns the new stage's key.

    It stands after the tied stage, in preparation. Raises `NotFound` without such a tie, or
    `Refused` where they have a play-off already.
    """
    with change(competition_key, by) as edit:
        if not require_stage(edit.competition, stage_key).advance:
            raise NotFound
        edit.refuse_if_changed(f"stage/{stage_key}", "order/stage")
        counted = count_standings_before(edit.competition)
        file = file_to_edit_matches(edit.competition, ())
        ties = advance.who_advances(file, stage_key, counted)["line"]
        if sorted(teams) not in [sorted(tie["tied"]) for tie in ties]:
            raise NotFound
        if advance.find_play_off(file, stage_key, teams):
            raise Refused(N_("These teams have a play-off already."))
        place = [stage["key"] for stage in file["stages"]].index(stage_key) + 1
        file["stages"].insert(place, advance.play_off_stage(file, stage_key, teams))
        new = check_edit(edit.competition, file, "")["stages"][place]
        for position, each in enumerate(edit.competition.stages):
            each.position = position + (position >= place)
        stage = file_import.save_stage(edit.session, edit.competition, new, place)
        (round_part,) = new["rounds"]
        round_ = file_import.save_round(edit.session, edit.competition, stage, round_part, 0)
        (match,) = round_part["matches"]
        file_import.save_match(edit.session, edit.competition, round_, match, 0)
        edit.session.flush()
        edit.session.expire_all()
        edit.audit("stage.play-off", new["key"], None, {"from": stage_key, "teams": teams})
        return new["key"]
