"""Lists of topics with their focal points."""

import re
from collections.abc import Collection, Iterator
from typing import Any

from competition.document import Refusal, clean_text
from competition.lists.matching import Finder, Planned, read_keys, refuse_twice
from competition.lists.names import KeyMaker, Part, PartIndex
from competition.lists.putting import put_text
from competition.lists.rows import ListRow
from competition.messages import N_

_NUMBERED = re.compile(r"focal_point_(\d+)")


def plan_topics(file: dict[str, Any], rows: list[ListRow], fields: Collection[str]) -> Planned:
    """Put the list's topics into the file."""
    topics: list[Part] = file.setdefault("topics", [])
    known = {topic["key"]: list(topic.get("focal_points", ())) for topic in topics}
    languages = file["competition"].get("languages", ())
    numbers = sorted({int(found[1]) for each in fields if (found := _NUMBERED.match(each))})
    finder = Finder(PartIndex(topics, "title"), "topic")
    typed_keys = read_keys(rows)
    keys = KeyMaker("topic", known)
    keys.reserve(typed_keys.values())
    owner: dict[str, ListRow] = {}
    seen: dict[str, int] = {}
    listed: set[tuple[str, str]] = set()
    for row in rows:
        row.name = row.first_text("topic") or ""
        typed = typed_keys.get(row.number)
        try:
            topic = finder.index.by_key.get(typed) if typed else finder.find(row)
        except Refusal as refusal:
            row.refusal("topic", refusal)
            continue
        if topic is None:
            if not row.name:
                row.problem("topic", N_("The title of the topic is missing."))
                continue
            topic = {"key": typed or keys.next(), "title": {}}
            topics.append(topic)
            row.is_new = True
        row.key = topic["key"]
        owner.setdefault(topic["key"], row)
        row.name = row.name or next(iter(topic["title"].values()))
        if refuse_twice(row, "topic", seen, topic["key"]):
            continue
        is_new = row.is_new
        put_text(row, topic, "title", column="topic", is_new=is_new, languages=languages)
        put_text(row, topic, "brief", is_new=is_new, languages=languages, clean=clean_text)
        points = _put_points(row, topic, numbers, languages)
        listed |= {(topic["key"], point) for point in points}
        finder.index.add(topic)
    owners = {
        f"topics[{index}]": owner[topic["key"]]
        for index, topic in enumerate(topics)
        if topic["key"] in owner
    }
    if not topics:
        del file["topics"]
    return Planned(owners, list(_missing(known, owner, listed, has_points=bool(numbers))))


def _put_points(
    row: ListRow, topic: Part, numbers: list[int], languages: Collection[str]
) -> list[str]:
    """Put the focal points of a row; returns their keys."""
    points: list[Part] = topic.get("focal_points", [])
    index = PartIndex(points, "title")
    keys: list[str] = []
    for number in numbers:
        field = f"focal_point_{number}"
        titles = [text for _, text, _ in row.localised(field)]
        if not titles:
            continue
        found: list[Part] = next(filter(None, map(index.named, titles)), [])
        point: Part = found[0] if found else {"key": _free_key(points), "title": {}}
        put_text(row, point, "title", column=field, is_new=False, languages=languages)
        if not point["title"]:
            continue
        if point["key"] in keys:
            row.problem(field, N_("The same focal point stands twice in this row."))
        if not found:
            points.append(point)
        index.add(point)
        keys.append(point["key"])
    if points:
        topic["focal_points"] = points
    return keys


def _free_key(points: list[Part]) -> str:
    taken = {point["key"] for point in points}
    number = 1
    while f"point-{number}" in taken:
        number += 1
    return f"point-{number}"


def _missing(
    known: dict[str, list[Part]],
    owner: Collection[str],
    listed: set[tuple[str, str]],
    *,
    has_points: bool,
) -> Iterator[str]:
    for key, points in known.items():
        if key not in owner:
            yield key
        elif has_points:
            for point in points:
                if (key, point["key"]) not in listed:
                    yield f"{key}/{point['key']}"
