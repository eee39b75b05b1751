"""The house holds: imports run one way, names are public where promised, files stay readable."""

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import sroi

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "sroi"

#: A room may import from its own and from those named beside it.
BELOW = {
    "errors": set(),
    "study": {"errors"},
    "bank": {"errors"},
    "valuation": {"errors", "study", "bank"},
    "analysis": {"errors", "study", "bank", "valuation"},
    "assurance": {"errors", "study", "bank", "valuation", "analysis"},
    "charts": {"errors", "study", "bank", "valuation", "analysis"},
    "report": {"errors", "study", "bank", "valuation", "analysis", "assurance", "charts"},
    "workbook": {"errors", "study", "bank", "valuation", "analysis", "charts"},
    "webapp": {"errors", "study", "bank", "valuation", "analysis", "assurance", "charts", "workbook", "report"},
    "cli": {"errors", "study", "bank", "valuation", "analysis", "assurance", "workbook", "report"},
}

#: Outside libraries that only these rooms may import.
ONLY_IN = {
    "streamlit": {"webapp"},
    "plotly": {"charts"},
    "xlsxwriter": {"workbook"},
    "openpyxl": {"workbook"},
    "typst": {"report"},
    "docx": {"report"},
    "rich": {"cli"},
    "argparse": {"cli", "bank"},
}

MODULES = sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    return parts[0].removesuffix(".py")


def imported(path: Path):
    """Yield (module, whether it is imported for types only) for every import of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            yield name, id(node) in typing_only


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_one_way(path):
    here = room(path)
    if here in ("__init__", "__main__"):
        pytest.importorskip("sroi")
        return
    for name, _ in imported(path):
        if not name.startswith("sroi."):
            continue
        there = name.split(".")[1]
        allowed = BELOW[here] | {here}
        if there == "__version__":
            continue
        assert there in allowed, f"{path.name} in {here} imports {name}; {here} may import {sorted(allowed)}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_library_stays_in_its_room(path):
    for name, _ in imported(path):
        wanted = ONLY_IN.get(name.split(".")[0])
        assert wanted is None or room(path) in wanted, f"{path} imports {name}"


def test_every_room_is_known_to_this_test():
    rooms = {room(path) for path in MODULES} - {"__init__", "__main__"}
    assert rooms == set(BELOW)


def test_a_room_that_imports_upwards_is_caught(tmp_path):
    culprit = tmp_path / "culprit.py"
    culprit.write_text("from sroi.valuation.engine import evaluate\n", encoding="utf-8")
    assert [name for name, _ in imported(culprit)] == ["sroi.valuation.engine.evaluate"]
    assert "valuation" not in BELOW["study"]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_stay_readable(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_library_neither_prints_nor_asks_the_clock(path):
    if room(path) == "cli" or path.name == "build.py" or path == PACKAGE / "webapp" / "place.py":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in ("print", "time.time", "datetime.now", "date.today", "datetime.today"), (
                f"{path}: {called}"
            )


def test_every_module_says_what_it_is():
    silent = [str(path) for path in MODULES if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert silent == []


def test_public_names_exist_and_are_about_two_dozen():
    assert len(sroi.__all__) <= 24
    for name in sroi.__all__:
        assert getattr(sroi, name) is not None
    assert set(sroi.__all__) <= set(dir(sroi))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = sroi.nothing


def test_importing_sroi_imports_nothing_heavy():
    code = "import sys, sroi; print(sorted({'numpy', 'pandas', 'pydantic', 'scipy', 'rich'} & set(sys.modules)))"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_help_imports_neither_numpy_nor_pandas():
    code = (
        "import sys\nfrom sroi.cli.main import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print('heavy:', sorted({'numpy', 'pandas', 'pydantic', 'scipy', 'rich'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "heavy: []" in out


def test_every_command_has_its_file():
    from sroi.cli.main import module_of, parser

    commands = next(action for action in parser()._actions if action.dest == "command").choices
    for name in commands:
        assert callable(importlib.import_module(module_of(name)).execute)
