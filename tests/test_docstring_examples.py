"""The examples in the docstrings of the ground floor are right."""

import doctest
import importlib
import pkgutil

import pytest

from competition import document, host_script, live, scoring
from tests.factories import ROOT


@pytest.mark.parametrize(
    "package", [document, host_script, live, scoring], ids=lambda package: package.__name__
)
def test_the_examples_in_docstrings_are_right(package, monkeypatch):
    monkeypatch.chdir(ROOT)

    count = 0
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        failed, attempted = doctest.testmod(importlib.import_module(module.name))
        assert failed == 0, module.name
        count += attempted

    assert count > 0
