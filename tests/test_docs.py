"""The documentation is run: console blocks, generated pages, links, decisions, fragments.

With UPDATE_DOCS set, what the commands print now is written into the pages (`make pages`).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from compliance.authoring import rulebook_pages
from compliance.workbench.clauses import clauses_page
from compliance.workbench.pages import commands_page, helps, sentences_page

ROOT = Path(__file__).parents[1]
UPDATE = bool(os.environ.get("UPDATE_DOCS"))
FRONT = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
DOCUMENTS = [*(ROOT / name for name in FRONT), *sorted((ROOT / "docs").rglob("*.md"))]
RULE_PAGES = sorted((ROOT / "docs" / "rules").glob("*.md"))
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
FRAGMENTS = [p for p in sorted((ROOT / "changelog.d").glob("*.md")) if p.name != "README.md"]


class Step(NamedTuple):
    """One command of a console block and the output that the page shows."""

    command: str
    shown: str
    written: str  # the lines of the page that hold the command


def _steps(text: str) -> list[Step]:
    """Split the console blocks of a page at their `$ ` prompts; `> ` carries a line on."""
    steps: list[Step] = []
    for line in "".join(CONSOLE.findall(text)).splitlines(keepends=True):
        if line.startswith("$ "):
            steps.append(Step(line[2:].rstrip("\n"), "", line))
            continue
        command, shown, written = steps[-1]
        if line.startswith("> "):
            steps[-1] = Step(f"{command}\n{line[2:].rstrip()}", "", written + line)
        else:
            steps[-1] = Step(command, shown + line, written)
    return steps


def _matches(shown: str, got: str) -> bool:
    """Compare as doctest does: `...` stands for any text."""
    pattern = r".*?".join(re.escape(part) for part in shown.rstrip().split("..."))
    return re.fullmatch(pattern, got.rstrip(), re.DOTALL) is not None


def _renewed(shown: str, got: str) -> str:
    """Give the new output, with the lines that the page had shortened shortened still."""
    short = [line for line in shown.splitlines() if "..." in line and line.strip(". ")]
    lines = (next((s for s in short if _matches(s, line)), line) for line in got.splitlines())
    return "".join(f"{line}\n" for line in lines)


def _run(command: str, last: int, folder: Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    environment = {**os.environ, "PATH": path, "COLUMNS": "100", "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        ["bash", "-c", f"(exit {last}); {command}"],
        cwd=folder, env=environment, encoding="utf-8", check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
    )  # fmt: skip


TOLD = [page for page in DOCUMENTS if _steps(page.read_text("utf-8"))]


@pytest.mark.slow
@pytest.mark.parametrize("page", TOLD, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_commands_of_a_page_print_what_it_shows(page: Path, tmp_path: Path) -> None:
    """A command that is not followed by `echo $?` must end with 0."""
    for name in ("fixtures", "rules", "features"):
        (tmp_path / name).symlink_to(ROOT / name)
    text = page.read_text("utf-8")
    steps = _steps(text)
    last = 0
    for number, step in enumerate(steps):
        done = _run(step.command, last, tmp_path)
        last = done.returncode
        asked = number + 1 < len(steps) and steps[number + 1].command == "echo $?"
        assert asked or last == 0, f"$ {step.command}\n{done.stdout}\nended with {last}"
        if step.shown and not _matches(step.shown, done.stdout):
            assert UPDATE, f"$ {step.command}\n{done.stdout}"
            now = step.written + _renewed(step.shown, done.stdout)
            text = text.replace(step.written + step.shown, now, 1)
    if UPDATE:
        page.write_text(text, "utf-8")


def test_the_pages_of_commands_and_sentences_are_current() -> None:
    made = {
        "clauses": clauses_page(ROOT / "docs" / "clauses.yaml", ROOT / "rules"),
        "commands": commands_page(helps()),
        "sentences": sentences_page(),
    }
    for name, wanted in made.items():
        page = (ROOT / "docs" / f"{name}.md").read_text("utf-8")
        assert page == wanted, "run `make pages`"


@pytest.mark.slow
def test_the_pages_of_the_rulebook_are_current() -> None:
    """Every example is taken from its feature by running it."""
    wanted = rulebook_pages(rules=ROOT / "rules")
    docs = {path.relative_to(ROOT / "docs").as_posix() for path in RULE_PAGES}
    assert docs == {name for name in wanted if name.startswith("rules/")}, "run `make pages`"
    shown = {name: (ROOT / "docs" / name).read_text("utf-8") for name in wanted}
    stale = [name for name in wanted if shown[name] != wanted[name]]
    assert stale == [], "run `make pages`"


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    inside = [link for link in LINK.findall(page.read_text("utf-8")) if "://" not in link]
    assert [link for link in inside if not (page.parent / link).exists()] == []


def test_the_readme_begins_with_the_two_commands() -> None:
    top = (ROOT / "README.md").read_text("utf-8")[:1500]
    assert "make demo" in top
    assert "make test" in top


def test_every_rule_that_a_page_names_exists() -> None:
    known = {path.stem for path in (ROOT / "rules").rglob("*-[0-9][0-9][0-9].yaml")}
    sets = "|".join(sorted({rule.partition("-")[0] for rule in known}))
    for page in DOCUMENTS:
        text = page.read_text("utf-8")
        named = set(re.findall(rf"\b(?:{sets})-[0-9]{{3}}\b", text))
        written = set(
            re.findall(r"^> id: (\S+)$", text, re.MULTILINE)
        )  # by the page's own commands
        assert named <= known | written, page


def test_every_decision_is_listed_and_has_its_four_parts() -> None:
    folder = ROOT / "docs" / "adr"
    index = (folder / "README.md").read_text("utf-8")
    for page in sorted(folder.glob("[0-9]*.md")):
        text = page.read_text("utf-8")
        assert f"]({page.name})" in index
        assert text.startswith(f"# {page.name[:4]} ")
        for part in ("Context", "Choice", "Rejected", "Consequence"):
            assert f"**{part}.**" in text, page


@pytest.mark.parametrize("fragment", FRAGMENTS, ids=lambda path: path.name)
def test_a_change_says_whose_results_move(fragment: Path) -> None:
    text = fragment.read_text("utf-8")
    assert text.startswith("## Results that move\n\n")
    assert "\n## What is new\n\n" in text
