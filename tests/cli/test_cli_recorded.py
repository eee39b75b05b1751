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
    "its command names no study  ": ["run", "a\0b"],
    "no file can be called": ["run", "a" * 300],
    "its command asks for help": ["run", "walking.yaml", "--help"],
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
    whole = path.read_bytes()
    for content, why in (
        (b"a,b\n1\n", "its row 1 has 1 cell, where 2 are named"),
        (whole.replace(b"npv", b"ratio"), 'the name "ratio" stands twice'),
        (whole.decode().encode("utf-16"), "it is not written in UTF-8"),
        (whole + b'"open', "it is not what its name says, csv"),
    ):
        path.write_bytes(content)
        found = sroi("reproduce", path)
        assert found.code == 2 and f"cannot compare grid.csv: {why};" in found.words
    other = tmp_path / "grid.parquet"
    other.write_bytes(path.read_bytes())
    (tmp_path / "grid.parquet-metadata.json").write_bytes((tmp_path / "grid.csv-metadata.json").read_bytes())
    found = sroi("reproduce", other)
    assert found.code == 2 and "cannot compare grid.parquet: it is not what its name says, parquet;" in found.words


def test_a_result_that_has_been_given_another_name_is_found_by_it_or_asked_for(sroi, written, tmp_path):
    path = tmp_path / "grid.csv"
    sroi("sweep", written(), "--vary", "fit/deadweight=0%:60%:4", "-o", path)
    for name in ("other.csv", "other.txt"):
        shutil.copy(path, tmp_path / name)
        shutil.copy(tmp_path / "grid.csv-metadata.json", tmp_path / f"{name}-metadata.json")
    assert sroi("reproduce", tmp_path / "other.csv").code == 0
    found = sroi("reproduce", tmp_path / "other.txt")
    assert found.code == 2 and "cannot compare other.txt: its name does not say what it is;" in found.words
    assert "call it other.json, .csv or .parquet." in found.words


@pytest.mark.parametrize("folder", [".", "/", ".."])
def test_a_folder_carries_no_record(sroi, folder):
    found = sroi("reproduce", folder)
    assert found.code == 2 and f"cannot read {folder}: it is a folder" in found.words


def test_a_table_that_is_too_large_to_compare_is_refused_before_it_is_computed(sroi, written, tmp_path, monkeypatch):
    from sroi.analysis.recorded import contents

    path = tmp_path / "grid.csv"
    sroi("sweep", written(), "--vary", "fit/deadweight=0%:60%:4", "-o", path)
    monkeypatch.setattr(contents, "_MOST", 10)
    found = sroi("reproduce", path)
    assert found.code == 2 and "cannot compare grid.csv: it is larger than 0 MB;" in found.words
    assert "compare a smaller part, such as fewer cells" in found.words


STRANGE = (
    "a b.yaml",
    "it's.yaml",
    "-walk.yaml",
    "--json",
    "a:b.yaml",
    "ünï 学.yaml",
    "=1+1.yaml",
    "a" * 150,
    "a\nb.yaml",
)


@pytest.mark.parametrize("name", STRANGE)
def test_a_study_may_be_called_what_it_likes(sroi, written, tmp_path, name):
    if os.name == "nt":
        pytest.skip("Windows knows no such names")
    study, path = written(name, change=RANGED), tmp_path / "result.json"
    assert sroi("tornado", study, "--by", "10%", "-o", path).code == 0
    assert sroi("reproduce", path).code == 0
    for first, second in ((f"{study}:cautious", "wheels-to-meals"), ("wheels-to-meals", study), (study, "cautious")):
        assert sroi("compare", first, second, "-o", path).code == 0
        assert sroi("reproduce", path).code == 0, (first, second)


@pytest.mark.parametrize(
    "words",
    [
        ("solve", "fit/value", "--target=-£5", "--measure", "npv"),
        ("solve", "fit/value", "--target", "-1,000", "--measure", "npv"),
        ("solve", "fit/value", "-5", "--measure", "npv"),
        ("sweep", "--vary=fit/value=-5:5:3", "--meas", "npv", "--meas=ratio"),
        ("simulate", "--draws", "200", "--keep=-draws.csv"),
    ],
    ids=" ".join,
)
def test_what_begins_with_a_hyphen_is_recorded_so_that_it_is_read_again(sroi, written, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    verb, *rest = words
    path = "-draws.csv" if verb == "simulate" else "-result.csv"
    assert sroi(verb, written(change=RANGED), *rest, f"-o{'other.csv' if verb == 'simulate' else path}").code == 0
    found = sroi("reproduce", "--", path)
    assert found.code == 0, found.words


def test_no_file_of_this_computer_is_read_because_a_record_names_it(sroi, written, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path, secret = tmp_path / "step.json", written("secret.yaml")
    assert sroi("compare", written(), "cautious", "-o", path).code == 0
    (tmp_path / "cautious").write_text("a file that happens to be called so", encoding="utf-8")
    assert sroi("reproduce", path).code == 0
    data = json.loads(path.read_text(encoding="utf-8"))
    for named in (str(secret), "secret.yaml", "wheels-to-meals", "-"):
        data["run_record"]["command"] = ["compare", "walking.yaml", named]
        path.write_text(json.dumps(data), encoding="utf-8")
        found = sroi("reproduce", path)
        assert found.code == 2 and f"found {named}; a scenario is an id under scenarios or options" in found.words
    data["run_record"] |= {"second": f"{data['run_record']['study']}proxies: [{secret}]\n"}
    data["run_record"]["command"][2] = "other.yaml"
    path.write_text(json.dumps(data), encoding="utf-8")
    found = sroi("reproduce", path)
    assert found.code == 2
    assert "the second study in the record names files of its own proxies; those lie beside its own file" in found.words
    assert "write it anew where they lie: sroi compare walking.yaml other.yaml" in found.words


def test_an_error_of_today_names_no_folder_of_a_moment(sroi, written, tmp_path):
    path = tmp_path / "step.json"
    sroi("compare", f"{written()}:cautious", written("other.yaml"), "-o", path)
    found = sroi("reproduce", path, "--study", "wheels-to-meals")
    assert found.code == 2 and "found cautious; a scenario is an id under scenarios or options" in found.words
    data = json.loads(path.read_text(encoding="utf-8"))
    data["run_record"]["second"] = data["run_record"]["second"].replace("value: 100", "proxy: unknown-one")
    path.write_text(json.dumps(data), encoding="utf-8")
    found = sroi("reproduce", path)
    assert found.code == 2 and "there is no proxy unknown-one" in found.words and "/" not in found.words.split(":")[0]


@pytest.mark.parametrize("suffix", ["json", "csv", "parquet"])
@pytest.mark.parametrize("found", ["NaN", "Infinity", "1e999", "9" * 400, '"a word"', "true"])
def test_what_is_no_number_is_a_value_that_differs_whatever_is_asked_for(sroi, written, tmp_path, suffix, found):
    path = tmp_path / "result.json"
    sroi("run", written(), "-o", path)
    text = path.read_text(encoding="utf-8")
    ratio = json.loads(text)["ratio"]
    path.write_text(text.replace(f'"ratio": {ratio!r}', f'"ratio": {found}', 1), encoding="utf-8")
    assert "Not the same result: 1 of the" in sroi("reproduce", path).words
    assert json.loads(sroi("reproduce", path, "--json").out)["result"]["apart"][0]["now"] == ratio
    told = sroi("reproduce", path, "-o", tmp_path / f"apart.{suffix}")
    assert told.code == 1 and "written: " in told.err


def test_columns_that_somebody_has_added_to_parquet_are_named(sroi, written, tmp_path):
    path = tmp_path / "grid.parquet"
    sroi("sweep", written(), "--vary", "fit/deadweight=0%:60%:4", "-o", path)
    frame = pd.read_parquet(path)
    kept = frame.attrs
    frame = frame.assign(day=pd.Timestamp("2026-11-22"), parts=[[1, 2]] * len(frame), more=[{"a": 1}] * len(frame))
    frame.attrs = kept
    frame.to_parquet(path)
    assert json.loads(sroi("reproduce", path, "--json").out)["result"]["values"] == 24
    found = sroi("reproduce", path)
    assert found.code == 1 and "Not the same result: 12 of the 24 values of the file differ." in found.words


def test_values_that_the_file_has_lost_are_counted_apart(sroi, written, tmp_path):
    path = tmp_path / "grid.csv"
    sroi("sweep", written(), "--vary", "fit/deadweight=0%:60%:4", "-o", path)
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(lines[:-1]), encoding="utf-8")
    assert "Not the same result: 3 values more now." in sroi("reproduce", path).words
    path.write_text(
        "\n".join([lines[0], lines[1].replace(lines[1].split(",")[1], "7"), *lines[2:-1]]), encoding="utf-8"
    )
    said = sroi("reproduce", path).words
    assert "Not the same result: 1 of the 9 values of the file differs; 3 values more now." in said


def test_rows_as_json_have_their_record_beside_them_and_parquet_has_none_there(sroi, written, tmp_path):
    for suffix in ("json", "parquet"):
        assert sroi("run", written(), "--conventions", "-o", tmp_path / f"readings.{suffix}").code == 0
    assert (tmp_path / "readings.json-metadata.json").is_file()
    assert not (tmp_path / "readings.parquet-metadata.json").exists()


def test_what_the_cells_of_a_table_say_is_no_record(sroi, written, tmp_path):
    path = tmp_path / "result.csv"
    study = written(change={"name: Fitter": """name: '{"sroi-run-record": 1, "title": "mine"}'"""})
    assert sroi("run", study, "-o", path).code == 0
    assert sroi("reproduce", path).code == 0


def test_the_study_may_come_through_standard_input(sroi, written, tmp_path, monkeypatch):
    path, study = tmp_path / "result.json", written()
    for words in (("run", "-", "-o", path), ("reproduce", path, "--study", "-")):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(study.read_bytes())))
        found = sroi(*words)
        assert found.code == 0, found.words


def test_proxies_of_ones_own_are_asked_for_by_name(sroi, written, tmp_path):
    from tests.cli.test_cli_proxies import OWN

    own, path = tmp_path / "own.yaml", tmp_path / "result.csv"
    own.write_text(OWN, encoding="utf-8")
    study = written(change={"value: 100": "proxy: our-support-visit", "horizon: 3": "horizon: 3\nprice_base: 2024-25"})
    assert sroi("run", study, "--proxies", own, "-o", path).code == 0
    assert str(tmp_path) not in (tmp_path / "result.csv-metadata.json").read_text(encoding="utf-8")
    found = sroi("reproduce", path)
    assert found.code == 2
    assert "the run looked for proxies in own.yaml; a record does not carry them" in found.words
    assert "give the study and its proxies: --study FILE --proxies own.yaml" in found.words
    assert sroi("reproduce", path, "--study", study, "--proxies", own).code == 0


def test_whoever_interrupts_a_rerun_is_not_told_that_the_result_differs(sroi, written, tmp_path, monkeypatch):
    from sroi.cli import simulate
    from sroi.cli.main import INTERRUPTED

    path = tmp_path / "result.json"
    sroi("simulate", written(change=RANGED), "--draws", "200", "-o", path)
    monkeypatch.setattr(simulate, "execute", lambda options: INTERRUPTED)
    found = sroi("reproduce", path)
    assert found.code == INTERRUPTED and "Not the same" not in found.words


def test_tables_of_an_archive_are_told_of_by_the_file_about_all_of_them(sroi, written, tmp_path):
    from sroi.analysis.reproducing import run_record
    from sroi.study.loading import load
    from sroi.valuation.valuation import evaluate
    from sroi.workbook.packed import tables_archive

    valuation = evaluate(load(written()))
    path = tmp_path / "tables.zip"
    path.write_bytes(tables_archive(valuation, run_record(valuation)))
    shutil.unpack_archive(path, tmp_path / "tables")
    for file in (path, tmp_path / "tables" / "csv-metadata.json"):
        found = sroi("reproduce", file)
        assert found.code == 0 and "The same numbers: all 5 agree in every digit." in found.words


def test_no_number_depends_on_the_order_in_which_python_happens_to_keep_names(tmp_path):
    asked = [
        ["evpi", "childrens-centres-work-services", "--draws", "1000", "--json"],
        ["drivers", "oslo-large-families", "--json"],
        ["scenarios", "key-worker-employment-manchester", "--no-ranges"],
        ["compare", "oslo-large-families", "wheels-to-meals", "--json"],
        ["simulate", "oslo-large-families", "--draws", "500", "--threads", "1", "--json"],
    ]
    lines = f"from sroi.cli.main import main\nfor words in {asked!r}:\n    main(words)\n"
    printed = {
        subprocess.run(
            [sys.executable, "-c", lines],
            env={**os.environ, "PYTHONHASHSEED": seed, "OPENBLAS_NUM_THREADS": "1"},
            cwd=tmp_path, capture_output=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    (said,) = printed
    assert b"not counted" in said and b'"evpi"' in said
