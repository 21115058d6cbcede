"""A browser at work in JupyterLab itself: what is done in the explorer stands in the city's files, and is there after a reload."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from little_city import make_city

from peace_analysis.city import City
from peace_analysis.codebook_file import read_codebook
from peace_analysis.exchange.memos_file import read_memos

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LONG = 25_000  # milliseconds that a server or a kernel may take where others use the machine too
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
NO_NEWS = {"fetchNews": "false", "checkForUpdates": False}


@pytest.fixture
def lab(tmp_path: Path, root: Path) -> Iterator[tuple[str, City]]:
    """JupyterLab on loopback, with explore.ipynb for the little city in its folder."""
    city = make_city(tmp_path / "data")
    notebook = json.loads((root / "notebooks" / "explore.ipynb").read_text(encoding="utf-8"))
    (parameters,) = [cell for cell in notebook["cells"] if "parameters" in cell["metadata"].get("tags", [])]
    parameters["source"] = ['city = "little"\n', 'author = ""']
    (tmp_path / "explore.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    settings = tmp_path / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    (settings / "notification.jupyterlab-settings").write_text(json.dumps(NO_NEWS), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    own = {name: str(tmp_path / name.lower()) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}
    own |= {"PEACE_ANALYSIS_DATA": str(tmp_path / "data"), "PYTHONPATH": str(root), "JUPYTER_TOKEN": token}
    own |= {"JUPYTERLAB_SETTINGS_DIR": str(tmp_path / "settings"), "JUPYTERLAB_WORKSPACES_DIR": str(tmp_path / "workspaces")}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}"]
    command += ["--ServerApp.port_retries=0", f"--ServerApp.root_dir={tmp_path}"]
    log = (tmp_path / "lab.log").open("w")
    server = subprocess.Popen(command, env=os.environ | own, stdout=log, stderr=subprocess.STDOUT, cwd=tmp_path)
    try:
        for _ in range(LONG // 200):
            try:
                urlopen(f"http://127.0.0.1:{port}/api?token={token}", timeout=5).close()
                break
            except OSError:
                assert server.poll() is None, (tmp_path / "lab.log").read_text()
                time.sleep(0.2)
        yield f"http://127.0.0.1:{port}/lab/tree/explore.ipynb?token={token}", city
    finally:
        server.terminate()  # it ends its kernels with itself
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        log.close()


@pytest.fixture
def page(lab: tuple[str, City], browser):
    """A page of Chromium, of its own context; the addresses that it asks for are kept on it."""
    context = browser.new_context(viewport={"width": 1500, "height": 2400})
    page = context.new_page()
    page.set_default_timeout(LONG)
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    yield page
    if folder := os.environ.get("EXPLORE_PICTURES"):
        page.screenshot(path=Path(folder) / "last.png")
    context.close()


def run_notebook(page, address: str) -> None:
    page.goto(address)
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    page.locator("#jp-main-statusbar").get_by_text("(ipykernel) | Idle").wait_for()  # until then JupyterLab runs no cell
    page.locator(".lm-MenuBar-itemLabel", has_text="Run").click()
    page.locator(".lm-Menu-itemLabel", has_text="Run All Cells").first.click()
    page.locator(".pa-explore [aria-label=Statements] [role=option]").first.wait_for()


def keep_picture(page, name: str, what: str = ".pa-explore") -> None:
    if folder := os.environ.get("EXPLORE_PICTURES"):
        page.locator(what).screenshot(path=Path(folder) / name)


def inspect_with_axe(page) -> None:
    if axe := os.environ.get("AXE_CORE"):
        page.evaluate(Path(axe).read_text(encoding="utf-8"))
        found = page.evaluate("tags => axe.run('.pa-explore', {runOnly: tags})", AXE_TAGS)
        assert [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in found["violations"]] == []


def decide_with_the_keyboard_alone(page) -> None:
    """Define, split, move, mark as quote and set aside, from the list of themes on; no pointer, no label looked up."""
    done, wrong = page.locator(".pa-explore [role=status]"), page.locator(".pa-explore [role=alert]")

    def press(*keys: str) -> None:
        for key in keys:
            page.keyboard.press(key)

    def give_reason() -> None:
        page.keyboard.type("They say so.")  # the field has the focus, as it was emptied by the last decision
        press("Enter")

    def fill_code(code: str, name: str) -> None:
        page.keyboard.type(code)
        press("Tab", "Control+a")
        page.keyboard.type(name)
        press("Tab")
        page.keyboard.type("What people say of it.")
        press("Enter")

    page.locator(".pa-explore [aria-label=Themes]").focus()
    press("Home", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "d")  # all, T01, T01.1, T01.2, T02
    give_reason()
    fill_code("slow_calls", "Calls that wait")
    done.get_by_text("T02 has the code slow_calls now.").wait_for()
    press("ArrowUp", "ArrowUp", "s")
    give_reason()
    fill_code("lamps", "Lamps")
    done.get_by_text("lamps is a theme of its own now.").wait_for()
    press("Home", "Tab", "Tab", "Home", " ", "ArrowDown", " ", "v")  # past the map, two statements ticked
    give_reason()
    page.keyboard.type("T03")
    press("Enter")
    done.get_by_text("2 statements are in T03 now.").wait_for()
    press("q", " ")  # nothing is ticked any more: the row that is highlighted
    wrong.get_by_text("Its speaker did not agree to be quoted").wait_for()
    press("Escape", "Home", "ArrowDown", "ArrowDown", "ArrowDown", "q", " ")
    done.get_by_text("S0-0004-01 is marked as a quote.").wait_for()
    press("Shift+Tab", "Shift+Tab", "End", "ArrowUp", "ArrowUp", "ArrowUp", "x")  # past no theme, T01.2 and T01, which has few left
    give_reason()
    press(" ")
    done.get_by_text("lamps is set aside; its statements fit no theme.").wait_for()


def follow_the_highlighted_row(explorer, themes) -> None:
    """Whatever is filtered or moved: the row highlighted is the one in its turn, and the one that a form is about."""
    row, shown = explorer.locator("[aria-label=Statements] .pa-here .pa-meta"), explorer.locator(".pa-context .pa-meta")

    def both(statement: str) -> None:
        row.filter(has_text=statement).wait_for()
        shown.filter(has_text=statement).wait_for()

    both("S0-0002-01")  # before anything is chosen
    themes.get_by_role("option", name="T02 Slow calls").click()
    both("S0-0002-02")
    explorer.get_by_role("button", name="Mark as quote").click()
    explorer.get_by_role("form", name="Mark as quote").get_by_text("Mark the statement highlighted, S0-0002-02, as a quote").wait_for()
    explorer.locator("[aria-label=Statements] .pa-tick").nth(1).click()
    both("S0-0004-02")
    explorer.get_by_role("form", name="Mark as quote").get_by_text("Mark the 1 statement ticked").wait_for()
    explorer.get_by_label("Stability").select_option("tentative")
    explorer.get_by_role("heading", name="Statements: 0", exact=True).wait_for()  # and no tick
    explorer.get_by_role("form", name="Mark as quote").get_by_text("Mark no statement").wait_for()
    explorer.get_by_role("form", name="Mark as quote").get_by_role("button", name="Mark as quote").click()
    explorer.get_by_role("alert").get_by_text("No statement is in the list.").wait_for()
    assert shown.count() == 0
    themes.get_by_role("option", name="T01.2 Bus stops").get_by_text("4 statements").wait_for()  # tentative, in a theme that is firm
    themes.get_by_role("option", name="T01 Dark streets").get_by_text("4 of 12 statements").wait_for()
    explorer.get_by_label("Stability").select_option("")
    both("S0-0002-02")
    themes.get_by_role("option", name="All statements").click()
    both("S0-0002-02")
    assert explorer.get_by_role("form").count() == 0


def test_what_is_done_in_the_explorer_is_kept_after_a_reload(lab: tuple[str, City], page) -> None:
    address, city = lab
    run_notebook(page, address)
    explorer, matrix = page.locator(".pa-explore"), page.locator(".jp-OutputArea-output table")
    themes, done = explorer.get_by_role("listbox", name="Themes"), explorer.get_by_role("status")
    matrix.get_by_text("Slow calls").wait_for()

    follow_the_highlighted_row(explorer, themes)
    explorer.get_by_label("Group by").select_option("stakeholder_group")
    explorer.locator("select[name=group]").select_option("youth")
    explorer.get_by_role("searchbox", name="Search").fill("LAMP")
    explorer.get_by_role("heading", name="Statements: 4", exact=True).wait_for()  # two of each young group's nine
    explorer.get_by_role("searchbox", name="Search").fill("")
    explorer.get_by_label("Group by").select_option("")

    explorer.get_by_label("Your initials").fill("AB")
    explorer.get_by_label("Reason for what you do next").fill("They speak of the lamps.")
    themes.get_by_role("option", name="T01 Dark streets").click()
    page.keyboard.press("r")  # a letter of the explorer's own, not JupyterLab's
    explorer.get_by_role("form", name="Rename").get_by_label("New name").fill("Lamps that are out")
    page.keyboard.press("Enter")
    themes.get_by_text("T01 Lamps that are out").wait_for()
    matrix.get_by_text("Lamps that are out").wait_for()

    explorer.get_by_label("Reason for what you do next").fill("It is the same.")
    themes.get_by_role("option", name="T03 Coffee").click()
    page.keyboard.press("m")
    explorer.get_by_role("form", name="Merge").get_by_label("Into which theme").select_option("T02")
    explorer.get_by_role("button", name="Merge", exact=True).last.click()
    done.get_by_text("T03 is part of T02 now.").wait_for()
    themes.get_by_role("option", name="T02 Slow calls").get_by_text("24 statements").wait_for()
    assert themes.get_by_text("T03 Coffee").count() == 0
    explorer.get_by_role("button", name="Undo: merge T02").click()
    themes.get_by_text("T03 Coffee").wait_for()

    page.keyboard.press("Escape")
    explorer.get_by_role("listbox", name="Statements").focus()
    page.keyboard.press("ArrowDown")
    explorer.get_by_role("region", name="Statement in its turn").get_by_text("facilitator: ").first.wait_for()
    page.keyboard.press("n")
    explorer.get_by_role("form", name="Write memo").get_by_label("Memo").fill("Ask the city who mends lamps.")
    explorer.get_by_role("form", name="Write memo").get_by_role("button", name="Write memo").click()
    done.get_by_text("The memo is kept.").wait_for()
    keep_picture(page, "explore.png")
    inspect_with_axe(page)
    decide_with_the_keyboard_alone(page)
    inspect_with_axe(page)

    codebook, memos = read_codebook(city.folder / "codebook.yml"), read_memos(city.folder / "memos.yml")
    assert [one.kind for one in codebook.decisions] == ["rename", "define", "split", "move", "aside"]
    assert {one.author for one in codebook.decisions} == {"AB"}
    assert codebook.decisions[3].move.statements == ("S0-0002-01", "S0-0002-02")
    assert [code.code for code in codebook.codes] == ["slow_calls", "lamps"]
    assert [memo.text for memo in memos.memos] == ["Ask the city who mends lamps."]
    assert memos.quotes == ("S0-0004-01",)

    page.keyboard.press("Control+s")
    page.reload()
    page.locator(".jp-Notebook").first.wait_for()
    run_notebook(page, address)
    themes.get_by_text("T01 Lamps that are out").wait_for()
    explorer.get_by_text("All memos (1)").wait_for()
    assert all(url.startswith(("http://127.0.0.1:", "data:", "blob:")) for url in page.asked)
    kept = json.loads((city.folder.parents[1] / "explore.ipynb").read_text(encoding="utf-8"))
    assert "lamps on our street" not in json.dumps(kept)
