"""Which bank this is: short names of the states of its records, indices and schedules."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from sroi.bank.locate import proxies_folder

#: Compact files, by what they hold.
_FILES: Final = {"proxies": "bank.json", "indices": "indices.json", "schedules": "schedules.json"}

#: Letters of a digest that tell two states apart.
_SHORT: Final = 12


@lru_cache(maxsize=1)
def releases() -> dict[str, str]:
    """Digest of what each part of the bank was built from, shortened; two that are equal hold the same numbers.

    Examples
    --------
    >>> {name: len(digest) for name, digest in releases().items()}
    {'proxies': 12, 'indices': 12, 'schedules': 12}
    """
    found = {}
    for name, file in _FILES.items():
        with (proxies_folder() / file).open(encoding="utf-8") as text:
            head = re.match(r'\{"built_from":"([0-9a-f]{64})"', text.read(200))
        assert head is not None, file  # a test holds how the compact files begin
        found[name] = head.group(1)[:_SHORT]
    return found
