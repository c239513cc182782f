"""Every code of the lint: how grave it is, its line, why it matters, and the cure. Codes are permanent."""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen

from qcrules.text import Text


class Level(StrEnum):
    """Errors and warnings fail the lint (a warning may be argued for); what is open is counted; a note only tells."""

    ERROR = "error"
    WARNING = "warning"
    OPEN = "open"
    NOTE = "note"

    @property
    def words(self) -> Text:
        """The level in a word."""
        return _LEVELS[self]


_LEVELS = {
    Level.ERROR: Text("ошибка", "error"),
    Level.WARNING: Text("предупреждение", "warning"),
    Level.OPEN: Text("отложено", "open"),
    Level.NOTE: Text("замечание", "note"),
}


@frozen
class Code:
    """One kind of thing that the lint finds. ``example`` shows what is wrong, ``cured`` the same without it."""

    level: Level
    title: Text
    why: Text
    cure: Text
    example: str = ""
    cured: str = ""


CODES: dict[str, Code] = {
    "QC001": Code(
        Level.ERROR,
        Text("единица текста никем не заявлена", "a unit of the text is claimed by nobody"),
        Text(
            "Каждый пункт, часть и подпункт должны быть или проверяемы правилом, или названы "
            "непроверяемыми с причиной. "
            "Иначе никто не заметит, что кусок права в правилах забыт.",
            "Every paragraph, part and subparagraph is either checked by a rule or named as not checked, "
            "with the reason. "
            "Otherwise nobody notices that a piece of the law was forgotten.",
        ),
        Text(
            "Назовите единицу в `норма` правила или под «Почему не проверяется».",
            "Name the unit in the `provision` of a rule, or under “Why not checked”.",
        ),
        "норма: п.17",
        'норма: [п.17, "п.17 1)", "п.17 2)"]',
    ),
    "QC002": Code(
        Level.ERROR,
        Text("заявлена единица, которой в тексте нет", "a claimed unit is not in the text"),
        Text(
            "Вывод сошлётся на норму, которой нет: обычно это опечатка в номере.",
            "A finding would cite a provision that does not exist: usually a slip in its number.",
        ),
        Text("Исправьте ссылку в `норма`.", "Correct the citation in `provision`."),
        'норма: "п.7 ч.3"',
        'норма: "п.7 ч.2"',
    ),
    "QC003": Code(
        Level.ERROR,
        Text("цитата расходится с официальным текстом", "a quotation differs from the official text"),
        Text(
            "Над правилом стоят слова закона буква в букву; читатель им верит. Показано первое расхождение "
            "с `source.md`.",
            "The words of the law stand above the rule to the letter, and a reader trusts them. "
            "The first difference from `source.md` is shown.",
        ),
        Text("Скопируйте абзац из `source.md`.", "Copy the paragraph from `source.md`."),
        "> … не менее чем за сорок календарных дней …",
        "> … не менее чем за тридцать календарных дней …",
    ),
    "QC004": Code(
        Level.WARNING,
        Text("у правил нет официального текста", "a pack without its official text"),
        Text(
            "Без `source.md` нельзя узнать, точны ли цитаты и всё ли заявлено.",
            "Without `source.md` nobody can tell whether quotations are exact and everything is claimed.",
        ),
        Text(
            "Положите текст в `source.md`: `### п.N`, под ним абзацы.",
            "Put the text into `source.md`: `### п.N` (or `### s.N`) and its paragraphs under it.",
        ),
    ),
    "QC005": Code(
        Level.ERROR,
        Text("правило в силе не тогда, когда Правила", "a rule is in force when the regulation is not"),
        Text(
            "Такая редакция никогда не применится: её дни лежат вне `действует` свода.",
            "Such an edition never applies: its days lie outside `in_force` of the pack.",
        ),
        Text("Исправьте дни в `действует`.", "Correct the days in `in_force`."),
        "действует: {с: 2016-01-01}",
        "действует: {с: 2014-08-05}",
    ),
    "QC006": Code(
        Level.ERROR,
        Text("разрыв между редакциями", "a gap between editions"),
        Text(
            "В эти дни норма действовала, а правила для неё нет: записи этих дней молча останутся "
            "непроверенными.",
            "The provision was in force on these days and has no rule: records of these days would "
            "silently go unchecked.",
        ),
        Text(
            "Следующая редакция начинается на следующий день после прежней; где прежнего текста нет, "
            "напишите правило с `не_решается`.",
            "An edition begins the day after the one before; where the earlier wording is not at hand, "
            "write a rule with `undecidable`.",
        ),
        "действует: {по: 2014-08-03}   # следующая: {с: 2014-08-05}",
        "действует: {по: 2014-08-04}   # следующая: {с: 2014-08-05}",
    ),
    "QC007": Code(
        Level.ERROR,
        Text("редакции перекрываются", "editions overlap"),
        Text(
            "В эти дни действовали бы два текста одной нормы сразу.",
            "Two wordings of one provision would be in force on these days.",
        ),
        Text("Кончите прежнюю редакцию днём раньше.", "End the earlier edition a day before."),
        "действует: {по: 2014-08-05}   # следующая: {с: 2014-08-05}",
        "действует: {по: 2014-08-04}   # следующая: {с: 2014-08-05}",
    ),
    "QC008": Code(
        Level.ERROR,
        Text("правило никогда не применится", "a rule can never apply"),
        Text(
            "Ни при каких фактах и ни при каком чтении `если` не выполняется: условия исключают друг друга.",
            "Under no facts and no reading does `if` hold: its conditions exclude each other.",
        ),
        Text("Исправьте `если`: чаще всего нужно `любое`.", "Mend `if`: most often `any` was meant."),
        "если: {все: [{проверка.вид: плановая}, {проверка.вид: внеплановая}]}",
        "если: {любое: [{проверка.вид: плановая}, {проверка.вид: внеплановая}]}",
    ),
    "QC009": Code(
        Level.ERROR,
        Text("правило нельзя нарушить", "a rule can never be violated"),
        Text(
            "Требование выполнено при любых фактах или может оставаться невыполненным вечно (`есть: "
            "событие` без срока).",
            "The requirement holds whatever the facts, or may stay open for ever (`has: event` without a "
            "term).",
        ),
        Text(
            "Дайте срок или более поздний шаг: `не_позднее: {что: …, чем: …}`.",
            "Give a term, or the later step that presupposes it: `not_later: {what: …, than: …}`.",
        ),
        "требуется: {есть: письмо.направлено}",
        "требуется: {не_позднее: {что: письмо.направлено, чем: письмо.получено}}",
    ),
    "QC010": Code(
        Level.ERROR,
        Text("у правила нет случая нарушения", "a rule has no case in which it is violated"),
        Text(
            "Правило, нарушения которого никто не видел, может никогда не срабатывать.",
            "A rule that nobody has seen violated may never fire.",
        ),
        Text("Добавьте строку с вердиктом `нарушение`.", "Add a row with the verdict `violated`."),
    ),
    "QC011": Code(
        Level.ERROR,
        Text("у правила нет случая без нарушения", "a rule has no case in which it is kept"),
        Text(
            "Правило, которое никто не соблюл, может срабатывать всегда.",
            "A rule that nobody has seen kept may always fire.",
        ),
        Text("Добавьте строку с вердиктом `соответствует`.", "Add a row with the verdict `compliant`."),
    ),
    "QC012": Code(
        Level.ERROR,
        Text("ячейка или столбец случая не читается", "a cell or a column of a case cannot be read"),
        Text(
            "Случай, который нельзя прочесть, ничего не проверяет. Названо ближайшее верное слово.",
            "A case that cannot be read checks nothing. The nearest right word is named.",
        ),
        Text(
            "В столбце правила — вердикт и, если нужно, `; срок 2014-04-01`, `; +2`, `; спорно`, `; нужно "
            "ПОЛЕ`; в столбце факта — день `2014-04-01`, число или слово из словаря, `—` («нет»), `?`.",
            "In a rule's column: a verdict and, where needed, `; due 2014-04-01`, `; +2`, `; contested`, "
            "`; needs FIELD`; in that of a fact: a day `2014-04-01`, a number or a word of the vocabulary, "
            "`—` (none), `?`.",
        ),
        "| нарушено; срок 01.04.2014 |",
        "| нарушение; срок 2014-04-01 |",
    ),
    "QC013": Code(
        Level.ERROR,
        Text("случай ничего не проверяет", "a case tests nothing"),
        Text(
            "В строке нет ни одного вердикта: она выглядит проверкой и не проверяет.",
            "The row asserts no verdict: it looks like a test and is none.",
        ),
        Text(
            "Впишите ожидаемый вердикт или уберите строку.", "Write the expected verdict, or remove the row."
        ),
    ),
    "QC014": Code(
        Level.WARNING,
        Text("случай повторяет другой", "a case repeats another"),
        Text(
            "Те же факты, чтения и вердикты уже стоят в другой строке: одна из них лишняя или в одной "
            "ошибка.",
            "The same facts, readings and verdicts stand in another row: one of them is superfluous, or "
            "one is wrong.",
        ),
        Text("Уберите одну строку или измените факт.", "Remove one row, or change a fact."),
    ),
    "QC015": Code(
        Level.WARNING,
        Text("нет слов на одном из языков", "words are missing in one language"),
        Text(
            "Вывод показывают по-русски и по-английски. Где слова одни на двоих, читатель получает чужой "
            "язык.",
            "Findings are shown in Russian and in English. Where both have the same words, one reader gets "
            "the other's language.",
        ),
        Text("Напишите `{ru: …, en: …}`.", "Write `{ru: …, en: …}`."),
        'суть: "Письмо направляется в срок"',
        'суть: {ru: "Письмо направляется в срок", en: "The letter is sent in time"}',
    ),
    "QC016": Code(
        Level.WARNING,
        Text("у правила нет сообщения о нарушении", "a rule has no message for its violation"),
        Text(
            "Без `нарушение` вывод говорит только «нарушено: суть», без дат, которые решили.",
            "Without `violated` a finding only says “violated: gist”, without the dates that decided.",
        ),
        Text(
            "Напишите `нарушение: {ru: …, en: …}` с фактами в фигурных скобках.",
            "Write `violated: {ru: …, en: …}` with the facts in braces.",
        ),
    ),
    "QC017": Code(
        Level.WARNING,
        Text("не сказано, кто обязан", "nobody is said to be bound"),
        Text(
            "По обязанному строят ответственность и отчёты; без него вывод ни к кому не обращён.",
            "Reports and responsibility are told by the bearer; without one a finding speaks to nobody.",
        ),
        Text("Назовите `обязан` словом из `обязанные`.", "Name the `bearer` by a word of `bearers`."),
    ),
    "QC020": Code(
        Level.ERROR,
        Text("чтение нигде не используется", "a reading is used nowhere"),
        Text("От такого чтения не зависит ни один вывод.", "No finding depends on such a reading."),
        Text("Используйте его через `чтение:` или уберите.", "Use it through `reading:`, or remove it."),
    ),
    "QC021": Code(
        Level.ERROR,
        Text("ни один случай не различает чтений", "no case tells the options of a reading apart"),
        Text(
            "Пока нет случая, где варианты ведут к разному, нельзя сказать, что чтение вообще что-то меняет.",
            "Until a case shows the options lead apart, nobody can say that the reading changes anything.",
        ),
        Text(
            "Добавьте столбец с именем чтения и две строки: факты те же, варианты разные.",
            "Add a column with the reading's name and two rows: the same facts, different options.",
        ),
    ),
    "QC022": Code(
        Level.ERROR,
        Text("у варианта чтения нет довода", "an option of a reading has no argument"),
        Text(
            "Чтение честно, только если за каждым вариантом стоит довод.",
            "A reading is honest only where an argument stands behind each option.",
        ),
        Text("Напишите `довод`.", "Write its `argument`."),
    ),
    "QC023": Code(
        Level.WARNING,
        Text("варианты чтения ничего не меняют", "the options of a reading change nothing"),
        Text(
            "Во всех правилах при любом варианте стоит одно и то же.",
            "In every rule the same stands under each option.",
        ),
        Text("Разведите варианты или уберите чтение.", "Let the options differ, or remove the reading."),
    ),
    "QC030": Code(
        Level.WARNING,
        Text("термин не читает ни одно правило", "a term is read by no rule"),
        Text(
            "Факт записывают, но он ничего не решает: лишний термин или забытое правило.",
            "The fact is recorded and decides nothing: a superfluous term, or a forgotten rule.",
        ),
        Text(
            "Используйте термин, уберите его или объясните в `допущено`, зачем он.",
            "Use the term, remove it, or say under `allowed` what it is for.",
        ),
    ),
    "QC031": Code(
        Level.WARNING,
        Text("обязанный не назван ни в одном правиле", "a bearer is named by no rule"),
        Text(
            "Либо он лишний, либо его правило забыто.", "Either it is superfluous, or its rule was forgotten."
        ),
        Text("Назовите его в `обязан` или уберите.", "Name it in a `bearer`, or remove it."),
    ),
    "QC032": Code(
        Level.WARNING,
        Text("определение нигде не используется", "a definition is used nowhere"),
        Text("Определённый факт не читает ни одно правило.", "No rule reads the defined fact."),
        Text("Используйте его в правиле или уберите.", "Use it in a rule, or remove it."),
    ),
    "QC040": Code(
        Level.OPEN,
        Text("единица кодируется позже", "a unit is to be encoded later"),
        Text(
            "Страница обещает правила позже (`позже: …`): единицы посчитаны отдельно.",
            "The page promises rules later (`later: …`): its units are counted apart.",
        ),
        Text("Замените `позже` правилами.", "Replace `later` by rules."),
    ),
    "QC050": Code(
        Level.WARNING,
        Text("допущение ничего не допускает", "an allowance that allows nothing"),
        Text(
            "То, что оно оправдывало, исправлено или названо неверно.",
            "What it argued for is mended, or is named wrongly.",
        ),
        Text("Уберите строку из `допущено`.", "Remove the line from `allowed`."),
    ),
    "QC090": Code(
        Level.ERROR,
        Text("свод не читается", "the pack cannot be read"),
        Text(
            "Страница, таблица или блок написаны не по форме. Остальное прочитано, все ошибки названы сразу; код "
            "возврата 2, потому что больше ничего не проверено.",
            "A page, a table or a block is not in form. The rest was read on, and all mistakes are named "
            "at once; the exit status is 2, as nothing else was looked at.",
        ),
        Text("Исправьте место, названное в сообщении.", "Mend the place that the message names."),
    ),
    "QC091": Code(
        Level.ERROR,
        Text("неизвестное слово", "an unknown word"),
        Text(
            "Ключ, термин, чтение, правило или вариант не определены. Названо ближайшее верное слово.",
            "A key, a term, a reading, a rule or an option is not defined. The nearest right word is named.",
        ),
        Text("Исправьте слово или определите его.", "Correct the word, or define it."),
        "не_поздней: {что: …}",
        "не_позднее: {что: …}",
    ),
    "QC092": Code(
        Level.ERROR,
        Text("определения или вердикты идут по кругу", "definitions or verdicts run in a circle"),
        Text(
            "Первое определяется через второе, второе через первое (или объект содержит сам себя): решить нельзя "
            "ни одно.",
            "The first is defined by the second and the second by the first (or an object holds itself): neither can "
            "be decided.",
        ),
        Text("Разорвите круг.", "Break the circle."),
    ),
}


def explain(code: str) -> Text:
    """The page about a code, as Markdown."""
    known = CODES[code]
    return Text(_page(code, known, "ru"), _page(code, known, "en"))


def _page(code: str, known: Code, lang: str) -> str:
    russian = lang == "ru"
    said = [
        f"# {code}: {known.title.ru if russian else known.title.en}",
        "",
        f"*{known.level.words.ru if russian else known.level.words.en}*",
        "",
        known.why.ru if russian else known.why.en,
        "",
        f"**{'Что делать' if russian else 'Cure'}.** {known.cure.ru if russian else known.cure.en}",
    ]
    if known.example:
        wrong, right = ("Неверно", "Верно") if russian else ("Wrong", "Right")
        said += [
            "",
            f"{wrong}:",
            "",
            "```",
            known.example,
            "```",
            "",
            f"{right}:",
            "",
            "```",
            known.cured,
            "```",
        ]
    return "\n".join(said) + "\n"
