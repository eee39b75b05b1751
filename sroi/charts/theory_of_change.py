"""The theory of change as a diagram: who invests, in what activity, what changes, and who gains."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sroi.charts.chart import WIDTH, Chart, headline
from sroi.charts.frame import LEADING, MARGIN, SMALL
from sroi.charts.layers import Placed, depths, place
from sroi.charts.lettering import wrap
from sroi.charts.marks import Arrow, Box, Caption
from sroi.charts.palette import Ink
from sroi.study.outcome import Outcome
from sroi.study.records import Unmonetised
from sroi.study.study import Study
from sroi.valuation.labels import spaced

#: Outcomes drawn one by one; more are drawn as one box for each stakeholder.
_MOST: Final = 16

#: Boxes: room inside, room between those of one layer, and between layers. [px]
_INSIDE: Final = 8.0
_GAP: Final = 10.0
_BETWEEN: Final = 34.0

#: Layers up to which a diagram runs from left to right; longer ones run down the page.
_LAYERS_ACROSS: Final = 5

#: Room on the left of a diagram that runs down the page, for what its layers are. [px]
_GUTTER: Final = 88.0

_CALLED: Final = {"invests": "Who invests", "activity": "Activity", "outcome": "What changes", "gains": "For whom"}

_UNVALUED: Final = " (no money value)"


@dataclass(frozen=True, slots=True)
class _Node:
    """One box: what it is called, what kind it is, and what is said of it."""

    name: str
    kind: str
    says: str
    valued: bool = True


def theory_of_change(study: Study) -> Chart:
    """Draw how a programme is meant to work.

    Follows ``chain`` of the study (activity → outcome → outcome); outcomes no link leads to hang on the programme as a
    whole. Outcomes without a money value are drawn with a broken line.

    Parameters
    ----------
    study
        The study.

    Returns
    -------
    Chart
        ``table`` has one row per arrow: ``from``, ``to``, ``note``.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: Walking group, currency: GBP, start_year: 2025, horizon: 1,
    ...  stakeholders: {walkers: {name: Walkers}, council: {name: City council}},
    ...  inputs: {leader: {from: council, amount: 100}},
    ...  outcomes: {fit: {name: Fitter, stakeholder: walkers, quantity: 10, value: 20}}}
    ... ''')
    >>> theory_of_change(study).table[["from", "to"]].values.tolist()
    [['City council', 'Walking group'], ['Walking group', 'Fitter'], ['Fitter', 'Walkers']]
    """
    graph = _Graph(study)
    nodes, links = _gathered(study, graph.nodes, graph.links)
    layer = _layers(nodes, links)
    down = max(layer.values()) >= _LAYERS_ACROSS and _widest(layer) <= _LAYERS_ACROSS
    wide = _box_width(layer, down)
    lines = {key: wrap(node.name, wide - 2 * _INSIDE, SMALL) for key, node in nodes.items()}
    high = {key: len(found) * SMALL * LEADING + 2 * _INSIDE for key, found in lines.items()}
    sizes = {key: (high[key], wide) if down else (wide, high[key]) for key in nodes}
    room = WIDTH - 2 * MARGIN - _GUTTER if down else None
    found = place(layer, sizes, list(links), gap=_GAP, between=_BETWEEN, room=room)
    boxes = [_box(key, node, found, lines[key], (wide, high[key]), down) for key, node in nodes.items()]
    arrows = [_arrow(path, links[ends], down) for ends, path in found.paths.items()]
    return Chart(
        kind="theory of change",
        title=_title(study, nodes),
        subtitle=f"{study.title}: who invests, what is done, what changes, for whom",
        alt=_alt(nodes, links),
        columns=("from", "to", "note"),
        rows=tuple((nodes[a].name, nodes[b].name, note) for (a, b), note in links.items()),
        marks=(*arrows, *boxes, *_captions(nodes, layer, found, wide, down)),
        wide=found.across + _GUTTER if down else found.along,
        high=found.along if down else found.across,
        notes=tuple(_notes(study, nodes)),
    )


_Links = dict[tuple[str, str], str]


class _Graph:
    """Boxes and arrows of a study; keys start with what they are, for an outcome and a stakeholder may share an id."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.nodes: dict[str, _Node] = {}
        self.links: _Links = {}
        self.outcomes: dict[str, Outcome | Unmonetised] = {**study.outcomes, **study.unmonetised}
        linked = {key for link in study.chain for key in (link.from_, link.to)}
        self.drawn = [key for key in self.outcomes if key in study.outcomes or key in linked]
        self.add_investors()
        self.add_activities()
        self.add_outcomes()
        self.add_people()

    def add_investors(self) -> None:
        for item in self.study.inputs.values():
            name = self.study.stakeholders[item.from_].name
            self.nodes.setdefault(f"invests/{item.from_}", _Node(name, "invests", f"{name} invests"))

    def add_activities(self) -> None:
        """Activities the chain names; the programme as a whole for outcomes to which no link leads."""
        led_to, study = {link.to for link in self.study.chain}, self.study
        self.roots = [key for key in self.drawn if key not in led_to]
        words = {"activity/": study.title} if self.roots else {}
        for link in study.chain:
            if link.from_ not in self.outcomes:
                given = study.inputs.get(link.from_)
                words[f"activity/{link.from_}"] = (given.name or spaced(link.from_)) if given else link.from_
        investors = list(self.nodes)
        for key, name in words.items():
            self.nodes[key] = _Node(name, "activity", f"Activity: {name}")
            self.links |= {(investor, key): "" for investor in investors}

    def add_outcomes(self) -> None:
        for key in self.drawn:
            name, valued = self.outcomes[key].name, key in self.study.outcomes
            self.nodes[f"outcome/{key}"] = _Node(name, "outcome", name + ("" if valued else _UNVALUED), valued)
        self.links |= {("activity/", f"outcome/{key}"): "" for key in self.roots}
        for link in self.study.chain:
            kind = "outcome" if link.from_ in self.outcomes else "activity"
            self.links[f"{kind}/{link.from_}", f"outcome/{link.to}"] = link.note or ""

    def add_people(self) -> None:
        people = self.study.stakeholders
        for key in self.drawn:
            for who in _whose(self.study, key):
                if who in people:
                    says = f"{people[who].name} gains or loses"
                    self.nodes.setdefault(f"gains/{who}", _Node(people[who].name, "gains", says))
                    self.links[f"outcome/{key}", f"gains/{who}"] = ""


def _whose(study: Study, key: str) -> list[str]:
    """Stakeholders to whom the values of an outcome go."""
    if key in study.unmonetised:
        return [study.unmonetised[key].stakeholder or ""]
    outcome = study.outcomes[key]
    return list(dict.fromkeys(value.to or outcome.stakeholder for value in outcome.all_values().values()))


def _gathered(study: Study, nodes: dict[str, _Node], links: _Links) -> tuple[dict[str, _Node], _Links]:
    """Where outcomes are too many to draw, one box for those of each stakeholder that no link of the chain names."""
    linked = {key for link in study.chain for key in (link.from_, link.to)}
    many = [key for key in study.outcomes if key not in linked]
    if len(study.outcomes) <= _MOST:
        return nodes, links
    groups: dict[str, list[str]] = defaultdict(list)
    for key in many:
        groups[study.outcomes[key].stakeholder].append(key)
    instead: dict[str, str] = {}
    shown = {key: node for key, node in nodes.items() if key.removeprefix("outcome/") not in many}
    for who, keys in groups.items():
        names = [study.outcomes[key].name for key in keys]
        box = f"outcome/*{who}"
        words = names[0] if len(names) == 1 else f"{len(names)} outcomes for {study.stakeholders[who].name}"
        shown[box] = _Node(words, "outcome", "; ".join(names))
        instead |= {f"outcome/{key}": box for key in keys}
    return shown, {(instead.get(a, a), instead.get(b, b)): note for (a, b), note in links.items()}


def _layers(nodes: dict[str, _Node], links: _Links) -> dict[str, int]:
    """Who invests first, who gains last, outcomes as deep as the chain leads to them."""
    depth = depths(list(nodes), links)
    first = 0 if any(node.kind == "invests" for node in nodes.values()) else -1
    depth = {key: 0 if nodes[key].kind == "invests" else found for key, found in depth.items()}
    last = max(found for key, found in depth.items() if nodes[key].kind != "gains") + 1
    layer = {}
    for key, node in nodes.items():
        layer[key] = {"invests": 0, "activity": first + 1, "gains": last}.get(node.kind, depth[key])
    return layer


def _widest(layer: dict[str, int]) -> int:
    counts = [list(layer.values()).count(depth) for depth in set(layer.values())]
    return max(counts)


def _box_width(layer: dict[str, int], down: bool) -> float:
    room, count = WIDTH - 2 * MARGIN, max(layer.values()) + 1
    if down:
        return min(140.0, (room - _GUTTER + _GAP) / _widest(layer) - _GAP)
    return max(100.0, min(170.0, (room + _BETWEEN) / count - _BETWEEN))


def _box(key: str, node: _Node, found: Placed, lines: tuple[str, ...], size: tuple[float, float], down: bool) -> Box:
    along, across = found.centres[key]
    x, y = (_GUTTER + across, along) if down else (along, across)
    ink: Ink = "grey" if node.kind in ("invests", "gains") else "main"
    left, top = x - size[0] / 2, y - size[1] / 2
    return Box(left, top, *size, lines, ink, node.kind != "outcome", not node.valued, node.says, key)


def _arrow(path: tuple[tuple[float, float], ...], note: str, down: bool) -> Arrow:
    points = tuple((_GUTTER + across, along) if down else (along, across) for along, across in path)
    return Arrow(points, note, down)


def _captions(
    nodes: dict[str, _Node], layer: dict[str, int], found: Placed, wide: float, down: bool
) -> Iterator[Caption]:
    """What the boxes of each kind are, at the first layer that has them: above it, or to its left."""
    said = set()
    for key in sorted(nodes, key=layer.__getitem__):
        kind = nodes[key].kind
        if kind not in said:
            said.add(kind)
            if down:
                yield Caption(_CALLED[kind], 0.0, found.centres[key][0] + SMALL / 3, "start")
            else:
                yield Caption(_CALLED[kind], found.starts[layer[key]] + wide / 2, -_GAP)


def _notes(study: Study, nodes: dict[str, _Node]) -> Iterator[str]:
    if any(not node.valued for node in nodes.values()):
        yield "Boxes with a broken line have no money value: they matter, and are not in the ratio."
    left = [item.name for key, item in study.unmonetised.items() if f"outcome/{key}" not in nodes]
    if left:
        yield f"Not drawn, because they have no money value and no link leads to them: {'; '.join(left)}."


def _title(study: Study, nodes: dict[str, _Node]) -> str:
    people = sum(node.kind == "gains" for node in nodes.values())
    front = f"{_count(len(study.outcomes), 'outcome')} for {_count(people, 'stakeholder')}"
    unvalued = len(study.unmonetised)
    return headline(f"{front}; {unvalued} more without a money value" if unvalued else front)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _alt(nodes: dict[str, _Node], links: _Links) -> str:
    def named(kind: str) -> str:
        return ", ".join(node.name for node in nodes.values() if node.kind == kind) or "nobody yet"

    steps = [f"{nodes[a].name} leads to {nodes[b].name}" for a, b in links if nodes[b].kind == "outcome"]
    return f"Diagram. Invested by {named('invests')}. {'; '.join(steps)}. Value goes to {named('gains')}."
