"""Writes the templates of src/qcrules/drafts/templates: python tools/draft_templates.py (needs the extra `word`)."""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

FOLDER = Path(__file__).resolve().parent.parent / "src" / "qcrules" / "drafts" / "templates"


def document() -> Document:
    found = Document()
    style = found.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(14)
    for section in found.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin, section.right_margin = Cm(3), Cm(1.5)
        section.top_margin = section.bottom_margin = Cm(2)
    return found


def say(to: Document, words: str, *, middle: bool = False, right: bool = False, bold: bool = False) -> None:
    paragraph = to.add_paragraph()
    paragraph.add_run(words).bold = bold
    if middle:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def letter() -> Document:
    to = document()
    say(to, "ПРОЕКТ", right=True)
    say(to, "Руководителю\n{{ inspection.subject.name }}", right=True)
    say(to, "Письмо с рекомендациями", middle=True, bold=True)
    say(to, "(п. 17, 18 Правил контроля за качеством оказания государственных услуг)", middle=True)
    say(
        to,
        "По приказу № {{ inspection.order.number }} от {{ inspection.order.issued_on }} проведена проверка "
        "({{ inspection.inspecting_body.name }}): {{ inspection.order.subject_matter }}. Акт о результатах "
        "проверки составлен {{ inspection.act.drawn_up_at }}; "
        "материалы рассмотрены {{ inspection.decision.considered_on }}.",
    )
    say(to, "{%p if inspection.act.violations %}")
    say(to, "Актом установлены нарушения:")
    say(to, "{%p for one in inspection.act.violations %}")
    say(to, "{{ loop.index }}. {{ one.description }} ({{ one.legal_basis }}).")
    say(to, "{%p endfor %}")
    say(to, "{%p endif %}")
    say(to, "Рекомендуем:")
    say(to, "{%p for one in inspection.letter.recommendations %}")
    say(to, "{{ loop.index }}. {{ one.text }} — до {{ one.due_on }}.")
    say(to, "{%p else %}")
    say(to, "{{ gap }}")
    say(to, "{%p endfor %}")
    say(
        to,
        "О результатах рассмотрения и принятых мерах просим сообщить до {{ inspection.letter.reply_due_on }}.",
    )
    say(to, "Направить не позднее {{ due['p18-five-days'] }} (п. 18).")
    say(to, "Подпись: {{ inspection.letter.signed_by }}    ____________________")
    return to


def protocol() -> Document:
    to = document()
    say(to, "ПРОЕКТ", right=True)
    say(to, "Протокол", middle=True, bold=True)
    say(to, "об отказе в ознакомлении с приказом или о воспрепятствовании (п. 12 Правил)", middle=True)
    say(to, "{%p set one = inspection.obstructions[item - 1] %}")
    say(to, "Составлен: {{ one.protocol.drawn_up_at }}")
    say(
        to,
        "При проверке {{ inspection.subject.name }} по приказу № {{ inspection.order.number }} от "
        "{{ inspection.order.issued_on }} {{ one.occurred_at }} произошло: {{ one.kind }}.",
    )
    say(to, "Проверяющие лица:")
    say(to, "{%p for who in inspection.inspectors %}")
    say(to, "{{ who.name }}, {{ who.position }}    ____________________")
    say(to, "{%p endfor %}")
    say(to, "Уполномоченное лицо проверяемого субъекта    ____________________")
    say(
        to,
        "При отказе от подписи: письменное объяснение о причине отказа либо отметка об отказе (п. 12 ч. 2). "
        "Отметка об отказе: {{ one.protocol.refusal_noted }}.",
    )
    return to


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    letter().save(str(FOLDER / "letter.docx"))
    protocol().save(str(FOLDER / "protocol.docx"))
