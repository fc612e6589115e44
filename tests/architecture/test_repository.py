"""What lies in the checkout."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import Path

DOCUMENTS = {"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"}
AGREED = DOCUMENTS | {
    "explorer",
    "assets",
    "tests",
    "pyproject.toml",
    "build.spec",
    "constraints.txt",
    ".gitignore",
    ".ci",
}

# Spelt so that they do not find themselves.
OF_ONE_MACHINE = re.compile(
    rb"/wor[k]/|/roo[t]/|/hom[e]/|/User[s]/|[A-Z]:\\User[s]|/tm[p]/"
    rb"|py[p]i\.org|pythonhoste[d]\.org|npmj[s]\.org|debia[n]\.org|pytorc[h]\.org/whl"
)


def _ignored(checkout: Path) -> set[str]:
    """Return the patterns of names that the checkout's .gitignore lists, and git's own folder."""
    return {".git"} | {line.rstrip("/") for line in (checkout / ".gitignore").read_text("utf-8").split()}


def _matches(name: str, patterns: set[str]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)


def test_top_level_is_the_agreed_one(checkout: Path) -> None:
    names = {path.name for path in checkout.iterdir()}
    assert {name for name in names if not _matches(name, _ignored(checkout))} == AGREED


def test_no_file_knows_a_machine_or_a_registry(checkout: Path) -> None:
    ignored = _ignored(checkout)
    files = [path for name in AGREED for path in [checkout / name, *(checkout / name).rglob("*")] if path.is_file()]
    kept = [path for path in files if not any(_matches(part, ignored) for part in path.relative_to(checkout).parts)]
    found = {path.relative_to(checkout).as_posix(): OF_ONE_MACHINE.findall(path.read_bytes()) for path in kept}
    assert {name: hits for name, hits in found.items() if hits} == {}


def test_readme_has_one_command_for_the_window_and_one_for_the_tests(checkout: Path) -> None:
    commands = re.findall(r"^bash \.ci/setup.*$", (checkout / "README.md").read_text("utf-8"), re.MULTILINE)
    assert [command.partition("&&")[2].split()[0] for command in commands] == [
        ".venv/bin/convnet-explorer",
        ".venv/bin/pytest",
    ]
