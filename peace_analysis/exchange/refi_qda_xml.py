"""XML of REFI-QDA files, read safely: no DOCTYPE, no entities, nothing fetched; every problem with its line."""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

from peace_analysis.errors import InputError, Problem

GUID = re.compile(r"\{?([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})\}?")
AGAIN = "Export it again from the program that it came from."
_INTEGER = re.compile(r"\s*[+-]?[0-9]{1,12}\s*")


class _DoctypeFoundError(Exception):
    pass


def parse_xml(data: bytes, path: Path) -> Any:
    """Parse XML of unknown origin.

    Args:
        data: The XML.
        path: The file, for messages.

    Returns:
        The root element (lxml), whose elements know their line.

    Raises:
        InputError: If it has a DOCTYPE (the way in for entity bombs and outside files), or is not well formed.
    """
    from lxml import etree

    def refuse_doctype(*_: object) -> None:
        raise _DoctypeFoundError

    watcher = expat.ParserCreate()
    watcher.StartDoctypeDeclHandler = refuse_doctype
    try:
        watcher.Parse(data, True)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
        )
        return etree.fromstring(data, parser)
    except _DoctypeFoundError as error:
        raise InputError(Problem(str(path), "has a DOCTYPE in its XML, which could hide anything.", AGAIN)) from error
    except expat.ExpatError as error:
        raise InputError(Problem(str(path), "is damaged: its XML is not well formed.", AGAIN, error.lineno)) from error
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        line = getattr(error, "lineno", None)
        raise InputError(Problem(str(path), "is damaged, or its XML is nested too deep.", AGAIN, line)) from error


class Reader:
    """Reads elements of one namespace, and gathers what is wrong with them and what is not carried."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.left: Counter[str] = Counter()  # what is not carried -> how often
        self.told: list[str] = []  # what else a person should know

    def refuse(self, element: Any, message: str) -> None:
        """Note a problem at an element's line."""
        self.problems.append(Problem(str(self.path), message, AGAIN, element.sourceline))

    def leave(self, what: str) -> None:
        """Note something that is not carried."""
        self.left[what] += 1

    def children(self, element: Any, *names: str, inside: str = "") -> Iterator[tuple[str, Any]]:
        """Give the children with one of these names; any other is not carried."""
        for child in element:
            name = local_name(child)
            if name in names:
                yield name, child
            elif isinstance(child.tag, str):
                self.leave(f"{name} in {inside or local_name(element)}")

    def guid(self, element: Any, name: str = "guid") -> str:
        """An element's GUID, in lower case without braces; another one, and a problem, where it has none."""
        found = GUID.fullmatch((element.get(name) or "").strip())
        if found is None:
            self.refuse(element, f"{local_name(element)} has no GUID in `{name}`.")
            return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self.path.name}:{element.sourceline}:{len(self.problems)}"))
        return found[1].lower()

    def reference(self, element: Any, name: str) -> str:
        """A GUID that may be absent: "" then, and where it is none."""
        found = GUID.fullmatch((element.get(name) or "").strip())
        return found[1].lower() if found else ""

    def name(self, element: Any) -> str:
        """A name that has to be there."""
        found = element.get("name")
        if found is None:
            self.refuse(element, f"{local_name(element)} has no name.")
        return found or ""

    def integer(self, element: Any, name: str) -> int:
        """A whole number that has to be there."""
        found = element.get(name) or ""
        if not _INTEGER.fullmatch(found):
            self.refuse(element, f"{local_name(element)}: `{name}` is no whole number.")
            return 0
        return int(found)


def local_name(element: Any) -> str:
    """Name of an element without its namespace; "" for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def text_of(element: Any) -> str:
    """Text of an element that holds nothing else."""
    return "".join(element.itertext())
