"""Where the data folders lie: beside the package in a checkout, inside it once installed.

An installed wheel carries `proxies/` and `studies/` as `sroi/_data/proxies` and `sroi/_data/studies`;
in a checkout they are folders of the repository, beside the `sroi` package.
"""

from __future__ import annotations

from pathlib import Path

from sroi.errors import FileError, Problem

_PACKAGE = Path(__file__).resolve().parent.parent


def data_folder(name: str) -> Path:
    """Return one data folder of the product.

    Parameters
    ----------
    name
        ``proxies`` or ``studies``.

    Raises
    ------
    FileError
        ``data-missing`` when neither place has the folder.

    Examples
    --------
    >>> data_folder("proxies").name
    'proxies'
    """
    for folder in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise FileError(
        Problem(
            "data-missing",
            f"the data folder '{name}' was not found in or beside the sroi package",
            "an installed sroi carries it as sroi/_data",
            "install sroi again, or run it from a complete checkout",
        )
    )


def proxies_folder() -> Path:
    """Return the folder of the proxy bank, its price indices and its discount schedules."""
    return data_folder("proxies")


def studies_folder() -> Path:
    """Return the folder of the ready studies."""
    return data_folder("studies")
