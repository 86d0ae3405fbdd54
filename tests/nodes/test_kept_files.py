"""What a replacement keeps lies on one node, and the answer says on which."""

import socket

import pytest

from competition.actions import competitions, replacement
from competition.actions.kept_files import kept_file, kept_place
from competition.actions.refusals import Refused
from tests import factories


def replaced_on(node, folder):
    """Load the league, and replace it; the file that keeps it."""
    with node.app_context():
        file = factories.checked(factories.league())
        competitions.load_competition(file, "command line")
        return competitions.load_competition(file, "command line", replace=True, backups=folder)


def test_a_replacement_is_undone_where_its_file_is(make_node, tmp_path):
    node = make_node()
    kept = replaced_on(node, tmp_path / "backups")

    with node.app_context():
        assert kept_place(kept) == f"{socket.gethostname()}:{kept}"
        assert replacement.last_replacement("league").backup == kept_place(kept)
        read = replacement.read_replaced("league", tmp_path / "backups")
    assert read["competition"]["key"] == "league"


def test_another_node_says_where_the_file_is(make_node, tmp_path):
    kept = replaced_on(make_node(), tmp_path / "backups")
    other = make_node()

    with other.app_context(), pytest.raises(Refused) as refused:
        replacement.read_replaced("league", tmp_path / "elsewhere")

    assert f"{socket.gethostname()}:{kept}" in refused.value.text(str)


def test_on_a_laptop_a_file_is_called_by_its_name(context, tmp_path):
    file = tmp_path / "league-20260501.json"

    assert kept_place(file) == "league-20260501.json"
    assert kept_file("league-20260501.json", tmp_path) == file
