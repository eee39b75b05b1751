"""How the tests run under mutation (``make mutants``): the quick and the telling first, few generated studies.

A pytest plugin, named with ``-p tests.mutation``; nothing happens where it is only imported.
"""

from __future__ import annotations

from typing import Any

import pytest

#: Parts of test names, in the order in which the tests are run; what is not named comes in between.
FIRST = ("tests/valuation", "test_corners", "tests/analytic", "sroi/valuation")
LAST = ("tests/published", "tests/properties", "test_ready_studies", "tests/bad")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Three generated studies a property, always the same ones, and no search for the smallest that fails."""
    from hypothesis import Phase, settings

    from tests.properties import strategies

    strategies.MODEST = settings(
        strategies.MODEST, max_examples=3, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate]
    )


def pytest_collection_modifyitems(items: list[Any]) -> None:
    """The first failing test ends a mutant, so the order decides how long it takes."""
    items.sort(key=lambda item: _turn(item.nodeid))


def _turn(name: str) -> int:
    for turn, part in enumerate((*FIRST, *LAST)):
        if part in name:
            return turn if turn < len(FIRST) else turn + 1
    return len(FIRST)
