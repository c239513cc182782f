"""The documentation as a site: `make docs`. Its pages are the Markdown that GitHub shows, in Russian and in English.

What differs from GitHub is done here, page by page as it is read: links that leave the documentation become plain
words, and the first page lists all others.
"""

import re
from pathlib import Path

project = "qcrules"
author = "qcrules"
extensions = ["myst_parser"]
root_doc = "README"
language = "ru"  # the search knows the forms of Russian words; English ones are found as they are written
html_theme = "furo"
html_title = "qcrules"
html_show_sphinx = False
html_show_copyright = False
exclude_patterns = ["_build", "try", "site", "reference/schemas"]
myst_heading_anchors = 4
suppress_warnings = ["myst.header"]  # a page of law begins its rules at the third level, wherever it stands

HERE = Path(__file__).parent
LINK = re.compile(r"(?<!!)\[([^\]\[]+)\]\((?!https?:|#|mailto:)([^)#\s]+)(#[^)\s]+)?\)")
PARTS = {
    "Учебники · Tutorials": ["tutorial/*"],
    "Рецепты · How to": ["how-to/README", "how-to/*"],
    "Почему так · Explanation": ["explanation/README", "explanation/*", "explanation/decisions/*"],
    "Справочник · Reference": ["reference/README", "reference/*"],
    "Нормы · The law": ["reference/rules/**"],
}


def read(app, name, source):
    """A page as the site wants it."""
    folder = (HERE / f"{name}.md").parent
    text = LINK.sub(lambda link: _link(link, folder), source[0])
    text = text.replace("```csv", "```text")
    anchors = {code.lower(): _slug(title) for title, code in re.findall(r"^## ((QC\d+): .*)$", text, re.M)}
    text = re.sub(r"\]\(#(qc\d+)\)", lambda link: f"](#{anchors.get(link[1], link[1])})", text)
    if name == root_doc:
        for title, pages in PARTS.items():
            listed = "\n".join(pages)
            text += f"\n\n```{{toctree}}\n:hidden:\n:glob:\n:caption: {title}\n\n{listed}\n```\n"
        text += TRY
    source[0] = text


def _link(link, folder):
    """A link within the site as it is; one to a folder or out of the documentation as words."""
    target = (folder / link[2]).resolve()
    inside = target.is_relative_to(HERE) and target.is_file()
    return link[0] if inside and "schemas" not in target.parts else link[1]


def _slug(title):
    """The anchor of a heading."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


TRY = (
    '\n<a href="try/index.html">Попробовать без установки · Try it without installing</a>\n'
    if (HERE / "try" / "qcrules.zip").exists()
    else ""
)
"""The way to the try-it page, where `make try` has made it."""


def setup(app):
    app.connect("source-read", read)
