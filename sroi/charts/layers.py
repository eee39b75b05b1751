"""A small layered layout for diagrams: boxes in layers, arrows from layer to layer, few crossings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

#: Sweeps over the layers, back and forth, to bring neighbours opposite each other.
_SWEEPS: Final = 12

#: Room kept for an arrow that passes through a layer. [px]
_LANE: Final = 12.0

#: Share of a side of a box over which arrows spread.
_SPREAD: Final = 0.6


@dataclass(frozen=True, slots=True)
class Placed:
    """Where everything stands.

    Parameters
    ----------
    centres
        Along the layers' direction and across it, by node. [px]
    paths
        Points of each arrow, from the edge of one box to the edge of the next, by (from, to). [px]
    along, across
        Size of the whole. [px]
    starts
        Where each layer begins, along. [px]
    """

    centres: dict[str, tuple[float, float]]
    paths: dict[tuple[str, str], tuple[tuple[float, float], ...]]
    along: float
    across: float
    starts: tuple[float, ...]


def depths(nodes: Sequence[str], links: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Layer of every node: one more than the deepest that leads to it; a link that closes a circle is not followed.

    Examples
    --------
    >>> depths(["a", "b", "c"], [("a", "b"), ("b", "c"), ("a", "c"), ("c", "b")])
    {'a': 0, 'b': 1, 'c': 2}
    """
    after: dict[str, list[str]] = defaultdict(list)
    for source, target in links:
        after[source].append(target)
    found, open_, order = set[str](), set[str](), list[str]()
    forward: dict[str, list[str]] = defaultdict(list)

    def visit(node: str) -> None:
        found.add(node)
        open_.add(node)
        for other in after[node]:
            if other not in open_:
                forward[node].append(other)
                if other not in found:
                    visit(other)
        open_.discard(node)
        order.append(node)

    for node in nodes:
        if node not in found:
            visit(node)
    depth = dict.fromkeys(nodes, 0)
    for node in reversed(order):
        for other in forward[node]:
            depth[other] = max(depth[other], depth[node] + 1)
    return depth


def place(
    layer: Mapping[str, int],
    sizes: Mapping[str, tuple[float, float]],
    links: Sequence[tuple[str, str]],
    *,
    gap: float,
    between: float,
    room: float | None = None,
) -> Placed:
    """Lay nodes out in layers, so that neighbours stand opposite each other and arrows cross little.

    Parameters
    ----------
    layer
        Layer of every node.
    sizes
        Extent of every node along the layers' direction and across it. [px]
    links
        Arrows; only those that lead to a later layer are drawn.
    gap, between
        Room between boxes of one layer, and between layers. [px]
    room
        Room across that is kept to where the boxes of a layer fit into it; None for no bound. [px]

    Notes
    -----
    Arrows that pass over a layer get a lane in it (a narrow node of their own); order within layers by repeated
    barycentres; places by repeated averaging that keeps the order and the gaps.

    References
    ----------
    Sugiyama, Tagawa and Toda (1981), Methods for visual understanding of hierarchical system structures, IEEE
    Transactions on Systems, Man, and Cybernetics 11(2), 109-125.
    """
    grid = _Grid(layer, sizes, links)
    grid.order()
    grid.settle(gap, room)
    return grid.placed(gap, between)


class _Grid:
    """The layers on their way: nodes and lanes in order, and where each stands across."""

    def __init__(
        self, layer: Mapping[str, int], sizes: Mapping[str, tuple[float, float]], links: Sequence[tuple[str, str]]
    ) -> None:
        self.sizes = dict(sizes)
        self.rows: list[list[str]] = [[] for _ in range(max(layer.values()) + 1)]
        for node, depth in layer.items():
            self.rows[depth].append(node)
        self.chains: dict[tuple[str, str], list[str]] = {}
        self.before: dict[str, list[str]] = defaultdict(list)
        self.after: dict[str, list[str]] = defaultdict(list)
        for source, target in dict.fromkeys(links):
            if layer[target] > layer[source]:
                self._add(source, target, layer)
        self.at: dict[str, float] = {}

    def _add(self, source: str, target: str, layer: Mapping[str, int]) -> None:
        chain = [source]
        for depth in range(layer[source] + 1, layer[target]):
            lane = f"{source}\0{target}\0{depth}"
            self.sizes[lane] = (0.0, _LANE)
            self.rows[depth].append(lane)
            chain.append(lane)
        chain.append(target)
        self.chains[source, target] = chain
        for one, other in pairwise(chain):
            self.after[one].append(other)
            self.before[other].append(one)

    def order(self) -> None:
        """Sort each layer by where its neighbours stand, forwards and backwards."""
        for sweep in range(_SWEEPS):
            forwards = sweep % 2 == 0
            near = self.before if forwards else self.after
            for row in self.rows if forwards else self.rows[::-1]:
                place = {node: count / len(other) for other in self.rows for count, node in enumerate(other)}
                means = {
                    node: sum(place[other] for other in near[node]) / len(near[node]) if near[node] else place[node]
                    for node in row
                }
                row.sort(key=means.__getitem__)

    def settle(self, gap: float, room: float | None) -> None:
        """Move each node towards its neighbours, keeping order and gaps, and to the room where it suffices."""
        for row in self.rows:
            self._put(row, {}, gap, room)
        for sweep in range(4 * _SWEEPS):
            for row in self.rows if sweep % 2 else self.rows[::-1]:
                wanted = {}
                for node in row:
                    near = [*self.before[node], *self.after[node]]
                    if near:
                        wanted[node] = sum(self.at[other] for other in near) / len(near)
                self._put(row, wanted, gap, room)
        low = min(self.at[node] - self.sizes[node][1] / 2 for row in self.rows for node in row)
        self.at = {node: at - low for node, at in self.at.items()}

    def _put(self, row: list[str], wanted: Mapping[str, float], gap: float, room: float | None) -> None:
        """Stand the nodes of a layer as near as possible to where they are wanted (pools of adjacent nodes)."""
        offset, offsets = 0.0, {}
        for count, node in enumerate(row):
            half = self.sizes[node][1] / 2
            offset += half + (gap if count else 0.0)
            offsets[node] = offset
            offset += half
        middle = offset / 2
        pools: list[list[float]] = []  # sum and number of what each pool of touching nodes wants
        for node in row:
            pools.append([wanted.get(node, self.at.get(node, offsets[node] - middle)) - offsets[node], 1.0])
            while len(pools) > 1 and pools[-2][0] / pools[-2][1] >= pools[-1][0] / pools[-1][1]:
                total, number = pools.pop()
                pools[-1][0] += total
                pools[-1][1] += number
        shifts = [total / number for total, number in pools for _ in range(int(number))]
        if room is not None and offset <= room:
            shifts = [min(max(shift, -room / 2), room / 2 - offset) for shift in shifts]
        self.at |= {node: offsets[node] + shift for node, shift in zip(row, shifts, strict=True)}

    def placed(self, gap: float, between: float) -> Placed:
        """Coordinates of boxes and arrows."""
        starts, thick = [], []
        along = 0.0
        for row in self.rows:
            starts.append(along)
            thick.append(max(self.sizes[node][0] for node in row))
            along += thick[-1] + between
        deep = {node: depth for depth, row in enumerate(self.rows) for node in row}
        centres = {node: (starts[deep[node]] + thick[deep[node]] / 2, self.at[node]) for node in deep}
        paths = {ends: tuple(self._path(chain, centres, starts, thick, deep)) for ends, chain in self.chains.items()}
        across = max(self.at[node] + self.sizes[node][1] / 2 for node in deep)
        boxes = {node: centre for node, centre in centres.items() if "\0" not in node}
        return Placed(boxes, paths, along - between, across, tuple(starts))

    def _path(
        self,
        chain: list[str],
        centres: Mapping[str, tuple[float, float]],
        starts: list[float],
        thick: list[float],
        deep: Mapping[str, int],
    ) -> Iterable[tuple[float, float]]:
        first, last = chain[0], chain[-1]
        yield centres[first][0] + self.sizes[first][0] / 2, self._port(first, self.after[first], chain[1])
        for lane in chain[1:-1]:
            yield starts[deep[lane]], self.at[lane]
            yield starts[deep[lane]] + thick[deep[lane]], self.at[lane]
        yield centres[last][0] - self.sizes[last][0] / 2, self._port(last, self.before[last], chain[-2])

    def _port(self, node: str, near: list[str], other: str) -> float:
        """Where on its side a box is left or reached: arrows spread in the order of where they go."""
        ordered = sorted(near, key=self.at.__getitem__)
        share = (ordered.index(other) + 0.5) / len(ordered) - 0.5
        return self.at[node] + share * _SPREAD * self.sizes[node][1]
