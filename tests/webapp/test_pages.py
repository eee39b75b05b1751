"""Every page, through `app.py` and the registry, with every kind of study."""

import re
from pathlib import Path

import pytest

import sroi
from sroi.analysis.headline import headline
from sroi.assurance.review import review
from sroi.valuation.formats import money
from sroi.webapp import pages, registry
from tests.webapp.driver import app, words
from tests.webapp.studies import STUDIES, blank, broken, example, walking

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
    at = app(page, STUDIES[kind]())
    assert not at.exception
    assert at.title[0].value == registry.BY_NAME[page].title
    said = words(at)
    assert not re.search(r"\bnan\b|\binf\b|\bNone\b(?! [a-z])", said), said


@pytest.mark.parametrize("page", PAGES)
def test_a_study_without_a_ratio_shows_none(page):
    for study, missing in ((blank(), "costs missing and outcomes missing"), (broken(), "1 problem to mend")):
        at = app(page, study)
        strip = at.markdown[2].value.replace("\\", "")
        assert f"No ratio yet: {missing}" in strip
        assert "£0 " not in strip and "nan" not in strip.lower()


@pytest.mark.parametrize("page", PAGES)
def test_the_strip_says_what_the_library_says(page):
    study = example()
    at, found = app(page, study), headline(study)
    strip = at.markdown[2].value.replace("\\", "")
    assert found.answer[1:] in strip and found.value in strip and found.basis in strip
    assert found.ratio == sroi.evaluate(study).ratio
    assert f"{len(review(study).open)} checks open" in strip
    assert f"{found.assumed:.0%} of the value rests on assumptions" in words(at).replace("\\", "")


def test_a_study_without_ranges_says_so():
    at = app("start", walking())
    assert "£1.74 per £1, range not known: no number has a range" in at.markdown[2].value.replace("\\", "")
    assert money(sroi.evaluate(walking()).ratio, "GBP", 2) == "£1.74"


@pytest.mark.parametrize("page", [name for name in PAGES if name not in ("start", "library")])
def test_without_a_study_every_page_leads_to_start(page):
    at = app(page)
    assert "No study is open." in words(at)
    assert at.get("page_link")
