"""Every draw of a simulation as a file: for whoever wants to look at them in other software."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from sroi.analysis.drawing.sampling import Draws
from sroi.analysis.recorded.beside import KEY, about_table, beside
from sroi.analysis.simulation import Simulation
from sroi.errors import FileError, Problem, not_installed
from sroi.study.files import being_written, write_atomically
from sroi.valuation.engine import BLOCK, evaluate

if TYPE_CHECKING:
    import pandas as pd

#: Bytes of one number, by kind of file: as text with its comma, and as a binary number (which hardly compresses).
_BYTES: Final = {".csv": 19, ".parquet": 9}


def refuse_unfit(path: Path, draws: int, numbers: int) -> None:
    """Refuse, before anything is drawn, a file that could not be written.

    Parameters
    ----------
    numbers
        Uncertain numbers that are to be written beside the results.

    Raises
    ------
    FileError
        ``suffix-unknown`` for anything but .csv and .parquet; ``disk-full`` where the draws would not fit on the disk.
    """
    suffix = path.suffix.lower()
    if suffix not in _BYTES:
        write = f"write {path.stem or 'draws'}.csv"
        raise FileError(
            Problem("suffix-unknown", f"found the file name {path.name}", "draws are kept as .csv or .parquet", write)
        )
    needed = draws * (5 + numbers) * _BYTES[suffix]
    free = shutil.disk_usage(path.parent if path.parent.is_dir() else Path()).free
    if needed > free:
        raise FileError(
            Problem(
                "disk-full",
                f"{draws:,} draws of {5 + numbers} columns need about {needed / 1e9:,.1f} GB",
                f"{free / 1e9:,.1f} GB are free there",
                "keep fewer draws, leave the estimates out, or write .parquet",
            )
        )


def write_draws(
    found: Simulation, path: Path, *, estimates: bool = False, record: Mapping[str, Any] | None = None
) -> None:
    """Write the draws of a simulation, one row each, whole or not at all.

    Columns are ``draw`` (from 0), ``ratio`` (empty where the inputs are not above 0), ``npv``, ``pv_benefits`` and
    ``pv_inputs``; with ``estimates`` also every uncertain number, by its address. The draws are made again, which
    gives the same numbers, so that memory stays the same however many there are.

    The record of the run, where one is given, is part of Parquet; beside CSV it lies in a file of its own.

    Raises
    ------
    FileError
        As :func:`refuse_unfit`; ``extra-missing`` for Parquet without PyArrow; ``file-unwritten``.
    """
    refuse_unfit(path, found.draws, len(found.sampler.rows) if estimates else 0)
    as_csv = path.suffix.lower() == ".csv"
    with being_written(path) as file:
        (_as_csv if as_csv else _as_parquet)(_frames(found, estimates, record), file)
    if record is not None and as_csv:
        first = next(_frames(found, estimates, None))
        write_atomically(beside(path), about_table(path.name, first, record).encode("utf-8"))


def _frames(found: Simulation, estimates: bool, record: Mapping[str, Any] | None) -> Iterator[pd.DataFrame]:
    import numpy as np
    import pandas as pd

    model, view, drawn = found.sampler.model, found.output.view, Draws(found.sampler)
    for start in range(0, found.draws, BLOCK):
        stop = min(start + BLOCK, found.draws)
        block = drawn.block(start, stop)
        values = {row.address: block.value(row) for row in found.sampler.rows}
        result = evaluate(model, values, view=view)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.where(result.pv_inputs > 0, result.pv_benefits / result.pv_inputs, np.nan)
        columns: dict[str, Any] = {"draw": np.arange(start, stop), "ratio": ratio, "npv": result.npv}
        columns |= {"pv_benefits": result.pv_benefits, "pv_inputs": result.pv_inputs}
        frame = pd.DataFrame(columns | values if estimates else columns)
        frame.attrs = {} if record is None else {KEY: dict(record)}
        yield frame


def _as_csv(frames: Iterator[pd.DataFrame], file: BinaryIO) -> None:
    for count, frame in enumerate(frames):
        file.write(frame.to_csv(index=False, header=count == 0, lineterminator="\n").encode())


def _as_parquet(frames: Iterator[pd.DataFrame], file: BinaryIO) -> None:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise FileError(not_installed("Parquet needs PyArrow", "parquet")) from None
    writer = None
    for frame in frames:
        table = pyarrow.Table.from_pandas(frame, preserve_index=False)
        writer = writer or pyarrow.parquet.ParquetWriter(file, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()
