"""The examples in the docstrings of the scoring floor are true."""

import doctest
import importlib
import pkgutil

import competition.scoring


def test_the_examples_in_the_docstrings_are_true():
    tried = 0
    for module in pkgutil.iter_modules(competition.scoring.__path__, "competition.scoring."):
        failed, attempted = doctest.testmod(importlib.import_module(module.name))
        assert failed == 0, module.name
        tried += attempted

    assert tried > 0
