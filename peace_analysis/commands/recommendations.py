"""`peace-analysis recommendations`: what people asked for, to write recommendations from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from peace_analysis.city import City
from peace_analysis.commands.options import Data


def recommendations(
    city: Annotated[str, typer.Argument(help="City to write recommendations for; it has been run.")],
    to: Annotated[
        Path | None,
        typer.Option(
            "--to", help="Where to write the draft [default: recommendations_draft.yml in derived/ of the city].", show_default=False
        ),
    ] = None,
    data: Data = None,
) -> None:
    """Write down what people asked for, theme by theme, to write recommendations.yml from; that file itself is never touched."""
    from peace_analysis.exchange.recommendations_draft import write_draft

    print(write_draft(City.open(city, data), to))
