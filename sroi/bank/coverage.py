"""The page about the bank, `docs/proxies.md`: what it covers, and how to cite it. Written by `sroi.bank.build`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from sroi.bank.records import Record
from sroi.bank.vocabulary import AGENCIES, CURRENCIES, DOMAINS, LICENCES, METHODS, NOT_STATED, QUALITIES, TYPES

_OPENING = """\
# The proxy bank

<!-- Written by `python -m sroi.bank.build`. Do not edit: change the YAML in proxies/ and build again. -->

The bank holds {records} records with {values} money values for changes in people's lives, each with its
source, unit, price year, licence and limits. It lies in [`proxies/`](../proxies/README.md) as YAML, one
file for each domain, and comes with the product.

A record is a *claim*: what change is worth what. A **fiscal** value is money of the state, an **economic**
value money or output of people and businesses, a **social** value harm and wellbeing, or a total for
society that holds the other two. A figure never changes: a revision is a new record, and the old one says
`superseded_by`.

## Using a record

```yaml
proxy: gm-jsa-into-work-fiscal        # one value of a record: its id and the type
```

A record with one value, such as `wellby`, needs no type.

```
sroi proxies search "someone moves off Universal Credit"
sroi proxies show wellby
sroi proxies cite gm-jsa-into-work
sroi proxies check my-bank.yaml
```

Before you use one: read its notes; check that its unit fits the outcome; count a change once
(`component_of`, `do_not_add_to`); keep the fiscal account apart from value to society, where a benefit no
longer paid is a transfer; and multiply police-recorded crimes by `recorded_crime_multiplier` before you
use a value per crime.
"""

_CITING = """\
## How to cite

Cite the record's own source, and the database it was read in: `sroi proxies cite ID` prints both.

{attributed} records come from the Unit Cost Database v1.4, New Economy / Greater Manchester Combined
Authority, March 2015, licensed [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/). Changes made:
records were given ids, claims and coded fields; comments were shortened and put into other words; rows
that repeat each other were merged. The amounts and price years are unchanged, and a test compares each
with its row.

Records under the Open Government Licence contain public sector information licensed under the
[Open Government Licence v3.0](https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/).
Records under the Open Parliament Licence contain Parliamentary information licensed under the Open
Parliament Licence v3.0.

What became of every row of the sources, shipped, merged, superseded or refused with the reason, stands in
[`proxies/decisions.csv`](../proxies/decisions.csv).
"""


def page(records: tuple[Record, ...]) -> str:
    """Return the page about a set of records, as Markdown."""
    values = sum(len(record.values) for record in records)
    attributed = sum(record.licence == "cc-by-4.0" for record in records)
    parts = [
        _OPENING.format(records=f"{len(records):,}", values=f"{values:,}"),
        "## What it covers",
        _domains(records),
        _table(
            "Agency", AGENCIES, (agency for record in records for agency in record.agency), "A record may name several."
        ),
        _table("Type of value", TYPES, (kind for record in records for kind in record.values)),
        _table("Method", METHODS, (record.method for record in records)),
        _table("Quality", QUALITIES, (record.quality for record in records)),
        _table("Licence", LICENCES, (record.licence for record in records)),
        _table("Currency", CURRENCIES, (record.currency for record in records)),
        _years(records),
        _relations(records),
        _CITING.format(attributed=attributed),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _domains(records: Iterable[Record]) -> str:
    rows = ["| domain | records | fiscal | economic | social | file |", "| --- | --: | --: | --: | --: | --- |"]
    for domain, title in DOMAINS.items():
        own = [record for record in records if record.domain == domain]
        if own:
            counts = [sum(kind in record.values for record in own) for kind in TYPES]
            cells = [
                title,
                str(len(own)),
                *(str(count) for count in counts),
                f"[`{domain}.yaml`](../proxies/{domain}.yaml)",
            ]
            rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def _table(title: str, meaning: Mapping[str, str], words: Iterable[str], note: str = "") -> str:
    counted = Counter(words)
    rows = [
        f"### {title}",
        "",
        *([note, ""] if note else []),
        f"| {title.lower()} | meaning | count |",
        "| --- | --- | --: |",
    ]
    rows += [f"| `{word}` | {meaning[word]} | {counted[word]} |" for word in meaning if counted[word]]
    return "\n".join(rows)


def _years(records: Iterable[Record]) -> str:
    labels = [value.price_year for record in records for value in record.values.values()]
    starts = Counter(label if label == NOT_STATED else label[:4] for label in labels)
    rows = ["### Price year", "", "A financial year counts under the calendar year in which it starts.", ""]
    rows += ["| price year | values |", "| --- | --: |"]
    rows += [f"| {start} | {starts[start]} |" for start in sorted(starts)]
    return "\n".join(rows)


def _relations(records: tuple[Record, ...]) -> str:
    parts = sum(bool(record.relations.component_of) for record in records)
    superseded = sum(record.superseded for record in records)
    apart = sum(bool(record.relations.do_not_add_to) for record in records)
    return (
        f"### Relations\n\n{parts} records are parts of another and must not be added to it; "
        f"{superseded} are superseded by a newer one; "
        f"{apart} name records that count the same thing another way."
    )
