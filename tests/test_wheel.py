"""The wheel carries everything: built, installed elsewhere, and used there."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.wheel
def test_the_wheel_works_away_from_the_repository(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    elsewhere = tmp_path / "elsewhere"
    # The libraries come from the environment that runs the tests; sroi itself only from the wheel.
    venv.create(elsewhere, with_pip=False, symlinks=True)
    site = next((elsewhere / "lib").glob("python*/site-packages"))
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--no-index",
            "--target",
            str(site),
            str(wheel),
        ],
        check=True,
    )
    libraries = next(Path(p) for p in sys.path if p.endswith("site-packages"))
    hide = "import sys; sys.meta_path = [f for f in sys.meta_path if 'editable' not in type(f).__module__ + str(f)]"
    (site / "libraries.pth").write_text(f"{libraries}\n", encoding="utf-8")
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    python = elsewhere / "bin" / "python"

    def run(*arguments):
        return subprocess.run(
            [python, *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
        ).stdout

    where = run("-c", f"{hide}; import sroi; print(sroi.__file__)").strip()
    assert where.startswith(str(site))
    assert "1.93" in run("-m", "sroi", "run", "wheels-to-meals")
    assert '"ratio": 1.929' in run("-m", "sroi", "run", "wheels-to-meals", "--json")
    run("-m", "sroi", "report", "wheels-to-meals", "-o", "r.pdf", "--profile", "brief")
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")
    folder = run("-c", "from sroi.bank.locate import proxies_folder; print(proxies_folder())").strip()
    assert folder.startswith(str(site))
    assert run("-c", "from sroi import bank; print(bank.find('wellby').value.amount)").strip() == "13000.0"
    door = Path(run("-c", "from sroi.cli.app import script; print(script())").strip())
    assert str(door).startswith(str(site)) and door.read_bytes() == (ROOT / "app.py").read_bytes()
    config = Path(".streamlit") / "config.toml"
    assert (door.parent / config).read_bytes() == (ROOT / config).read_bytes()
    assert "older-people" in run("-c", "from sroi.valuation.opening import templates; print(*templates())")
