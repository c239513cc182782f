"""Rules → comparisons: strata, readings in combination, what is shared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from packs import HEAD, load, rule, write_pack

from qcrules.errors import PackError
from qcrules.kernel.derived import SomeItem
from qcrules.law.lowered import Lowered
from qcrules.law.lowering import lower
from qcrules.law.verbs import walk
from qcrules.source.pack import load_pack


@pytest.fixture
def lowered(tmp_path: Path):
    def lowered(*rules: dict[str, Any], **how: Any) -> Lowered:
        return load(tmp_path, list(rules), **how).machine("loan").lowered

    return lowered


def readings(**many: int) -> dict[str, Any]:
    """Readings with so many options: a, b, c, …"""
    return {
        f"p1-{name}": {
            "вопрос": "?",
            "варианты": dict.fromkeys("abcdefgh"[:count], "так"),
            "по_умолчанию": "a",
        }
        for name, count in many.items()
    }


def turn(name: str, count: int = 2) -> dict[str, Any]:
    return {
        "чтение": f"p1-{name}",
        **{key: {"не_больше": {"что": n, "чем": "продлений"}} for n, key in enumerate("abcdefgh"[:count])},
    }


class TestStrata:
    def test_each_rule_stands_above_those_it_reads(self, lowered):
        made = lowered(
            rule("p1-d", если={"любое": [{"вердикт": "p1-a"}, {"не": {"вердикт": "p1-c"}}]}, требуется={}),
            rule("p1-c", кроме={"норма": "п.1", "если": {"вердикт": "p1-b"}}, требуется={}),
            rule("p1-b", требуется={"вердикт": "p1-a"}),
            rule("p1-a", требуется={}),
            rule("p1-e", требуется={}),
        )
        strata = {variant.rule.id: variant.stratum for variant in made.variants}
        assert strata == {"p1-a": 0, "p1-e": 0, "p1-b": 1, "p1-c": 2, "p1-d": 3}

    def test_a_circle_is_refused_by_the_lowering_itself(self, tmp_path):
        write_pack(tmp_path, [rule("p1-a", если={"вердикт": "p1-a"}, требуется={})])
        pack = load_pack(tmp_path)
        with pytest.raises(PackError, match="p1-a → p1-a"):
            lower(pack, "loan")


class TestReadings:
    def test_a_rule_is_lowered_under_each_combination_of_its_own(self, lowered):
        made = lowered(
            rule(требуется={"все": [turn("one"), turn("two", 3)]}), readings=readings(one=2, two=3)
        )
        assert made.readings_of["p1-rule"] == ("p1-one", "p1-two")
        assert [dict(variant.choice) for variant in made.variants] == [
            {"p1-one": one, "p1-two": two} for one in "ab" for two in "abc"
        ]

    def test_of_what_it_reads_through_definitions_and_verdicts_too(self, lowered):
        definitions = {
            "начало": {
                "путь": "start",
                "тип": "событие",
                "норма": "п.1",
                "варианты": [{"если": turn("def"), "это": "выдана"}],
            },
            "конец": {
                "путь": "end",
                "тип": "событие",
                "норма": "п.1",
                "варианты": [{"если": {"есть": "начало"}, "это": "возвращена"}],
            },
        }
        made = lowered(
            rule("p1-a", требуется={"есть": "конец"}),
            rule("p1-b", если={"вердикт": "p1-a"}, требуется=turn("own", 3)),
            rule("p1-c", если={"вердикт": "p1-b"}, требуется={}),
            rule("p1-free", требуется={}),
            readings=readings(**{"def": 2, "own": 3, "unused": 2}),
            definitions=definitions,
        )
        assert made.readings_of == {
            "p1-a": ("p1-def",),
            "p1-b": ("p1-def", "p1-own"),
            "p1-c": ("p1-def", "p1-own"),
            "p1-free": (),
        }
        assert {name: len(some) for name, some in made.by_rule.items()} == {
            "p1-a": 2,
            "p1-b": 6,
            "p1-c": 6,
            "p1-free": 1,
        }
        assert {path: len(slots) for path, slots in made.defined_slots.items()} == {"start": 2, "end": 2}

    def test_a_reading_is_read_the_same_way_all_along(self, lowered):
        """The variant under an option reads the verdict under the same option, and no other."""
        made = lowered(
            rule("p1-a", требуется=turn("one")),
            rule("p1-b", требуется={"вердикт": "p1-a"}),
            readings=readings(one=2),
        )
        slots = {
            dict(variant.choice)["p1-one"]: variant.verdict_slot for variant in made.by_rule["p1-a"].values()
        }
        for variant in made.by_rule["p1-b"].values():
            operands = {made.operands[n].slot for n in (variant.requirement.left, variant.requirement.right)}
            assert slots[dict(variant.choice)["p1-one"]] in operands
        assert made.verdict_slots_read == set(slots.values())

    def test_the_variant_of_some_chosen_options(self, lowered):
        made = lowered(rule(требуется=turn("one", 3)), readings=readings(one=3))
        assert dict(made.variant("p1-rule", {"p1-one": "c", "p1-other": "a"}).choice) == {"p1-one": "c"}

    def test_the_readings_of_the_regulations_life_do_not_multiply(self, tmp_path):
        head = HEAD.replace("с: 2014-01-01", "с: {чтение: p1-life, a: 2014-01-01, b: 2014-02-01}")
        made = (
            load(
                tmp_path,
                [rule(требуется={"все": [turn(name) for name in ("one", "two", "three", "four")]})],
                readings=readings(life=2, one=2, two=2, three=2, four=2),
                head=head,
            )
            .machine("loan")
            .lowered
        )
        assert len(made.variants) == 16

    def test_a_reading_may_stand_anywhere(self, lowered):
        """In a term, an option, a field, a condition, an exception, an edition."""
        made = lowered(
            rule(
                если={"вид": {"чтение": "p1-one", "a": "ночная", "b": ["ночная", "в зал"]}},
                кроме={"норма": "п.1", "если": turn("one")},
                действует={"с": {"чтение": "p1-one", "a": "2014-01-01", "b": "2014-02-01"}},
                требуется={
                    "не_позднее": {
                        "что": {"чтение": "p1-one", "a": "возвращена", "b": "напомнено"},
                        "через": {"чтение": "p1-one", "a": "5 рабочих дней", "b": "1 месяц"},
                        "после": "выдана",
                        "перенос": {"чтение": "p1-one", "a": "нет", "b": "назад"},
                    }
                },
                нарушение={"чтение": "p1-one", "a": "Так.", "b": "Иначе."},
            ),
            readings=readings(one=2),
        )
        one, other = made.variants
        assert one.condition != other.condition
        assert one.requirement != other.requirement
        assert [variant.form.messages["violated"].ru for variant in made.variants] == ["Так.", "Иначе."]


class TestSharing:
    def test_equal_operands_have_one_number(self, lowered):
        need = {"не_позднее": {"что": "возвращена", "через": "5 рабочих дней", "после": "выдана"}}
        made = lowered(
            rule("p1-a", требуется=need), rule("p1-b", требуется=need), rule("p1-c", запрещено=need)
        )
        assert len(set(made.operands)) == len(made.operands)
        assert made.variants[0].requirement == made.variants[1].requirement

    def test_the_same_question_of_a_list_is_asked_once(self, lowered):
        need = {"хотя_бы_один": {"в": "претензии", "где": {"претензии.признана": "да"}}}
        made = lowered(rule("p1-a", требуется=need), rule("p1-b", требуется={"не": need}))
        assert sum(isinstance(one, SomeItem) for one in made.derived.values()) == 1

    def test_lowering_is_the_same_every_time(self, tmp_path):
        write_pack(tmp_path, [rule(требуется=turn("one"))], readings=readings(one=2))
        one, other = (lower(load_pack(tmp_path), "loan") for _ in range(2))
        assert one.operands == other.operands
        assert [v.condition for v in one.variants] == [v.condition for v in other.variants]


class TestGates:
    def test_a_condition_is_the_gates_that_an_explanation_tells_apart(self, lowered):
        [made] = lowered(
            rule(
                действует={"с": "2014-02-01"},
                если={"оплачена": "да"},
                для_каждого="претензии",
                кроме=[
                    {"норма": "п.2", "если": {"есть": "примечание"}},
                    {"норма": "п.3", "если": {"вид": "ночная"}},
                ],
                требуется={"не_позднее": {"что": "претензии.заявлена", "через": "1 год", "после": "выдана"}},
            )
        ).variants
        assert list(made.gates) == [
            "in_force",
            "edition",
            "condition:0",
            "items",
            "exception:0",
            "exception:1",
            "started",
        ]

    def test_a_rule_without_conditions_asks_only_whether_it_is_in_force(self, lowered):
        [made] = lowered(rule(требуется={})).variants
        assert list(made.gates) == ["in_force"]
        assert made.requirement is not None


def test_a_condition_is_found_again_as_the_formula_it_became(lowered):
    need = {
        "любое": [
            {"есть": "выдана"},
            {"не_позднее": {"что": "возвращена", "через": "1 рабочий день", "после": "выдана"}},
        ]
    }
    made = lowered(rule(если={"вид": "ночная", "не": {"оплачена": "да"}}, требуется=need))
    [variant] = made.variants
    formulas = made.formulas[variant.verdict_slot]
    assert variant.form.requirement is not None
    assert formulas[variant.form.requirement] == variant.requirement
    assert [formulas[part] for part in variant.form.condition.conjuncts()] == [
        gate for name, gate in variant.gates.items() if name.startswith("condition:")
    ]
    inner = [formulas[part] for part in variant.form.requirement.parts()]
    assert tuple(inner) == variant.requirement.parts, (
        "with the start of the term, without which it does not run"
    )
    assert set(formulas) == {
        part for top in (*variant.form.condition.conjuncts(), variant.form.requirement) for part in walk(top)
    }
