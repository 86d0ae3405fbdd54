"""All problems at once, in file order, in the reader's language."""

import pytest

from competition.document import InvalidDocument, check_document
from competition.document.problems import Problem


def test_all_problems_come_at_once_in_the_order_of_the_file(small, put):
    put(small, "stages[0].rounds[0].matches[0].entries[0].team", "nobody")
    put(small, "teams[0].name", " ")
    put(small, "teams[1].key", "Blues")
    put(small, "sheets[0].marks.strategy", "18.3")
    put(small, "competition.starts", "soon")
    put(small, "scoring.decimals", 7.0)
    put(small, "judges[0].name", ...)
    turned = dict(reversed(list(small.items())))

    for file in (small, turned):
        with pytest.raises(InvalidDocument) as caught:
            check_document(file)
        places = [problem.place for problem in caught.value.problems]
        tops = [place.partition(".")[0].partition("[")[0] for place in places]
        assert tops == sorted(tops, key=list(file).index)
        assert set(places) >= {
            "competition.starts",
            "scoring.decimals",
            "teams[0].name",
            "teams[1].key",
            "judges[0].name",
            "stages[0].rounds[0].matches[0].entries[0].team",
            "sheets[0].marks.strategy",
        }


def test_a_problem_is_in_the_readers_language_and_names_its_place():
    problem = Problem("teams[3].name", "%(count)s too many", {"count": 2})

    assert problem.text(lambda message: message.replace("too many", "太多")) == "2 太多"
    assert str(problem) == "teams[3].name: 2 too many"


def test_values_inside_a_sentence_are_translated_too(small):
    small["teams"] = None

    with pytest.raises(InvalidDocument) as caught:
        check_document(small)

    asked = []
    caught.value.problems[0].text(lambda message: asked.append(message) or message)
    assert "null" in asked
    assert "Expected a list, found %(found)s." in asked
