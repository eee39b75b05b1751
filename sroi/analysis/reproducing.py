"""How anybody gets the same numbers again: the record of a run, a few lines of Python, a few commands."""

from __future__ import annotations

import hashlib
import platform
from dataclasses import replace
from datetime import date as Date
from importlib.metadata import PackageNotFoundError, version
from typing import Final

import sroi
from sroi.analysis.headline import DRAWS, Headline, range_of
from sroi.analysis.recorded.record import NUMBERS, RunRecord
from sroi.bank.release import releases
from sroi.errors import Problem, ValuationError
from sroi.study.study import Study
from sroi.valuation.model import Model
from sroi.valuation.scenarios import BASE
from sroi.valuation.valuation import Valuation

#: Libraries whose version could move the last digit of a number.
_LIBRARIES: Final = ("numpy", "scipy")


def run_record(
    study: Study | Valuation,
    *,
    scenario: str | None = None,
    seed: int = 0,
    draws: int = DRAWS,
    date: Date | None = None,
    headline: Headline | None = None,
) -> RunRecord:
    """Value a study and write down what came out and everything it came from.

    Parameters
    ----------
    study
        The study, or the valuation of one of its scenarios.
    scenario
        Scenario or option to value; left out beside a valuation.
    seed, draws
        Of the simulation behind the range.
    date
        Day of the run; the library does not look at a clock.
    headline
        Headline of this study with these draws and this seed, where it is known already.

    Returns
    -------
    RunRecord
        With the study inside, so that any file that holds it can be run again by ``sroi reproduce``.

    Raises
    ------
    SroiError
        Where the study cannot be valued; ``draws-range`` and ``seed-range`` as :func:`sroi.simulate`.
    ValuationError
        ``options-apart`` where a valuation and a scenario are given.

    Examples
    --------
    >>> from sroi.bank.locate import studies_folder
    >>> from sroi.study.loading import load
    >>> record = run_record(load(studies_folder() / "wheels-to-meals.yaml"), date=Date(2026, 11, 22))
    >>> record.date, round(record.numbers["ratio"], 4), record.no_range
    ('2026-11-22', 1.929, 'no number has a range')
    """
    if isinstance(study, Valuation) and scenario is not None:
        said = "found a valuation and a scenario", "a valuation is of one scenario already", "give the study instead"
        raise ValuationError(Problem("options-apart", *said))
    valuation = study if isinstance(study, Valuation) else Valuation(Model(study, scenario))
    if headline is None:
        low, high, why = range_of(valuation.model, draws, seed)
    else:
        low, high, why = headline.low, headline.high, headline.no_range
    drawn = low is not None
    found = {name: getattr(valuation, name) for name in NUMBERS if name not in ("low", "high")}
    if low is not None and high is not None:
        found |= {"low": low, "high": high}
    return replace(
        _of_model(valuation.model, date),
        seed=seed if drawn else 0,
        draws=draws if drawn else 0,
        no_range=why,
        numbers={name: float(value) for name, value in found.items()},
    )


def command_record(
    study: Study,
    command: tuple[str, ...],
    *,
    second: Study | None = None,
    scenario: str | None = None,
    seed: int = 0,
    draws: int = 0,
    date: Date | None = None,
) -> RunRecord:
    """Write down a command and everything that what it writes comes from; its numbers are in the file it writes.

    Parameters
    ----------
    study, second
        The study that the command was given, and the other one where it takes two.
    command
        Its words, without ``sroi``.
    scenario
        Scenario or option that it is about.
    seed, draws
        What was drawn; 0 draws where nothing was.
    date
        Day of the run.

    Returns
    -------
    RunRecord
        Without numbers: the study need not have a ratio.

    Raises
    ------
    SroiError
        Where the study has no such scenario.

    Examples
    --------
    >>> from sroi.bank.locate import studies_folder
    >>> from sroi.study.loading import load
    >>> record = command_record(load(studies_folder() / "wheels-to-meals.yaml"), ("tornado", "wheels.yaml"))
    >>> record.command_line, record.numbers
    ('sroi tornado wheels.yaml', {})
    """
    return replace(
        _of_model(Model(study, scenario), date),
        seed=seed if draws else 0,
        draws=draws,
        no_range="" if draws else "the command draws nothing, or as many as it says",
        command=command,
        second=second.text() if second is not None else "",
    )


def _of_model(model: Model, date: Date | None) -> RunRecord:
    """The study, and everything that is looked up for it, without a number."""
    base = model.base_study
    return RunRecord(
        title=base.title,
        study_hash=base.hash,
        scenario=model.scenario_id or BASE,
        currency=base.currency,
        price_base=base.price_base,
        convention=model.schedule.sentence,
        seed=0,
        draws=0,
        no_range="",
        date=date.isoformat() if date is not None else "",
        versions=_versions(),
        bank=releases(),
        indices={index.family: index.release for index in model.converter.indices.values()},
        proxies={file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in base.proxy_files},
        numbers={},
        study=base.text(),
    )


def _versions() -> dict[str, str]:
    found = {"sroi": sroi.__version__, "Python": platform.python_version()}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


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
