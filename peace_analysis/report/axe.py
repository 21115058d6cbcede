"""Looking at pages with axe-core in Chromium, light and dark, where both are on the machine.

axe-core is not part of this project (its license is the MPL): `npm install axe-core` in the folder one works in, or the environment
variable AXE_CORE, which names `axe.min.js`.
"""

from __future__ import annotations

import html
import json
import os
import re
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from peace_analysis.files import hash_file
from peace_analysis.report.pdf import AT_ONCE, PrintError, find_chromium, run_chromium

VARIABLE = "AXE_CORE"
PLACE = Path("node_modules") / "axe-core" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
HOW_TO_GET_IT = "axe-core did not look at the pages: it needs Chromium, and `npm install axe-core` here or axe.min.js named in AXE_CORE"
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
_ANSWER = re.compile(r'<pre id="axe-answer">(.*?)</pre>', re.DOTALL)
# Everything folded is opened; then the page is looked at as it is, and with its dark colors.
_ASK = """
(async () => {
  const found = [];
  const look = async (scheme) => {
    const result = await axe.run({ runOnly: %s });
    for (const fault of result.violations) found.push([scheme, fault.id, fault.nodes.length]);
  };
  try {
    document.querySelectorAll("details").forEach((details) => { details.open = true; });
    await look("light");
    document.querySelectorAll("style").forEach((style) => {
      style.textContent = style.textContent.replaceAll("(prefers-color-scheme: dark)", "(min-width: 0)");
    });
    await look("dark");
  } catch (error) { found.push(["", "axe-core failed", 1]); }
  const answer = document.createElement("pre");
  answer.id = "axe-answer";
  answer.textContent = JSON.stringify(found);
  document.body.append(answer);
})();
"""


@dataclass(frozen=True)
class Axe:
    """axe-core and the Chromium that it runs in."""

    script: Path
    version: str
    program: str

    @property
    def described(self) -> dict[str, str]:
        """For the record."""
        return {"version": self.version, "sha256": hash_file(self.script)}


def find_axe(folder: Path | None = None) -> Axe | None:
    """Find axe-core and Chromium.

    Args:
        folder: Where `npm install axe-core` may have been run; the current folder by default.

    Returns:
        Both; None where one is missing.
    """
    named = os.environ.get(VARIABLE)
    script = Path(named) if named else (folder or Path.cwd()) / PLACE
    program = find_chromium()
    if program is None or not script.is_file():
        return None
    said = re.search(r"axe v([\d.]+)", script.read_text(encoding="utf-8")[:200])
    return Axe(script, said[1] if said else "unknown", program)


def look_at_pages(pages: list[Path], axe: Axe) -> dict[Path, list[str]]:
    """Let axe-core look at pages, two at a time.

    Args:
        pages: HTML files.
        axe: From `find_axe`.

    Returns:
        Faults of each page at WCAG 2.2 AA: rule, scheme and number of places, never a word of the page.
    """
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(pages, pool.map(lambda page: _look(page, axe), pages), strict=True))


def _look(page: Path, axe: Axe) -> list[str]:
    """Open a copy of a page that carries axe-core; the page's own policy would not let it run."""
    script = axe.script.read_text(encoding="utf-8").replace("</script", r"<\/script")
    ask = _ASK % json.dumps(list(TAGS))
    text = _POLICY.sub("", page.read_text(encoding="utf-8"), count=1)
    head, end, tail = text.rpartition("</body>")
    head = head if end else text
    with tempfile.TemporaryDirectory(prefix="peace-analysis-axe-", ignore_cleanup_errors=True) as scratch:
        copy = Path(scratch, "page.html")
        copy.write_text(f"{head}<script>{script}</script><script>{ask}</script>{end}{tail if end else ''}", encoding="utf-8")
        try:
            shown = run_chromium(axe.program, copy, ["--virtual-time-budget=600000", "--dump-dom"], Path(scratch))
        except PrintError as error:
            return [f"axe-core could not look at it: {error}"]
    answer = _ANSWER.search(shown.decode("utf-8", errors="replace"))
    if answer is None:
        return ["axe-core gave no answer"]
    found: list[tuple[str, str, int]] = json.loads(html.unescape(answer[1]))
    return [f"{rule}{f' ({scheme})' if scheme else ''}: {n} {'place' if n == 1 else 'places'}" for scheme, rule, n in found]
