"""The second count of the closing page gives what `flask recount` gives, or says it cannot.

The script is another implementation of the rule in another language; both count hundreds of random
files here.
"""

import copy
import json
import subprocess

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from competition import scoring
from competition.certification import LEFT_OUT, digest_of_standings
from tests import factories
from tests.factories import ROOT
from tests.scoring.random_files import files

FILES = 300


@pytest.fixture(scope="module")
def count(tmp_path_factory):
    """Count every stage of some files with the script, in one run of Node."""

    def count_(documents):
        path = tmp_path_factory.mktemp("files") / "files.json"
        path.write_text(json.dumps(documents, ensure_ascii=False), encoding="utf-8")
        script = ROOT / "tests" / "js" / "count-files.mjs"
        done = subprocess.run(
            ["node", str(script), str(path)], capture_output=True, text=True, encoding="utf-8"
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return count_


def signed_part(stage):
    """A stage of the standings as it is signed."""
    stage = {name: value for name, value in copy.deepcopy(stage).items() if name not in LEFT_OUT}
    for row in stage["standings"]:
        del row["advances"]
    return stage


def expected(document):
    return {
        stage["stage"]: {"counted": signed_part(stage), "digest": digest_of_standings(stage)}
        for stage in scoring.recount(document)["stages"]
    }


def test_the_second_count_equals_the_first_for_hundreds_of_random_files(count):
    found = []

    @settings(
        max_examples=FILES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(files())
    def keep(document):
        found.append(json.loads(json.dumps(document)))

    keep()
    for document, counted in zip(found, count(found), strict=True):
        assert counted == expected(document), json.dumps(document)
    assert len(found) >= FILES // 2


def test_the_second_count_equals_the_first_for_the_cases_and_the_league(count):
    cases = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "tests" / "cases").glob("*.json"))
    ]
    documents = [factories.checked(each.get("file", each)) for each in cases]
    documents += [factories.checked(factories.league()), factories.checked(factories.sample())]
    documents += [factories.checked(factories.league_with_test(combine={"best": 1}))]

    for document, counted in zip(documents, count(documents), strict=True):
        assert counted == expected(document)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda file: file.update(format="accord/2"), "accord/2"),
        (lambda file: file["scoring"].update(combine="geometric"), "scoring.combine"),
        (lambda file: file["scoring"].update(bonus="1"), "scoring.bonus"),
        (lambda file: file["scoring"].update(tie_break=["luck"]), "scoring.tie_break luck"),
        (lambda file: file["stages"][0].update(handicap="2"), "stage.handicap"),
        (
            lambda file: file["stages"][0]["rounds"][0]["matches"][0].update(double=True),
            "match.double",
        ),
    ],
)
def test_what_it_does_not_know_it_does_not_count(count, change, named):
    file = factories.league()
    change(file)

    [counted] = count([file])

    assert {each["not_counted"] for each in counted.values()} == {named}


def test_what_a_bare_file_leaves_out_is_read_as_the_server_reads_it(count):
    bare = factories.league()
    bare["scoring"] = {"combine": "mean"}
    bare["stages"][0].pop("across_matches")
    bare["teams"][0] |= {"withdrawn": True, "reason": "Ill  "}

    [counted] = count([bare])

    assert counted == expected(factories.checked(bare))
