"""The study: a document that a person can read in a meeting, keep in git and defend to a reviewer."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    Field,
    PrivateAttr,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from sroi.errors import Problem, StudyError
from sroi.study import summary, writing
from sroi.study.estimate import Estimate, Frozen
from sroi.study.faults import Fault, Faulty, said
from sroi.study.fields import Currency, PlainShare, PriceBase, Text, Texts, form, id_of, whole
from sroi.study.files import write_atomically
from sroi.study.kinds import LONGEST_YEARS, SHARE, Kind, factor_kind
from sroi.study.notation import estimate
from sroi.study.outcome import Outcome
from sroi.study.people import Input, Stakeholder
from sroi.study.plain import plain_data
from sroi.study.problems import from_pydantic, placed
from sroi.study.reading import Place, Reading, read_bytes, read_file
from sroi.study.records import (
    Acknowledged,
    Assumption,
    CheckSetting,
    Counterfactual,
    Decision,
    Link,
    SignedOff,
    Source,
    Unmonetised,
)
from sroi.study.references import reference_problems, uses
from sroi.study.settings import (
    Correlation,
    Discounting,
    DiscountingChoice,
    ExchangeRate,
    Perspective,
    Prices,
    Published,
    Scenario,
)

FORMAT = 1


def _shared(written: Any, info: ValidationInfo) -> dict[str, Estimate]:
    """Read the shared estimates: one that any share field uses is a share, however it is written."""
    used: Mapping[str, tuple[str, Kind]] = (info.context or {}).get("uses", {})
    if not isinstance(written, Mapping):
        raise Faulty(
            Fault("mapping-expected", f"found {said(written)}", "estimates is a mapping of ids to estimates")
        ).for_pydantic()
    found, faults = {}, []
    for name, item in written.items():
        if isinstance(item, Estimate):
            found[name] = item
            continue
        try:
            address, kind = used.get(name, ("", factor_kind(str(name))))
            found[name] = estimate(item, kind).model_copy(update={"read_with": kind.name})
            if found[name].distribution is None:
                raise Faulty(Fault("estimate-loop", f"found {said(item)}", "a shared estimate states its own number"))
        except Faulty as faulty:
            why = f"; {address} uses it as a share" if address and kind is SHARE else ""
            faults += [Fault(f.code, f.found, f.allowed + why, f.write, (name, *f.inside)) for f in faulty.faults]
    if faults:
        raise Faulty(*faults).for_pydantic()
    return found


@dataclass(frozen=True, slots=True)
class Original:
    """What an edited study was read from: the text of a file, if there was one, and the document it holds."""

    text: str | None
    document: dict[str, Any]


class Study(Frozen):
    """What people assert about a programme: stakeholders, inputs, outcomes, values and deductions.

    Immutable: an edit gives a new study. Build one with :func:`sroi.load`, :meth:`Study.parse` or
    :meth:`Study.from_document`; the fields follow the study file (``docs/study-file.md``).

    Examples
    --------
    >>> study = Study.parse('''
    ... sroi: 1
    ... title: Walking group
    ... currency: GBP
    ... start_year: 2025
    ... horizon: 1
    ... stakeholders: {walkers: {name: Walkers, role: participant}}
    ... inputs: {leader: {from: walkers, amount: 1000}}
    ... outcomes:
    ...   fitter: {name: Fitter, stakeholder: walkers, quantity: 20, value: 100, deadweight: 10%}
    ... ''')
    >>> study.outcomes["fitter"].deadweight.central
    0.1
    >>> study.edited({"fitter/deadweight": "25%"}).outcomes["fitter"].deadweight.central
    0.25
    """

    sroi: whole(1, FORMAT, "the version of the file format") = Field(description="Version of the file format.")  # type: ignore[valid-type]
    title: Text
    currency: Currency
    start_year: whole(1900, 2200, "start_year") = Field(description="Year 0.")  # type: ignore[valid-type]
    horizon: whole(1, LONGEST_YEARS, "horizon") = Field(description="Years counted: 0 … horizon − 1.")  # type: ignore[valid-type]
    kind: Literal["forecast", "evaluation", "illustration"] = "forecast"
    price_base: PriceBase = Field("unknown", description="Year of whose prices all money is, or unknown.")
    prices: Prices = Field(default_factory=Prices)
    discounting: DiscountingChoice = Field(default_factory=lambda: Discounting(name="sroi-guide"))
    optimism_bias: Literal["none", "by-grade"] = "none"
    shared_error: PlainShare = Field(0.3, description="Part of the error that estimates of one family share.")
    correlations: tuple[Correlation, ...] = Field(
        (), description="Pairs that replace the shared error of their families."
    )
    partial_years: Literal["pro-rata", "round-up"] = "pro-rata"
    exchange_rates: dict[Currency, ExchangeRate] = Field(default_factory=dict)
    proxies: Texts = Field((), description="Files of your own proxies, beside the study.")
    purpose: Text | None = None
    audience: Text | None = None
    limitations: Texts = ()
    author: Text | None = None
    partners: Texts = ()
    sources: dict[id_of("a source"), Source] = Field(default_factory=dict)  # type: ignore[valid-type]
    estimates: Annotated[dict[id_of("an estimate"), Estimate], WithJsonSchema(dict(form("estimates")))] = Field(  # type: ignore[valid-type]
        default_factory=dict, description="Stated once, used by {use: id}."
    )
    stakeholders: dict[id_of("a stakeholder"), Stakeholder] = Field(default_factory=dict)  # type: ignore[valid-type]
    inputs: dict[id_of("an input"), Input] = Field(default_factory=dict)  # type: ignore[valid-type]
    counterfactuals: dict[id_of("a counterfactual"), Counterfactual] = Field(default_factory=dict)  # type: ignore[valid-type]
    outcomes: dict[id_of("an outcome"), Outcome] = Field(default_factory=dict)  # type: ignore[valid-type]
    unmonetised: dict[id_of("an unmonetised outcome"), Unmonetised] = Field(default_factory=dict)  # type: ignore[valid-type]
    chain: tuple[Link, ...] = Field((), description="Theory of change: activity → outcome → outcome.")
    scenarios: dict[id_of("a scenario"), Scenario] = Field(default_factory=dict)  # type: ignore[valid-type]
    options: dict[id_of("an option"), Scenario] = Field(default_factory=dict)  # type: ignore[valid-type]
    perspectives: dict[id_of("a perspective"), Perspective] = Field(default_factory=dict)  # type: ignore[valid-type]
    published: Published | None = None
    acknowledged: tuple[Acknowledged, ...] = ()
    checks: dict[str, CheckSetting] = Field(
        default_factory=dict, description="Checks that are asked otherwise than usual, by their id."
    )
    assumptions: tuple[Assumption, ...] = ()
    decisions: tuple[Decision, ...] = ()
    signed_off: SignedOff | None = None

    _document: dict[str, Any] = PrivateAttr(default_factory=dict)
    _text: str | None = PrivateAttr(default=None)
    _fresh: str | None = PrivateAttr(default=None)
    _lines: Reading | None = PrivateAttr(default=None)
    _edited_from: Original | None = PrivateAttr(default=None)
    _folder: Path | None = PrivateAttr(default=None)
    _more_proxies: tuple[Path, ...] = PrivateAttr(default=())

    @field_validator("estimates", mode="before")
    @classmethod
    def _read_estimates(cls, written: Any, info: ValidationInfo) -> Any:
        return _shared(written, info)

    @model_validator(mode="after")
    def _names_unique(self) -> Self:
        both = sorted(set(self.scenarios) & set(self.options))
        if both:
            fault = Fault(
                "id-twice", f"found {both[0]} under scenarios and options", "their ids are distinct", "rename one"
            )
            raise Faulty(fault.within("options", both[0])).for_pydantic()
        return self

    @classmethod
    def load(cls, path: str | Path) -> Study:
        """Read a study file; see :func:`sroi.load`."""
        path = Path(path)
        return cls._from_reading(read_file(path), path.name, path.parent)

    @classmethod
    def parse(cls, text: str | bytes, name: str = "study", folder: Path | None = None) -> Study:
        """Read a study from the text of a file; proxies of its own lie in ``folder``."""
        data = text.encode("utf-8") if isinstance(text, str) else text
        return cls._from_reading(read_bytes(data, name), name, folder)

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Study:
        """Read a study from plain data: mappings, lists, texts and numbers.

        Raises
        ------
        StudyError
            With every problem found.
        """
        return cls._from_reading(Reading(document=document), None, None)

    @classmethod
    def _from_reading(cls, found: Reading, name: str | None, folder: Path | None) -> Study:
        not_plain: list[tuple[Place, Fault]] = []
        document, problems = plain_data(found.document, not_plain), list(found.problems)
        if not_plain:
            raise StudyError([placed(fault, place, found) for place, fault in not_plain], name)
        study: Study | None = None
        try:
            study = cls.model_validate(document, context={"uses": uses(document)})
        except ValidationError as error:
            problems += from_pydantic(error, found, document)
        problems += reference_problems(document, study, found)
        if problems:
            problems.sort(key=lambda problem: problem.line or 0)
            raise StudyError(_without_echoes(problems), name)
        assert study is not None
        study._document = document
        study._text = found.text or None
        study._lines = found
        study._folder = folder
        return study

    @property
    def document(self) -> dict[str, Any]:
        """The study as plain data, as it was written (a copy)."""
        return copy.deepcopy(self._document)

    @property
    def folder(self) -> Path | None:
        """Folder of the file it was read from; proxies of its own lie beside it."""
        return self._folder

    @cached_property
    def hash(self) -> str:
        """SHA-256 of what the study says, in hexadecimal; layout, comments and sign-off do not count."""
        said_by_it = {key: item for key, item in self._document.items() if key != "signed_off"}
        text = json.dumps(_text_keys(said_by_it), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8")).hexdigest()

    @property
    def proxy_files(self) -> tuple[Path, ...]:
        """Files of your own proxies: those the study names, beside it, and those added by :meth:`with_proxies`."""
        return (*((self._folder or Path()) / name for name in self.proxies), *self._more_proxies)

    def with_proxies(self, *files: str | Path) -> Study:
        """Return the same study with further files of proxies to look in; what the study says is unchanged."""
        study = self._from_document(self.document)
        study._more_proxies = (*self._more_proxies, *map(Path, files))
        return study

    def line(self, *path: str | int) -> int | None:
        """Line of a place in the file, if the study was read from one, or in its text after an edit."""
        if self._lines is None:
            self._lines = read_bytes(self.text().encode("utf-8"), "study")
        return self._lines.line(tuple(path))

    def edited(self, changes: Mapping[str, Any]) -> Study:
        """Return a new study in which the numbers at the given addresses are written differently.

        Parameters
        ----------
        changes
            Address to new value, as it would be written in the file. ``None`` removes an optional value.

        Raises
        ------
        StudyError
            Where an address is unknown or the new study is not valid; this study is left as it was.
        """
        return self._from_document(writing.with_changes(self, changes))

    def replaced(self, document: Mapping[str, Any]) -> Study:
        """Return a new study with another document, keeping the comments of this file where places survive."""
        return self._from_document(document)

    def _from_document(self, document: Mapping[str, Any]) -> Study:
        study = Study._from_reading(Reading(document=document), None, self._folder)
        study._more_proxies = self._more_proxies
        study._lines = None
        study._edited_from = self._edited_from or Original(self._text, self._document)
        return study

    def text(self) -> str:
        """The study as the text of a YAML file, with the comments it was read with."""
        if self._text is None and self._edited_from is not None:
            # Written only when asked for: most edits are valued and never saved.
            self._text = writing.merged_text(self._edited_from.text, self._edited_from.document, self._document)
        if self._text is not None:
            return self._text
        if self._fresh is None:
            self._fresh = writing.fresh_text(self._document)
        return self._fresh

    def __repr__(self) -> str:
        return summary.one_line(self)

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return summary.as_html(self)

    def save(self, path: str | Path) -> None:
        """Write the study to a file, whole or not at all; JSON where the name ends in ``.json``."""
        path = Path(path)
        as_json = path.suffix.lower() == ".json" and not self.text().lstrip().startswith("{")
        content = writing.json_text(self._document) if as_json else self.text()
        write_atomically(path, content.encode("utf-8"))


def _text_keys(node: Any) -> Any:
    """The same data with every key a text, so that years sort whether they are quoted or not."""
    if isinstance(node, dict):
        return {str(key): _text_keys(item) for key, item in node.items()}
    return [_text_keys(item) for item in node] if isinstance(node, list) else node


def _without_echoes(problems: list[Problem]) -> list[Problem]:
    """Drop exact repetitions, and blanks where something else is said of the same place; keep the order."""
    said = {problem.address for problem in problems if problem.code != "value-blank"}
    return [p for p in dict.fromkeys(problems) if p.code != "value-blank" or p.address not in said]
