import json
from pathlib import Path

import competition
from competition.document import read_file, write_file

SAMPLE = Path(competition.__file__).parent / "samples" / "chaoyang-final.json"


def test_the_chaoyang_final_loads_and_keeps_everything():
    data = SAMPLE.read_bytes()

    document = read_file(data)

    assert document == json.loads(data)


def test_the_chaoyang_final_is_the_same_bytes_after_the_first_writing():
    document = read_file(SAMPLE.read_bytes())

    written = write_file(document)

    assert read_file(written) == document
    assert write_file(read_file(written)) == written
