"""What is counted, how it is shown to Prometheus, and that no label says whose it is."""

import json
import re

import pytest
from prometheus_client.parser import text_string_to_metric_families

from competition import measurements
from competition.actions import rounds
from competition.live.request_watcher import RequestWatcher
from competition.web import channels
from competition.web.metrics import MetricsPage
from competition.web.request_records import RequestRecords
from tests import factories
from tests.conftest import app_in

DASHBOARD = factories.ROOT / "deploy" / "grafana-dashboard.json"


def ask(page: MetricsPage, path: str, method: str = "GET") -> tuple[str, dict[str, str], str]:
    """Status, headers and text of an answer."""
    told = []
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path}
    body = b"".join(page(environ, lambda *started: told.append(started)))
    ((status, headers),) = told
    return status, dict(headers), body.decode()


def samples(app) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """Every sample now, by its name and labels."""
    text = app.extensions["metrics"].text().decode()
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def value(app, name: str, **labels: str) -> float:
    """A sample's value; 0 where there is none yet."""
    return samples(app).get((name, frozenset(labels.items())), 0.0)


@pytest.fixture
def records(app) -> RequestWatcher:
    return app.extensions["request_records"]


def answer(records: RequestWatcher, method: str, path: str, status: int) -> None:
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": "name=li-na"}
    records.begin(environ, from_proxy=False)
    records.end(environ, status, 0.02, 500)


def test_the_page_is_text_for_prometheus_and_everything_else_is_not_found(app):
    page = app.extensions["metrics"]

    status, headers, text = ask(page, "/metrics")
    assert status == "200 OK"
    assert headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    families = list(text_string_to_metric_families(text))
    assert len(families) > 15
    assert all(family.name.startswith("accord_") for family in families)
    for path in ("/", "/metrics/", "/healthz", "/c/chaoyang-final"):
        assert ask(page, path)[0] == "404 Not Found"
    assert ask(page, "/metrics", "POST")[0] == "405 Method Not Allowed"


def test_the_main_port_has_no_metrics(client):
    assert client.get("/metrics").status_code == 404


def test_a_request_is_counted_by_its_route_and_never_by_its_path(app, records):
    before = (
        value(app, "accord_requests_total", route="/j/<token>", method="GET", status="4xx"),
        value(app, "accord_requests_total", route="<unknown>", method="other", status="4xx"),
    )

    answer(records, "GET", "/j/eGkS-a-judges-token", 404)
    answer(records, "BREW", "/somebody/li-na", 405)

    assert before == (
        value(app, "accord_requests_total", route="/j/<token>", method="GET", status="4xx") - 1,
        value(app, "accord_requests_total", route="<unknown>", method="other", status="4xx") - 1,
    )
    text = app.extensions["metrics"].text().decode()
    for secret in ("eGkS", "li-na", "BREW"):
        assert secret not in text


def test_answers_from_500_on_are_errors_and_refusals_are_not(app, records):
    def errors() -> list[float]:
        return [value(app, "accord_server_errors_total", status=each) for each in ("500", "503")]

    before = errors()
    for status in (500, 503, 503, 404, 409):
        answer(records, "GET", "/healthz", status)

    assert errors() == [before[0] + 1, before[1] + 2]


def test_a_judges_sheet_is_one_write_one_commit_and_one_snapshot_where_the_public_sees_it(
    app, chaoyang, api
):
    with app.app_context():
        rounds.set_state(chaoyang, "round-1", "open", "organiser 王芳")

    def counted() -> list[float]:
        return [
            value(app, "accord_write_seconds_count", kind="sheet"),
            value(app, "accord_commit_group_size_count"),
            value(app, "accord_commit_group_size_sum"),
            value(app, "accord_write_seconds_count", kind="act"),
        ]

    before, commits = counted(), value(app, "accord_commits_total")
    assert api("judge-1").put("match-1", "education").status_code == 200

    assert counted() == [before[0] + 1, before[1] + 1, before[2] + 1, before[3]]
    assert value(app, "accord_commits_total") > commits


def test_a_sheet_that_is_refused_is_no_write(app, chaoyang, api):
    before = value(app, "accord_write_seconds_count", kind="sheet")
    assert api("judge-1").put("match-1", "education", {"nothing": "1"}).status_code == 422
    assert value(app, "accord_write_seconds_count", kind="sheet") == before


def test_an_organisers_act_is_measured_and_a_snapshot_counted(app, chaoyang, organiser_client):
    before = value(app, "accord_write_seconds_count", kind="act")
    snapshots = value(app, "accord_snapshots_total")

    answered = organiser_client.submit(f"/organiser/c/{chaoyang}/visibility/private", {})

    assert answered.status_code < 400
    assert value(app, "accord_write_seconds_count", kind="act") > before
    assert value(app, "accord_snapshots_total") == snapshots + 1


def test_what_a_command_changes_is_nobodys_request(app, chaoyang):
    before = value(app, "accord_write_seconds_count", kind="act")
    with app.app_context():
        rounds.set_state(chaoyang, "round-1", "closed", "command line")
    assert value(app, "accord_write_seconds_count", kind="act") == before


def test_viewers_are_counted_by_what_they_watch(app):
    hub = app.extensions["hub"]
    watched = ["final", "final", channels.screen_channel("final")]
    watched += [channels.clock_channel("final", "match-1"), channels.every_clock_channel("final")]
    kept = [hub.subscribe(channel, "zh") for channel in watched]

    assert [value(app, "accord_viewers", kind=kind) for kind in ("board", "screen", "clock")] == [
        2,
        1,
        2,
    ]
    for each in kept:
        each.close()
    assert value(app, "accord_viewers", kind="board") == 0


def test_two_applications_of_a_process_have_each_their_own_viewers(app, tmp_path):
    (tmp_path / "other").mkdir()
    with app_in(tmp_path / "other") as other:
        kept = other.extensions["hub"].subscribe("final", "zh")
        assert value(other, "accord_viewers", kind="board") == 1
        assert value(app, "accord_viewers", kind="board") == 0
        kept.close()


def test_a_database_that_does_not_answer_is_away(app):
    assert value(app, "accord_database_away") == 0
    measurements.database_away.set(1)
    try:
        assert value(app, "accord_database_away") == 1
    finally:
        measurements.database_away.set(0)


def test_the_lag_of_the_loop_is_the_last_and_the_largest_of_a_minute():
    lag = measurements.LoopLag()
    assert (lag.last, lag.largest) == (0, 0)
    for at, seconds in ((0.0, 0.5), (30.0, 0.1), (59.0, 0.02)):
        lag.note(seconds, at)
    assert (lag.last, lag.largest) == (0.02, 0.5)
    lag.note(0.01, 61.0)
    assert (lag.last, lag.largest) == (0.01, 0.1)


def test_the_dashboard_shows_nothing_that_is_not_measured(app, records):
    for _ in range(2):
        answer(records, "GET", "/healthz", 503)
    known = {name for name, _ in samples(app)}
    dashboard = json.loads(DASHBOARD.read_text(encoding="utf-8"))
    asked = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    asked += [
        each["definition"] for each in dashboard["templating"]["list"] if "definition" in each
    ]

    named = {name for text in asked for name in re.findall(r"\baccord_\w+", text)}

    assert len(named) > 15
    assert named <= known, named - known
    # What is measured and never looked at would be missed only when it is needed.
    stems = {re.sub(r"_(bucket|sum|count)$", "", name) for name in named}
    assert {re.sub(r"_(bucket|sum|count)$", "", name) for name in known} == stems


def test_the_panels_of_the_dashboard_lie_side_by_side():
    dashboard = json.loads(DASHBOARD.read_text(encoding="utf-8"))
    taken: set[tuple[int, int]] = set()
    for panel in dashboard["panels"]:
        place = panel["gridPos"]
        fields = {
            (place["x"] + x, place["y"] + y) for x in range(place["w"]) for y in range(place["h"])
        }
        assert place["x"] + place["w"] <= 24
        assert not fields & taken, panel["title"]
        taken |= fields
    assert len({panel["id"] for panel in dashboard["panels"]}) == len(dashboard["panels"])


@pytest.mark.parametrize(
    ("method", "path", "status", "shown"),
    [
        ("GET", "/c/chaoyang-final", 200, "/c/chaoyang-final"),
        ("GET", "/c/chaoyang-final/stream", 200, "/c/chaoyang-final/stream"),
        ("GET", "/c/eGkS-Token_1", 200, "/c/<key>"),
        ("GET", "/c/li-na", 404, "/c/<key>"),
        ("GET", "/j/eGkS-a-judges-token", 303, "/j/<token>"),
        ("GET", "/j/only-small-letters-in-this-token", 303, "/j/<token>"),
        ("GET", "/set-up/eGkS", 200, "/set-up/<token>"),
        ("GET", "/li-na/18.5", 404, "<unknown>"),
        ("GET", "/static/favicon.svg", 200, "/static/favicon.svg"),
        ("GET", "/static/li-na", 404, "/static/<filename>"),
        (
            "PUT",
            "/api/v1/competitions/chaoyang-final/sheets/match-1/education",
            409,
            "/api/v1/competitions/chaoyang-final/sheets/match-1/education",
        ),
    ],
)
def test_a_path_is_logged_with_its_keys_and_without_what_is_secret(
    tmp_path, caplog, method, path, status, shown
):
    caplog.set_level("INFO", "accord.requests")
    with app_in(tmp_path, LOG_JSON=True) as app:
        answer(RequestRecords(app), method, path, status)

    (record,) = [each for each in caplog.records if each.getMessage() == "request"]
    assert record.fields["path"] == shown
    assert (record.fields["status"], record.fields["bytes"]) == (status, 500)
    assert "li-na" not in json.dumps(record.fields)


@pytest.mark.parametrize(
    ("said", "from_proxy", "is_kept"),
    [
        ("7f1c2d3e-0001", True, True),
        ("7f1c2d3e-0001", False, False),
        ("", True, False),
        ("two words", True, False),
        ("a\nline", True, False),
        ("a" * 65, True, False),
        ("王芳", True, False),
    ],
)
def test_an_id_is_taken_from_a_trusted_proxy_if_it_is_one(tmp_path, said, from_proxy, is_kept):
    with app_in(tmp_path, LOG_JSON=True) as app:
        given = RequestRecords(app).begin({"HTTP_X_REQUEST_ID": said}, from_proxy=from_proxy)

    assert given is not None
    assert (given == said) == is_kept
    assert re.fullmatch(r"[A-Za-z0-9._-]{1,64}", given)


def test_without_a_log_in_json_no_request_has_an_id(records):
    assert records.begin({"HTTP_X_REQUEST_ID": "7f1c"}, from_proxy=True) is None
