"""Colours by what they mean, on white and on a dark page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

#: What a mark means; a palette says which colour that is.
Ink = Literal["paper", "text", "quiet", "grid", "edge", "main", "second", "third", "fourth", "grey", "lilac", "faded"]


@dataclass(frozen=True, slots=True)
class Palette:
    """One colour for every meaning, on one background.

    Parameters
    ----------
    paper
        Background.
    text, quiet
        Words, and words that stand back; both at least 4.5:1 on the paper.
    grid, edge
        Lines that help the eye, and the outline of pale marks (3:1).
    main, second, third, fourth, grey, lilac
        Marks, each at least 3:1 on the paper. ``second`` and ``third`` are too alike to stand side by side.
    faded
        What stands back beside ``main``; always drawn with an ``edge``.
    scale
        From little to much; cells are drawn with an ``edge`` and carry their number.

    References
    ----------
    Government Analysis Function, Data visualisation: colours in charts (2021), categorical, focus and sequential
    palettes; WCAG 2.2, success criteria 1.4.3 and 1.4.11.
    """

    paper: str
    text: str
    quiet: str
    grid: str
    edge: str
    main: str
    second: str
    third: str
    fourth: str
    grey: str
    lilac: str
    faded: str
    scale: tuple[str, ...]

    def colour(self, ink: Ink) -> str:
        """Colour of a meaning."""
        return str(getattr(self, ink))

    def shade(self, share: float) -> str:
        """Colour of a place on the scale from little (0) to much (1).

        Examples
        --------
        >>> LIGHT.shade(0), LIGHT.shade(0.5), LIGHT.shade(1)
        ('#6BACE6', '#2073BC', '#12436D')
        """
        place = min(max(share, 0.0), 1.0) * (len(self.scale) - 1)
        left = min(int(place), len(self.scale) - 2)
        pairs = zip(_channels(self.scale[left]), _channels(self.scale[left + 1]), strict=True)
        return "#" + "".join(f"{round(a + (b - a) * (place - left)):02X}" for a, b in pairs)

    def on(self, colour: str) -> str:
        """Black or white, whichever is read more easily on a colour.

        Examples
        --------
        >>> LIGHT.on("#12436D"), LIGHT.on("#6BACE6")
        ('#FFFFFF', '#000000')
        """
        return max(("#FFFFFF", "#000000"), key=lambda ink: contrast(ink, colour))


LIGHT: Final = Palette(
    paper="#FFFFFF",
    text="#1A1A1A",
    quiet="#505A5F",
    grid="#DEE0E2",
    edge="#6F777B",
    main="#12436D",
    second="#F46A25",
    third="#28A197",
    fourth="#801650",
    grey="#3D3D3D",
    lilac="#A285D1",
    faded="#BFBFBF",
    scale=("#6BACE6", "#2073BC", "#12436D"),
)

DARK: Final = Palette(
    paper="#0E1117",
    text="#FAFAFA",
    quiet="#B4BAC2",
    grid="#2C3138",
    edge="#8A929C",
    main="#6BACE6",
    second="#F46A25",
    third="#28A197",
    fourth="#D98BB6",
    grey="#C9CDD2",
    lilac="#A285D1",
    faded="#4A515C",
    scale=("#6BACE6", "#2073BC", "#12436D"),
)


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1 (the same) to 21 (black on white).

    References
    ----------
    W3C, Web Content Accessibility Guidelines 2.2 (2023), definitions of contrast ratio and relative luminance.

    Examples
    --------
    >>> contrast("#000000", "#FFFFFF"), round(contrast("#28A197", "#F46A25"), 2)
    (21.0, 1.05)
    """
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [channel / 255 for channel in _channels(colour)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
