"""Printing one page through WeasyPrint, in a process of its own: it can be ended when it takes too long."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

VARIANT = "pdf/ua-1"  # the standard for accessible PDFs


def print_through_weasyprint(page: str, target: str) -> None:
    """Print a page as PDF/UA-1.

    Args:
        page: HTML file.
        target: PDF to write.
    """
    weasyprint: Any = import_module("weasyprint")

    def fetch(url: str, *arguments: Any, **settings: Any) -> Any:
        """Take what stands in the page itself, and nothing else."""
        if not url.startswith("data:"):
            raise ValueError("a page fetches nothing")
        return weasyprint.default_url_fetcher(url, *arguments, **settings)

    weasyprint.HTML(filename=page, url_fetcher=fetch).write_pdf(target, pdf_variant=VARIANT)


if __name__ == "__main__":
    print_through_weasyprint(*sys.argv[1:3])
