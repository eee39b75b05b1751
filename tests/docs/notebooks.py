"""The notebooks of the documentation: ``python -m tests.docs.notebooks`` executes them anew."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "docs" / "notebooks"
NOTEBOOKS = tuple(sorted(FOLDER.glob("*.ipynb")))


def executed(path: Path, seconds: int = 120) -> Any:
    """Run every cell of a notebook in a kernel of its own; an error in one of them is raised."""
    import nbformat
    from nbclient import NotebookClient
    from traitlets.config import Config

    notebook = nbformat.read(path, as_version=4)
    local = Config({"KernelManager": {"transport": "ipc"}})  # no port is opened
    NotebookClient(notebook, timeout=seconds, kernel_name="python3", record_timing=False, config=local).execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    return notebook


if __name__ == "__main__":
    import nbformat

    for path in NOTEBOOKS:
        print(path.name, file=sys.stderr)
        nbformat.write(executed(path), path)
