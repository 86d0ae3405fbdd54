"""The host's words of each stage, large enough to be read aloud from a lectern."""

from typing import Any

from competition.file_types import Document
from competition.host_script import write_host_script
from competition.messages import N_
from competition.prints.file_names import FileNames
from competition.prints.order import CannotPrint, PrintOrder


def host_words_data(document: Document, order: PrintOrder) -> dict[str, Any]:
    """The stages asked for, those with a place to announce; raises `CannotPrint` without one."""
    names = FileNames(document, order)
    scripts = [write_host_script(document, stage["key"]) for stage in names.stages()]
    found = [
        {
            "title": names.text(script["title"]),
            "complete": script["complete"],
            "opening": [names.text(each) for each in script["opening"]],
            "steps": [
                {
                    "place": names.words["place_of"] % {"rank": step["rank"]},
                    "teams": names.words["comma"].join(map(names.team, step["teams"])),
                    "lines": [
                        {"kind": line["kind"], "text": names.text(line["text"])}
                        for line in step["lines"]
                    ],
                }
                for step in script["steps"]
            ],
            "closing": [names.text(each) for each in script["closing"]],
        }
        for script in scripts
        if script["steps"]
    ]
    if not found:
        raise CannotPrint(N_("There is no place to announce yet. Print this once marks are in."))
    return {"scripts": found}
