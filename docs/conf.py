"""The documentation as a site: `make docs`. Its pages are the Markdown that GitHub shows, in Russian and in English.

What differs from GitHub is done here, page by page: links that leave the documentation become plain words, the first
page lists all others, and each rule on a page of law says how much of it the cases show. That is measured beside the
reading of the pages.
"""

import json
import re
import subprocess
import sys
from functools import cache
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


PACKS = ("kz-06-7-63", "kz-401-v", "kz-88-v")
RULE = re.compile(
    r'(<p><code class="docutils literal notranslate"><span class="pre">)([\w-]+)(</span></code></p>)'
)
STYLE = (
    "<style>.shown { border-left: .3rem solid #2f7d3a; padding-left: .5rem; font-size: .9em }"
    " .shown.part { border-color: #b7791f } .shown.none { border-color: #a3231b }</style>"
)
measuring = {}


def measure(app):
    """Begin to ask what the cases show of each pack; it goes on while the pages are read."""
    for name in PACKS if app.builder.name == "html" else ():
        command = [sys.executable, "-m", "qcrules", "test", "--rules", name, "--coverage", "--format", "json"]
        measuring[name] = subprocess.Popen(command, stdout=subprocess.PIPE)


@cache
def coverage(pack):
    """What was found: the rules by name. A pack whose cases fail has no place on the site."""
    out, _ = measuring[pack].communicate()
    if measuring[pack].returncode:
        raise RuntimeError(f"qcrules test --rules {pack}: exit status {measuring[pack].returncode}")
    return {rule["rule"]: rule for rule in json.loads(out)["coverage"]["rules"]}


def colour(app, page, template, context, doctree):
    """Under the name of each rule on a page of law: how much of it the cases show."""
    place = Path(page).parts
    if place[:2] != ("reference", "rules") or not measuring or "body" not in context:
        return
    found = coverage(place[2] if place[2] in PACKS else PACKS[0])
    russian = "en" not in place

    def shown(match):
        rule = found.get(match[2])
        return match[0] + _shown(rule, russian) if rule else match[0]

    context["body"] = STYLE + RULE.sub(shown, context["body"])


def _shown(rule, russian):
    """«случаев 12, показано 24 из 24»."""
    shade = "" if not rule["missing"] else " part" if rule["shown"] else " none"
    words = ("случаев {}, показано {} из {}", "cases {}, {} of {} shown")[not russian]
    return f'<p class="shown{shade}">{words.format(rule["cases"], rule["shown"], rule["points"])}</p>'


def setup(app):
    app.connect("source-read", read)
    app.connect("builder-inited", measure)
    app.connect("html-page-context", colour)
