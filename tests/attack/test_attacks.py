"""The quick part of every attack: what has to hold however busy the machine is."""

from pathlib import Path

import pytest

from tests.attack import run
from tests.attack.scene import Scene


@pytest.mark.parametrize("name", run.names())
def test_the_attack_finds_everything_in_order(name: str, tmp_path: Path):
    findings = list(run.load(name)(Scene(tmp_path, quick=True)))

    assert findings
    assert [finding.what for finding in findings if not finding.held] == []
