"""Studies that every page must bear: none, an example, one that cannot be valued, a very large one."""

from __future__ import annotations

import json
from functools import cache

import sroi
from sroi.study.study import Study
from sroi.valuation.opening import ready_studies
from tests.conftest import WALKING_GROUP

EXAMPLE = "childrens-centres-work-services"

#: What a stranger may write where a name belongs.
HOSTILE = '=HYPERLINK("http://x") **bold** <script>alert(1)</script> $x$ [here](http://x) :red[r] `c`'


@cache
def example() -> Study:
    """A ready study."""
    return Study.parse(ready_studies()[EXAMPLE].read_bytes())


@cache
def walking() -> Study:
    """The smallest whole study."""
    return Study.parse(WALKING_GROUP)


@cache
def blank() -> Study:
    """A study just begun."""
    head = "sroi: 1\ntitle: Just begun\ncurrency: GBP\nstart_year: 2026\nhorizon: 5\n"
    return Study.parse(head + "stakeholders: {}\ninputs: {}\noutcomes: {}\n")


@cache
def broken() -> Study:
    """A study that can be read but not valued: a proxy that nobody knows, and a price year beyond the index."""
    return Study.parse(WALKING_GROUP.replace("value: 100", "values: {care: {proxy: no-such-proxy}}"))


@cache
def hostile() -> Study:
    """A study whose names try to be formulas, markup and links."""
    text = WALKING_GROUP.replace("title: Walking group", f"title: {json.dumps(HOSTILE)}")
    text = text.replace("name: Fitter", f"name: {json.dumps(HOSTILE)}")
    return Study.parse(text.replace("name: Walkers", f"name: {json.dumps(HOSTILE)}"))


@cache
def large(outcomes: int = 300) -> Study:
    """A study with very many outcomes."""
    study = sroi.load(ready_studies()[EXAMPLE])
    document = study.document
    some = list(document["outcomes"].items())
    more = {f"{key}-{place}": dict(body) for place in range(outcomes) for key, body in some}
    document["outcomes"] = dict(list({**document["outcomes"], **more}.items())[:outcomes])
    return Study.from_document(document)


STUDIES = {
    "nothing open": lambda: None,
    "example": example,
    "just begun": blank,
    "broken": broken,
    "hostile": hostile,
    "300 outcomes": large,
}
