"""What every organiser's change has in common: `competition.actions.change`."""

import pytest

from competition.actions import announce, competitions, hall_screen, rounds
from competition.actions.change import change
from competition.actions.refusals import NotFound, Refused
from competition.store import audit, queries, snapshots
from tests import factories
from tests.factories import league

BY = "organiser 王芳"


@pytest.fixture(autouse=True)
def competition(context):
    """The league."""
    competitions.load_competition(factories.checked(league()), BY)


@pytest.fixture
def announced():
    """The newest audit row's action at each announcement."""
    actions = []

    def listen():
        actions.append(audit.newest_row("league").action)

    announce.subscribe(listen)
    yield actions
    announce.unsubscribe(listen)


def test_a_change_is_audited_published_and_announced_after_its_commit(announced):
    number = snapshots.newest_number("league")
    with change("league", BY) as edit:
        edit.competition.name = {"en": "The Cup"}
        edit.audit("competition.edit", "league", None, {"name": "The Cup"})
        assert announced == []

    row = audit.newest_row("league")
    assert (row.who, row.action, row.after) == (BY, "competition.edit", '{"name": "The Cup"}')
    assert snapshots.newest_number("league") == number + 1
    assert announced == ["competition.edit"]


def test_an_audit_row_can_name_the_snapshot_that_the_change_makes(announced):
    number = snapshots.newest_number("league")
    with change("league", BY) as edit:
        edit.competition.name = {"en": "The Cup"}
        assert edit.publish() == number + 1
        edit.audit("competition.edit", "league", None, {"snapshot": number + 1})
    assert snapshots.newest_number("league") == number + 1


def test_without_publish_the_snapshot_stays_as_it_is(announced):
    number = snapshots.newest_number("league")
    with change("league", BY, publish=False) as edit:
        edit.competition.name = {"en": "The Cup"}
        edit.audit("competition.edit", "league")
    assert snapshots.newest_number("league") == number
    assert announced == ["competition.edit"]


def test_without_an_audit_row_nothing_has_changed_and_nothing_is_announced(announced):
    with change("league", BY):
        pass
    rounds.set_state("league", "final-round", "open", BY)
    hall_screen.show_mode("league", "board", BY)
    assert announced == []


def rename(name, **options):
    with change("league", BY, **options) as edit:
        edit.competition.name = name
        edit.audit("competition.edit", "league")
        if not options:
            raise Refused("No")


def test_a_refusal_leaves_everything_as_it_was_and_is_not_announced(announced):
    with pytest.raises(Refused, match="No"):
        rename({"en": "The Cup"})
    assert audit.newest_row("league").action == "competition.load"
    assert queries.find_competition("league").name != {"en": "The Cup"}
    assert announced == []


def test_a_file_that_would_not_be_valid_is_refused_with_its_problems():
    with pytest.raises(Refused, match="This change is not valid") as refused:
        rename({}, check_file=True)
    assert [problem.place for problem in refused.value.problems] == ["competition.name"]


def test_an_unknown_competition_is_not_found_unless_it_is_to_be_created():
    with pytest.raises(NotFound), change("nothing", BY):
        pass
    with change("nothing", BY, create=True) as edit:
        assert (edit.competition.key, edit.competition.id) == ("nothing", None)
    assert queries.find_competition("nothing") is None
