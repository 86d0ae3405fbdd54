"""The record of corrections: every number, what moved, and who would advance otherwise."""

from flask.typing import ResponseReturnValue

from competition.actions.appeal_list import appeals_of
from competition.actions.correction_record import recorded_corrections
from competition.actions.snapshots import pending_corrections
from competition.actions.standings import count_standings
from competition.web.organiser.blueprint import bp
from competition.web.organiser.correction import next_stage_of
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import names_by_key
from competition.web.organiser.responses import organiser_page
from competition.web.organiser.results.reopened import reopened_sheets


@bp.get("/organiser/c/<key>/corrections")
def corrections_page(key: str) -> ResponseReturnValue:
    """Every numbered correction of a published result, the newest first; and what waits."""
    competition = competition_or_404(key)
    file = file_without_sheets(competition)
    counted = count_standings(competition)
    corrections = recorded_corrections(competition.key)
    corrected = {each.stage for each in corrections}
    keys = [appeal["key"] for appeal in appeals_of(competition)]
    return organiser_page(
        "results/corrections.html",
        corrections=corrections,
        appeal_numbers={name: number for number, name in enumerate(keys, start=1)},
        nexts=[
            (stage["key"], found)
            for stage in file["stages"]
            if stage["key"] in corrected
            and (found := next_stage_of(file, stage["key"], counted[stage["key"]]))
        ],
        pending=[each.stage for each in pending_corrections(competition)],
        reopened=reopened_sheets(competition),
        **names_by_key(file),
    )
