"""How anybody gets the same numbers from the same file: a few lines of Python, a few commands."""

from __future__ import annotations

from sroi.analysis.headline import DRAWS, Headline
from sroi.study.study import Study


def script(study: Study, name: str, found: Headline) -> str:
    r"""Python that computes the headline again from the study's file.

    Examples
    --------
    >>> from sroi.bank.locate import studies_folder
    >>> from sroi.study.loading import load
    >>> study = load(studies_folder() / "wheels-to-meals.yaml")
    >>> lines = script(study, "wheels.yaml", Headline("GBP", 5, "2009-10", 1.929, 39_367.0)).splitlines()
    >>> print(lines[2], lines[-1], sep="\n")
    study = sroi.load("wheels.yaml")
    print(sroi.evaluate(study).ratio)    # 1.929
    """
    lines = [
        "import sroi",
        "",
        f'study = sroi.load("{name}")',
        f'assert study.hash.startswith("{study.hash[:16]}"), "the file says something else"',
        f"print(sroi.evaluate(study).ratio)    # {found.ratio!r}",
    ]
    if found.low is not None:
        lines[1:1] = ["from sroi.analysis.simulation import simulate"]
        lines += [
            f"found = simulate(study, draws={DRAWS}, seed=0)",
            f"print(found.low, found.high)         # {found.low!r} {found.high!r}",
        ]
    return "\n".join(lines)


def commands(name: str, found: Headline) -> str:
    """Commands that print the same.

    Examples
    --------
    >>> print(commands("wheels.yaml", Headline("GBP", 5, "2009-10", 1.929, 39_367.0, 1.2, 2.4)))
    sroi run wheels.yaml
    sroi simulate wheels.yaml --draws 4096 --seed 0
    """
    lines = [f"sroi run {name}"]
    if found.low is not None:
        lines.append(f"sroi simulate {name} --draws {DRAWS} --seed 0")
    return "\n".join(lines)
