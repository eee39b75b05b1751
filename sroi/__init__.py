"""Social return on investment and social cost-benefit analysis: from a study file to a ratio that can be defended."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

#: Public names and the module each comes from; they are imported when first used.
_NAMES = {
    "BankError": "sroi.errors",
    "Comparison": "sroi.valuation.compare",
    "Evaluation": "sroi.valuation.engine",
    "Model": "sroi.valuation.model",
    "SroiError": "sroi.errors",
    "Study": "sroi.study.study",
    "StudyError": "sroi.errors",
    "Valuation": "sroi.valuation.valuation",
    "break_even": "sroi.analysis.break_even",
    "bridge": "sroi.analysis.bridge",
    "compare": "sroi.valuation.compare",
    "drivers": "sroi.analysis.drivers",
    "evaluate": "sroi.valuation.valuation",
    "explain": "sroi.valuation.explain",
    "information": "sroi.analysis.information",
    "load": "sroi.study.loading",
    "review": "sroi.assurance.review",
    "simulate": "sroi.analysis.simulation",
    "solve": "sroi.valuation.solve",
    "sweep": "sroi.analysis.sweep",
    "switching": "sroi.analysis.switching",
    "tornado": "sroi.analysis.tornado",
}

__all__ = [
    "BankError", "Comparison", "Evaluation", "Model", "SroiError", "Study", "StudyError", "Valuation", "break_even",
    "bridge", "compare", "drivers", "evaluate", "explain", "information", "load", "review", "simulate", "solve",
    "sweep", "switching", "tornado",
]  # fmt: skip

if TYPE_CHECKING:
    from sroi.analysis.break_even import break_even
    from sroi.analysis.bridge import bridge
    from sroi.analysis.drivers import drivers
    from sroi.analysis.information import information
    from sroi.analysis.simulation import simulate
    from sroi.analysis.sweep import sweep
    from sroi.analysis.switching import switching
    from sroi.analysis.tornado import tornado
    from sroi.assurance.review import review
    from sroi.errors import BankError, SroiError, StudyError
    from sroi.study.loading import load
    from sroi.study.study import Study
    from sroi.valuation.compare import Comparison, compare
    from sroi.valuation.engine import Evaluation
    from sroi.valuation.explain import explain
    from sroi.valuation.model import Model
    from sroi.valuation.solve import solve
    from sroi.valuation.valuation import Valuation, evaluate


def __getattr__(name: str) -> Any:
    if name in _NAMES:
        if "ipykernel" in sys.modules:  # in a notebook results show themselves with their charts
            import_module("sroi.charts.notebook")
        return getattr(import_module(_NAMES[name]), name)
    raise AttributeError(f"module 'sroi' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*__all__, "__version__"})
