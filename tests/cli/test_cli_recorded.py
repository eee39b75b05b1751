"""Whatever a command writes carries the record of its run, and ``sroi reproduce`` runs the command again."""

import io
import json
import os
import shutil
import subprocess
import sys

import pandas as pd
import pytest

from sroi.analysis.recorded.artefacts import record_in
from sroi.cli.again import REPEATED

#: A study with ranges and an option, so that every question can be asked of it.
RANGED = {"deadweight: 10%": "deadweight: 10% (5% to 30%)", "value: 100": "value: 100 (60 to 160)"}

#: Every command that a record may name, as it is typed behind the study.
COMMANDS = {
    "run": ("run",),
    "run --table": ("run", "--table", "cash_flow"),
    "run --conventions": ("run", "--conventions"),
    "explain": ("explain", "fit"),
    "scenarios": ("scenarios", "--draws", "200"),
    "compare": ("compare", "cautious"),
    "solve": ("solve", "fit/value", "2"),
    "switch": ("switch", "--target=2"),
    "switch --pair": ("switch", "--pair", "fit/value", "fit/quantity"),
    "simulate": ("simulate", "--draws", "500", "--seed", "7", "--target", "1"),
    "tornado": ("tornado", "--by", "20%", "--limit", "1"),
    "drivers": ("drivers",),
    "evpi": ("evpi", "--draws", "2000"),
    "sweep": ("sweep", "--vary=fit/deadweight=0%:60%:4", "--vary", "fit/value*=-10%,+10%", "--measure", "npv"),
    "evidence": ("evidence",),
    "assumptions": ("assumptions",),
}


def test_every_command_that_may_be_repeated_is_tried():
    assert {words[0] for words in COMMANDS.values()} == set(REPEATED)


@pytest.mark.parametrize("suffix", ["json", "csv", "parquet"])
@pytest.mark.parametrize("name", COMMANDS)
def test_what_is_written_is_run_again_and_comes_out_the_same(sroi, written, tmp_path, name, suffix):
    (tmp_path / "made").mkdir()
    study, path = written("made/walking.yaml", change=RANGED), tmp_path / f"result.{suffix}"
    verb, *words = COMMANDS[name]
    assert sroi(verb, study, *words, "-o", path).code == 0
    study.unlink()
    record = record_in(path)
    assert record.command[:2] == (verb, "walking.yaml") and str(tmp_path) not in record.as_text()
    assert record.title == "Walking group" and record.date and record.versions["sroi"] and record.convention
    found = sroi("reproduce", path)
    assert found.code == 0, found.words
    assert "The same result: all" in found.words and "values of the file agree in every digit." in found.words
    assert f"sroi {verb} walking.yaml" in found.words


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_draws_that_are_kept_are_drawn_again(sroi, written, tmp_path, suffix):
    path = tmp_path / f"draws.{suffix}"
    words = ("--draws", "300", "--seed", "3", "--with-estimates", "--keep", path)
    assert sroi("simulate", written(change=RANGED), *words).code == 0
    record = record_in(path)
    assert (record.draws, record.seed) == (300, 3)
    assert record.command_line == f"sroi simulate walking.yaml --draws 300 --seed 3 --with-estimates --keep {path.name}"
    found = sroi("reproduce", path)
    assert found.code == 0 and "The same result: all 2,100 values of the file agree in every digit." in found.words


def test_two_studies_are_compared_again(sroi, written, tmp_path):
    first, second = written(), written("other.yaml", change={"value: 100": "value: 101"})
    path = tmp_path / "step.json"
    assert sroi("compare", f"{first}:cautious", second, "-o", path).code == 0
    record = record_in(path)
    assert record.command == ("compare", "walking.yaml:cautious", "other.yaml") and "value: 101" in record.second
    first.unlink(), second.unlink()
    assert sroi("reproduce", path).code == 0


def test_printed_json_carries_the_record_too(sroi, written, tmp_path):
    path = tmp_path / "printed.json"
    path.write_text(sroi("tornado", written(change=RANGED), "--json").out, encoding="utf-8")
    assert sroi("reproduce", path).code == 0


def test_a_changed_value_is_named(sroi, written, tmp_path):
    path = tmp_path / "grid.csv"
    sroi("sweep", written(), "--vary", "fit/deadweight=0%:60%:4", "-o", path)
    frame = pd.read_csv(path)
    frame.loc[2, "ratio"] *= 1.001
    frame.to_csv(path, index=False)
    found = sroi("reproduce", path)
    assert found.code == 1 and "row 3, ratio" in found.words and "the same to 3 digits" in found.words
    assert (
        "Not the same result: 1 of the 12 values of the file differs; it agrees to 3 significant digits." in found.words
    )
    data = json.loads(sroi("reproduce", path, "--json").out)
    assert data["same"] is False and data["result"]["values"] == 12
    (apart,) = data["result"]["apart"]
    assert apart["where"] == "row 3, ratio" and apart["digits"] == 3
    assert sroi("reproduce", path, "-o", tmp_path / "apart.csv").code == 1
    assert "row 3, ratio" in pd.read_csv(tmp_path / "apart.csv")["number"].tolist()


def test_what_is_said_of_a_table_lies_beside_it_and_may_be_named_itself(sroi, written, tmp_path):
    path = tmp_path / "grid.csv"
    found = sroi("sweep", written(), "--vary", "fit/deadweight=0%:60%:4", "-o", path)
    about = tmp_path / "grid.csv-metadata.json"
    assert f"written: {about}, the record of the run, for sroi reproduce" in found.err
    said = json.loads(about.read_text(encoding="utf-8"))
    assert said["@context"] == "http://www.w3.org/ns/csvw" and said["url"] == "grid.csv"
    assert [column["titles"] for column in said["tableSchema"]["columns"]] == list(pd.read_csv(path).columns)
    assert sroi("reproduce", about).code == 0
    about.unlink()
    found = sroi("reproduce", path)
    assert found.code == 2 and "found no run record in grid.csv" in found.words


def test_parquet_keeps_its_record_when_it_is_moved(sroi, written, tmp_path):
    path = tmp_path / "grid.parquet"
    sroi("sweep", written(), "--vary", "fit/deadweight=0%:60%:4", "-o", path)
    (tmp_path / "elsewhere").mkdir()
    moved = shutil.move(path, tmp_path / "elsewhere" / "g.parquet")
    assert pd.read_parquet(moved).attrs["run_record"]["title"] == "Walking group"
    assert sroi("reproduce", moved).code == 0


def test_a_study_without_a_ratio_is_recorded_and_run_again(sroi, written, tmp_path):
    path = tmp_path / "grid.csv"
    study = written(change={"amount: 1000": "amount: 0"})
    assert sroi("sweep", study, "--vary", "inputs/leader/amount=100:500:3", "-o", path).code == 0
    assert sroi("reproduce", path).code == 0


BELIEVED = {
    "it names the command 'report'": ["report", "walking.yaml", "-o", "x.html"],
    "it names the command ''": [""],
    "its command says where to read or to write": ["run", "walking.yaml", "--output=/tmp/x.csv"],
    "its command says where to read or to write ": ["run", "walking.yaml", "--proxies", "/etc/passwd"],
    "its command is not understood: found --x": ["run", "walking.yaml", "--x"],
    "its command names no study": ["run", "../walking.yaml"],
    "its command names no study ": ["run", ".."],
}


@pytest.mark.parametrize(("why", "command"), BELIEVED.items(), ids=BELIEVED)
def test_a_record_that_somebody_has_changed_is_not_obeyed(sroi, written, tmp_path, why, command):
    path = tmp_path / "result.json"
    sroi("run", written(), "-o", path)
    data = json.loads(path.read_text(encoding="utf-8"))
    data["run_record"]["command"] = command
    path.write_text(json.dumps(data), encoding="utf-8")
    found = sroi("reproduce", path)
    assert found.code == 2 and f"cannot read the run record: {why.strip()}" in found.words
    for damaged in ("run", [1]):
        data["run_record"]["command"] = damaged
        path.write_text(json.dumps(data), encoding="utf-8")
        assert "its command is not what sroi wrote" in sroi("reproduce", path).words


def test_a_file_that_is_not_what_its_name_says_is_refused_in_words(sroi, written, tmp_path):
    path = tmp_path / "grid.csv"
    sroi("sweep", written(), "--vary", "fit/deadweight=0%:60%:4", "-o", path)
    path.write_bytes(b"a,b\n1\n")
    found = sroi("reproduce", path)
    assert found.code == 2 and "cannot compare grid.csv: it is not what its name says" in found.words
    other = tmp_path / "grid.parquet"
    other.write_bytes(path.read_bytes())
    (tmp_path / "grid.parquet-metadata.json").write_bytes((tmp_path / "grid.csv-metadata.json").read_bytes())
    found = sroi("reproduce", other)
    assert found.code == 2 and "cannot compare grid.parquet: it is not what its name says" in found.words


def test_no_number_depends_on_the_order_in_which_python_happens_to_keep_names(tmp_path):
    asked = [
        ["evpi", "oslo-large-families", "--draws", "3000"],
        ["evpi", "oslo-large-families", "--between", "options", "--draws", "3000"],
        ["drivers", "oslo-large-families"],
        ["compare", "oslo-large-families", "wheels-to-meals"],
        ["simulate", "oslo-large-families", "--draws", "500", "--threads", "1"],
    ]
    lines = f"from sroi.cli.main import main\nfor words in {asked!r}:\n    main([*words, '--json'])\n"
    printed = {
        subprocess.run(
            [sys.executable, "-c", lines],
            env={**os.environ, "PYTHONHASHSEED": seed, "OPENBLAS_NUM_THREADS": "1"},
            cwd=tmp_path, capture_output=True, check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert len(printed) == 1 and io.BytesIO(printed.pop()).read(1) == b"{"
