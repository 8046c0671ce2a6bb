"""From the command line to the window, and every reason why there is none."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tertulia_core import __version__

ROOT = Path(__file__).parents[2]
SOURCES = os.pathsep.join(str(folder) for folder in sorted(ROOT.glob("packages/*/src")))

WITHOUT_TKINTER = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("tkinter", "_tkinter"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Missing())
from tertulia_tk.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def run(
    *arguments: str, code: str = "", language: str = "en", **environ: str
) -> subprocess.CompletedProcess[str]:
    """Run the window's program without a screen."""
    command = [sys.executable, "-c", code] if code else [sys.executable, "-m", "tertulia_tk"]
    surroundings = {**os.environ, "PYTHONPATH": SOURCES, "LANGUAGE": language, **environ}
    surroundings.pop("DISPLAY", None)
    return subprocess.run(
        [*command, *arguments], env=surroundings, capture_output=True, text=True, check=False,
        timeout=30,
    )  # fmt: skip


@pytest.mark.parametrize("code", ["", WITHOUT_TKINTER])
def test_help_version_and_paths_need_neither_tkinter_nor_a_screen(code: str) -> None:
    """They only print."""
    helped, version, paths = (run(word, code=code) for word in ("--help", "--version", "paths"))

    assert (helped.returncode, version.returncode, paths.returncode) == (0, 0, 0)
    assert "--nick" in helped.stdout
    assert version.stdout == f"tertulia-tk {__version__}\n"
    assert "outbox" in paths.stdout
    assert helped.stderr + version.stderr + paths.stderr == ""


@pytest.mark.parametrize(
    ("language", "word"), [("en", "install the package"), ("es", "instala el paquete")]
)
def test_without_tkinter_one_sentence_says_what_to_install(language: str, word: str) -> None:
    """And that there is a client for the terminal."""
    result = run(code=WITHOUT_TKINTER, language=language)

    assert result.returncode == 2
    assert word in result.stderr
    assert "python3-tk" in result.stderr
    assert "tertulia-tui" in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


@pytest.mark.parametrize(("language", "word"), [("en", "No window"), ("es", "ninguna ventana")])
def test_without_a_screen_one_sentence_says_so(language: str, word: str) -> None:
    """With the reason and the way out."""
    result = run(language=language)

    assert result.returncode == 2
    assert word in result.stderr
    assert "tertulia-tui" in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "words", [["--nonsense"], ["a b:c"], ["--theme", "pink"], ["--config", "x"]]
)
def test_a_wrong_command_line_is_told_in_one_line(words: list[str]) -> None:
    """Before any window."""
    result = run(*words)

    assert result.returncode == 2
    assert result.stderr.startswith("tertulia-tk: ")
    assert result.stderr.count("\n") == 1


def test_no_window_leaves_no_locked_instance(tmp_path: Path) -> None:
    """The next start adopts the same folder."""
    for _start in range(2):
        run(XDG_STATE_HOME=str(tmp_path))

    assert [folder.name for folder in (tmp_path / "tertulia" / "instances").iterdir()] == ["1"]
