"""Rules of the house that a machine can hold: words, vendored files, templates, requirements."""

import hashlib
import re
import subprocess
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.factories import ROOT
from tests.tools import messages

PLACES = re.compile(r"%(?:\((\w+)\))?[-#0 +]*[\d.]*([a-zA-Z%])")
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
VENDOR = ROOT / "static" / "vendor"
MOST_LINES = 300
LONGEST_TEMPLATE_LINE = 120


def tracked() -> list[str]:
    """The repository's own files, new ones included, ignored ones not."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]
    # Unpacked from an archive: what stands in the folders that are the project's own.
    folders = ("competition", "docs", "static", "templates", "tests", "translations")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*")]
    files += list(ROOT.iterdir())
    return [
        path.relative_to(ROOT).as_posix()
        for path in files
        if path.is_file() and "__pycache__" not in path.parts
    ]


@pytest.fixture(scope="module")
def catalogue():
    with messages.CATALOGUE.open("rb") as file:
        return read_po(file, locale=messages.LOCALE)


@pytest.fixture(scope="module")
def extracted():
    return messages.extracted()


def test_every_message_of_the_sources_is_in_the_catalogue_and_no_other(catalogue, extracted):
    known = {message.id for message in catalogue if message.id}
    said = {message.id for message in extracted if message.id}
    assert said - known == set(), "run `make messages` and translate them"
    assert known - said == set(), "run `make messages`: nobody says these any more"


def test_every_message_is_translated_and_none_is_fuzzy(catalogue):
    assert [m.id for m in catalogue if m.id and m.fuzzy] == []
    assert [
        m.id for m in catalogue if m.id and not all([m.string] if _is_text(m.string) else m.string)
    ] == []


def test_a_translation_fills_the_same_places_as_its_message(catalogue):
    wrong = []
    for message in catalogue:
        if not message.id:
            continue
        ids = [message.id] if _is_text(message.id) else list(message.id)
        strings = [message.string] if _is_text(message.string) else list(message.string)
        allowed = set().union(*(_places(text) for text in ids))
        needed = _places(ids[-1])
        wrong += [text for text in strings if not (needed - {"num"} <= _places(text) <= allowed)]
    assert wrong == []


def test_a_chinese_translation_is_chinese(catalogue):
    # What stays as it is: names of formats and of programs, lone numbers and signs.
    wrong = [
        m.id
        for m in catalogue
        if m.id
        and _is_text(m.string)
        and m.string
        and len(re.sub(r"%\(\w+\)s", "", m.id).split()) > 2
        and not re.search(r"[\u4e00-\u9fff]", m.string)
    ]
    assert wrong == []


# Half-width where it belongs: addresses, times and offsets, what stands for a value.
NOT_PROSE = re.compile(r"[A-Za-z0-9.+/-]+(?::[A-Za-z0-9.+/-]+)+|%\(\w+\)s")
# What a message without a letter is, where it joins words.
JOINTS = {",", ";", ":"}


def test_punctuation_in_chinese_is_full_width(catalogue):
    wrong = []
    for message in catalogue:
        strings = [message.string] if _is_text(message.string) else list(message.string)
        for text in strings if message.id else []:
            rest = NOT_PROSE.sub("", text)
            prose = not rest.isascii() or rest.strip() in JOINTS
            if prose and re.search(r"[,;:()?!]", rest):
                wrong.append(text)
    assert wrong == []


# Places that stand for a name or for words; every other holds a number, a time or an address.
IN_WORDS = {
    *("allowed", "category", "dimension", "dimensions", "found", "how", "judge", "judges", "kind"),
    *("match", "matches", "mode", "name", "named", "one", "other", "reserve", "round", "stage"),
    *("stages", "state", "team", "teams", "what", "where", "why", "zone"),
    *("first", "second", "higher", "lower", "strict", "mild"),
}


def test_a_number_in_chinese_has_air_on_both_sides(catalogue):
    wrong = []
    for message in catalogue:
        strings = [message.string] if _is_text(message.string) else list(message.string)
        for text in strings if message.id else []:
            filled = re.sub(r"%\((\w+)\)[sd]", lambda p: "" if p[1] in IN_WORDS else "1", text)
            if re.search(r"[\u4e00-\u9fff][0-9A-Za-z]|[0-9A-Za-z][\u4e00-\u9fff]", filled):
                wrong.append(text)
    assert wrong == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_joins_words_by_translated_punctuation_only(path):
    text = re.sub(r"{#.*?#}|<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    # What is said and what steers, each as one sign; attributes and scripts are no prose.
    text = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    text = re.sub(r"{{.*?}}", "\0", text, flags=re.DOTALL)
    text = re.sub(r"{%.*?%}", "\1", text, flags=re.DOTALL)
    text = re.sub(r"<[^<>]*>", "\2", text)

    assert not re.findall(r"[^\n]{0,20}[\0\1\2] ?[,;:()] ?[^\n]{0,20}", text)


def test_every_vendored_file_is_the_one_that_was_checked_and_has_its_version_in_its_name():
    sums = dict(
        reversed(line.split(maxsplit=1))
        for line in (VENDOR / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    )
    files = {path.name: path for path in VENDOR.iterdir() if path.name != "SHA256SUMS"}

    checked = {name for name in files if "LICENSE" not in name}
    assert checked == {name.strip().lstrip("*") for name in sums}
    for name, expected in sums.items():
        data = files[name.strip().lstrip("*")].read_bytes()
        assert hashlib.sha256(data).hexdigest() == expected, name
    for name in checked:
        assert re.search(r"-\d+\.\d+\.\d+\.", name), name


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_nothing_that_the_content_security_policy_stops(path):
    text = re.sub(r"{#.*?#}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)

    for tag in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in tag or 'type="application/json"' in tag, f"an inline script: {tag}"
    assert not re.search(r"<style\b", text), "an inline style sheet"
    assert not re.search(r"\sstyle\s*=", text), "a style attribute"
    assert not re.search(r"\s(?:data-)?(?:hx-)?on[a-z:-]*\s*=\s*[\"']", text), "an event attribute"
    assert "javascript:" not in text
    for address in re.findall(r"(?:src|href|action)\s*=\s*[\"']([^\"']*)", text):
        assert not re.match(r"(?:https?:)?//", address), f"somebody else's address: {address}"


def test_no_file_names_a_machine_or_a_registry():
    # Written apart, so that this file may stand.
    forbidden = ["/wo" + "rk/", "../sha" + "red", "/ro" + "ot/", "/ho" + "me/", "/op" + "t/"]
    forbidden += ["pypi." + "org", "pythonho" + "sted", "npmjs." + "org", "npmmi" + "rror"]
    wrong = []
    for name in tracked():
        data = (ROOT / name).read_bytes()
        if b"\0" in data:
            continue
        # What the scripts of all faces share has a folder of its own beside theirs.
        text = re.sub(r'from "(?:\.\./)+shared/[a-z-]+\.js"', "", data.decode("utf-8"))
        wrong += [(name, word) for word in forbidden if word in text]
    assert wrong == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_and_hashed(name):
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [
        line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")
    ]
    assert lines
    for line in lines:
        assert re.match(r"[\w.-]+==[\w.]+ ", line), line
        assert "--hash=sha256:" in line, line


def test_every_wanted_requirement_is_pinned():
    for wanted, pinned in (
        ("requirements.in", ["requirements.txt"]),
        ("requirements-dev.in", ["requirements-dev.txt", "requirements.txt"]),
    ):
        text = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in pinned).lower()
        for line in (ROOT / wanted).read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith(("#", "-")):
                name = re.split(r"[<>=~\[;]", line)[0].strip().lower()
                assert re.search(rf"^{re.escape(name)}==", text, re.MULTILINE), name


def test_no_source_file_is_too_long():
    files = [
        *(path for path in (ROOT / "competition").rglob("*.py") if "versions" not in path.parts),
        *(ROOT / "static" / "css").rglob("*.css"),
        *(ROOT / "static" / "js").rglob("*.js"),
        *TEMPLATES,
    ]
    lines = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in files
    }
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


def test_no_line_of_a_template_is_too_long():
    long = [
        f"{path.relative_to(ROOT).as_posix()}:{number}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > LONGEST_TEMPLATE_LINE
    ]
    assert long == []


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _places(text: str) -> set[str]:
    return {name or kind for name, kind in PLACES.findall(text) if kind != "%"}


def test_the_places_of_a_message_are_found():
    assert _places("%(team)s has %(count)d of 100%%") == {"team", "count"}
    assert Path(messages.CATALOGUE).is_file()
