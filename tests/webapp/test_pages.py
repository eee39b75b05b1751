"""Every page, through `app.py` and the registry, with every kind of study."""

import re
from functools import cache
from pathlib import Path

import pytest

import sroi
from sroi.analysis.headline import headline
from sroi.assurance.review import review
from sroi.valuation.formats import money
from sroi.webapp import pages, registry
from tests.webapp.driver import app, words
from tests.webapp.studies import STUDIES, walking

#: Studies that have no ratio, and what stands in its way.
MISSING = {"just begun": "costs missing and outcomes missing", "broken": "1 problem to mend"}

PAGES = [entry.name for entry in registry.PAGES]


def test_every_page_that_is_listed_exists():
    for entry in registry.PAGES:
        assert callable(entry.function) and entry.function.__doc__


def test_every_page_that_exists_is_listed():
    found = {path.stem for path in Path(pages.__file__).parent.glob("*.py")} - {"__init__"}
    assert found == set(PAGES)


def test_titles_and_addresses_differ():
    assert len({entry.title for entry in registry.PAGES}) == len(registry.PAGES)
    assert len({entry.address for entry in registry.PAGES}) == len(registry.PAGES)


@pytest.mark.parametrize("kind", STUDIES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_bears_every_study(page, kind):
    study = STUDIES[kind]()
    at = app(page, study)
    assert not at.exception
    assert at.title[0].value == registry.BY_NAME[page].title
    said = words(at).replace("\\", "")
    assert not re.search(r"\bnan\b|\binf\b|\bNone\b(?! [a-z])", said), said
    if study is None:
        assert page in ("start", "library") or ("No study is open." in said and at.get("page_link"))
        return
    strip = at.markdown[2].value.replace("\\", "")
    if missing := MISSING.get(kind):
        assert f"No ratio yet: {missing}" in strip
        assert "£0 " not in strip and "nan" not in strip.lower()
    else:
        known = known_of(kind)
        assert known.answer[1:] in strip and known.value in strip and known.basis in strip
        assert f"{checks_of(kind)} checks open" in strip or checks_of(kind) == 1
        assert not known.trust or known.trust in said


@cache
def known_of(kind):
    """What the library says of a study in one line."""
    found = headline(STUDIES[kind]())
    assert found.ratio == sroi.evaluate(STUDIES[kind]()).ratio
    return found


@cache
def checks_of(kind):
    """How many findings of the library nobody has acknowledged."""
    return len(review(STUDIES[kind]()).open)


def test_a_study_without_ranges_says_so():
    at = app("start", walking())
    assert "£1.74 per £1, range not known: no number has a range" in at.markdown[2].value.replace("\\", "")
    assert money(sroi.evaluate(walking()).ratio, "GBP", 2) == "£1.74"
