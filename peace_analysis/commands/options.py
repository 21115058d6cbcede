"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[Path | None, typer.Option("--data", help="Folder of all cities [default: the nearest data/].", show_default=False)]
Reports = Annotated[Path | None, typer.Option("--reports", help="Folder for results [default: reports/ beside data/].", show_default=False)]
