"""Social return on investment and social cost-benefit analysis: from a study file to a ratio that can be defended."""

from __future__ import annotations

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
    "compare": "sroi.valuation.compare",
    "evaluate": "sroi.valuation.valuation",
    "explain": "sroi.valuation.explain",
    "load": "sroi.study.loading",
    "solve": "sroi.valuation.solve",
}

__all__ = [
    "BankError", "Comparison", "Evaluation", "Model", "SroiError", "Study", "StudyError", "Valuation", "compare",
    "evaluate", "explain", "load", "solve",
]  # fmt: skip

if TYPE_CHECKING:
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
        return getattr(import_module(_NAMES[name]), name)
    raise AttributeError(f"module 'sroi' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*__all__, "__version__"})
