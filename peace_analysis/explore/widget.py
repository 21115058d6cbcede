"""The explorer as a Jupyter widget: it carries messages between the browser and the desk, and knows nothing else."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget

from peace_analysis.errors import PeaceAnalysisError
from peace_analysis.explore.actions import ActionError
from peace_analysis.explore.desk import Desk, say_error
from peace_analysis.explore.messages import Message, describe_standing, describe_statements, describe_turns

if TYPE_CHECKING:
    import ipywidgets

    from peace_analysis.city import City
    from peace_analysis.themes.embed import Progress

_PAGE = Path(__file__).parent / "page"
_SCRIPTS = ("lists.js", "map.js", "forms.js", "explorer.js")  # one module, in this order


class Explorer(anywidget.AnyWidget):
    """Theme explorer of one city. Show it as the last line of a cell.

    Args:
        desk: The city.
        author: Initials of who works, where they are known beforehand.
    """

    _esm = "\n".join((_PAGE / name).read_text(encoding="utf-8") for name in _SCRIPTS)
    _css = (_PAGE / "explorer.css").read_text(encoding="utf-8")

    def __init__(self, desk: Desk, author: str = "") -> None:
        super().__init__()
        self.desk = desk
        self._author = author
        self._answering = False
        self._after: dict[str, Callable[[], None]] = {}  # what follows an action once the browser has its answer
        self.on_msg(self._receive)
        desk.watch(lambda: self.send(describe_standing(desk, self._author)))

    def __repr__(self) -> str:
        """Its city, and no words: a notebook keeps this line."""
        return f"Explorer({self.desk.city.key})"

    def framework(self, by: str = "session") -> ipywidgets.HTML:
        """Show the framework matrix, cases by themes; it follows every action.

        Args:
            by: What a case is: "session", or an attribute such as "stakeholder_group".

        Raises:
            ValueError: If there is no such attribute.
        """
        import ipywidgets

        shown = ipywidgets.HTML(self.desk.make_framework(by)._repr_html_())

        def show() -> None:
            shown.value = self.desk.make_framework(by)._repr_html_()

        def follow() -> None:
            if self._answering:
                self._after[by] = show
            else:
                show()

        self.desk.watch(follow)
        return shown

    def answer(self, content: Message) -> list[Message]:
        """Answer what the browser asks; a mistake becomes one message, and nothing is written.

        Args:
            content: `kind`: "open", "turns" (of a `statement`), "act" (an `action`) or "undo"; with `author` and `reason`.
        """
        self._author = str(content.get("author") or self._author)
        try:
            return self._answer(content)
        except (ActionError, PeaceAnalysisError, OSError) as error:
            return [{"kind": "refused", "text": say_error(error)}]

    def _answer(self, content: Message) -> list[Message]:
        match content.get("kind"):
            case "open":
                self.desk.refresh()
                hello = {"kind": "hello", "author": self._author}
                return [describe_statements(self.desk), describe_standing(self.desk, self._author), hello]
            case "standing":
                return [describe_standing(self.desk, self._author)]
            case "turns":
                return [describe_turns(self.desk, str(content.get("statement")))]
            case "act":
                action = content.get("action")
                said = self.desk.act(action if isinstance(action, dict) else {}, self._author, str(content.get("reason") or ""))
                return [{"kind": "done", "text": said}]
            case "undo":
                return [{"kind": "done", "text": self.desk.undo(self._author)}]
        raise ActionError("There is no such action.")

    def _receive(self, _: Any, content: Any, __: Any) -> None:
        self._answering = True
        try:
            for message in self.answer(content if isinstance(content, dict) else {}):
                self.send(message)
        finally:
            self._answering = False
        while self._after:
            self._after.popitem()[1]()


def open_explorer(city: City, author: str = "") -> Explorer:
    """Open the theme explorer of a city.

    The first time, themes are found again as they were before the codebook, and a map of the statements is drawn: as long as that part of a
    run takes without the embedding. Later it opens at once.

    Args:
        city: The city; it has been run.
        author: Your initials, so that they need not be typed.

    Raises:
        CityError: If the city has to be run first, or one of its files cannot be read.

    Examples:
        >>> from peace_analysis import explore
        >>> from peace_analysis.city import City
        >>> explore.open_explorer(City.open("riverton"))  # needs a city that has been run  # doctest: +SKIP
    """
    return Explorer(Desk(city, progress=_show_embedding), author)


def _show_embedding(done: int, total: int) -> None:
    """Draw a bar, but only where there is something to embed."""
    if total:
        _make_bar()(done, total)


@cache
def _make_bar() -> Progress:
    from peace_analysis.progress import report_progress

    return report_progress("embedding statements")
