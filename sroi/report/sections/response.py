"""Recommendations, use of results, and the answer to those who were asked."""

from __future__ import annotations

from sroi.report.content import Prompt, Section
from sroi.report.material import Material


def response(material: Material) -> Section:
    """Three prompts: only people can write this."""
    m = material
    parts = tuple(
        Section(f"response-{key}", m.say(f"response.{key}"), (Prompt(m.say(f"response.{key}-ask")),))
        for key in ("recommend", "use", "respond")
    )
    return Section("response", m.say("response.title"), (), parts)
