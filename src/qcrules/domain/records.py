"""The records of the built-in vocabulary as frozen objects. This file is written by tools/build_domain.py.

Every field may be left out: it is then ``UNKNOWN``. ``None`` says more: it has not happened yet, or is not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from attrs import frozen

from .base import DomainRecord
from .unknown import UNKNOWN, Day, Fact, Figures, Moment, Services

__all__ = [
    "Acquaintance",
    "Act",
    "Decision",
    "Disclosure",
    "Escalation",
    "Ground",
    "Implementation",
    "InspectingBody",
    "Inspection",
    "InspectionPlan",
    "Inspector",
    "Letter",
    "Measure",
    "Measures",
    "MonitoringDecision",
    "MonitoringReport",
    "MonitoringYear",
    "Notice",
    "Objections",
    "Obstruction",
    "Official",
    "Order",
    "PlanBody",
    "Protocol",
    "Publication",
    "Recommendation",
    "Shown",
    "Subject",
    "Submitter",
    "Violation",
]


@frozen(kw_only=True)
class Ground(DomainRecord):
    """Why an inspection may be held: one of the five grounds (п.5)."""

    kind: Fact[
        Literal["state_instruction", "plan", "complaint", "leadership_instruction", "other_information"]
    ] = UNKNOWN
    """Вид (kind)."""

    document: Fact[str] = UNKNOWN
    """Документ (document)."""

    dated_on: Fact[Day] = UNKNOWN
    """Дата документа (dated)."""

    sent_to_legal_statistics_on: Fact[Moment] = UNKNOWN
    """Направлен в орган правовой статистики (sent to legal statistics)."""

    approved_by: Fact[Literal["agency", "territorial_unit", "other"]] = UNKNOWN
    """Кем утверждён (approved by)."""

    plan_from: Fact[Day] = UNKNOWN
    """План с (plan from)."""

    plan_to: Fact[Day] = UNKNOWN
    """План по (plan to)."""


@frozen(kw_only=True)
class Subject(DomainRecord):
    """The body that is inspected (п.1, п.6 ч.1)."""

    name: Fact[str] = UNKNOWN
    """Наименование (name)."""

    kind: Fact[
        Literal[
            "central_state_body",
            "central_body_department",
            "territorial_unit",
            "local_executive_body",
            "akim",
            "service_centre",
            "other",
        ]
    ] = UNKNOWN
    """Вид (kind)."""

    superior_body: Fact[str] = UNKNOWN
    """Вышестоящий орган (superior body)."""

    oblast: Fact[
        Literal[
            "akmola",
            "aktobe",
            "almaty_oblast",
            "atyrau",
            "east_kazakhstan",
            "zhambyl",
            "west_kazakhstan",
            "karaganda",
            "kostanay",
            "kyzylorda",
            "mangystau",
            "pavlodar",
            "north_kazakhstan",
            "south_kazakhstan",
            "astana",
            "almaty",
        ]
    ] = UNKNOWN
    """Область (oblast)."""


@frozen(kw_only=True)
class InspectingBody(DomainRecord):
    """The body that inspects: the Agency or a territorial unit of it (п.6 ч.1)."""

    name: Fact[str] = UNKNOWN
    """Наименование (name)."""

    kind: Fact[Literal["agency", "territorial_unit"]] = UNKNOWN
    """Вид (kind)."""

    oblast: Fact[
        Literal[
            "akmola",
            "aktobe",
            "almaty_oblast",
            "atyrau",
            "east_kazakhstan",
            "zhambyl",
            "west_kazakhstan",
            "karaganda",
            "kostanay",
            "kyzylorda",
            "mangystau",
            "pavlodar",
            "north_kazakhstan",
            "south_kazakhstan",
            "astana",
            "almaty",
        ]
    ] = UNKNOWN
    """Область (oblast)."""

    jointly_with: Fact[Sequence[str]] = UNKNOWN
    """Совместно с (jointly with)."""


@frozen(kw_only=True)
class Inspector(DomainRecord):
    """Who inspects: from which body, and who came in the place of whom (п.6 ч.1, п.10, п.13 ч.1)."""

    name: Fact[str] = UNKNOWN
    """Фамилия и имя (full name)."""

    position: Fact[str] = UNKNOWN
    """Должность (position)."""

    body: Fact[Literal["agency", "territorial_unit", "other"]] = UNKNOWN
    """Из органа (from body)."""

    replaced_on: Fact[Moment] = UNKNOWN
    """Заменён (replaced)."""

    replacement_order: Fact[str] = UNKNOWN
    """Приказ о замене (order of replacement)."""


@frozen(kw_only=True)
class Order(DomainRecord):
    """The order that appoints the inspection (п.6 ч.2), its period (п.7, п.14), registration (п.11 ч.1)."""

    number: Fact[str] = UNKNOWN
    """Номер (number)."""

    issued_on: Fact[Moment] = UNKNOWN
    """Издан (issued)."""

    signed_by: Fact[Literal["head", "acting_head", "deputy", "other"]] = UNKNOWN
    """Подписал (signed by)."""

    signed_by_body: Fact[Literal["agency", "territorial_unit"]] = UNKNOWN
    """Орган подписавшего (body of the signatory)."""

    subject_matter: Fact[str] = UNKNOWN
    """Предмет проверки (subject matter)."""

    starts_on: Fact[Day] = UNKNOWN
    """Первый день (first day in the order)."""

    ends_on: Fact[Day] = UNKNOWN
    """Последний день (last day in the order)."""

    working_days: Fact[int] = UNKNOWN
    """Рабочих дней (working days in the order)."""

    extended_to: Fact[Day] = UNKNOWN
    """Продлён до (extended to)."""

    extended_on: Fact[Moment] = UNKNOWN
    """Продление издано (extension issued)."""

    extension_number: Fact[str] = UNKNOWN
    """Номер приказа о продлении (number of the extension)."""

    extension_signed_by: Fact[Literal["head", "acting_head", "deputy", "other"]] = UNKNOWN
    """Продление подписал (extension signed by)."""

    signed_jointly_with: Fact[str] = UNKNOWN
    """Подписан совместно с (signed jointly with)."""

    registered_on: Fact[Moment] = UNKNOWN
    """Зарегистрирован (registered)."""

    registration_number: Fact[str] = UNKNOWN
    """Номер регистрации (registration number)."""


@frozen(kw_only=True)
class Notice(DomainRecord):
    """The notice that an inspection will begin (п.10)."""

    sent_at: Fact[Moment] = UNKNOWN
    """Направлено (sent)."""

    delivered_at: Fact[Moment] = UNKNOWN
    """Вручено (delivered)."""

    form: Fact[Literal["written", "oral", "electronic"]] = UNKNOWN
    """Форма (form)."""

    states_period: Fact[bool] = UNKNOWN
    """Указаны сроки (states period)."""

    states_subject_matter: Fact[bool] = UNKNOWN
    """Указан предмет (states subject matter)."""


@frozen(kw_only=True)
class Shown(DomainRecord):
    """What the inspectors showed on arrival (п.11 ч.1)."""

    order: Fact[bool] = UNKNOWN
    """Приказ о назначении (order shown)."""

    registration_mark: Fact[bool] = UNKNOWN
    """Отметка о регистрации (registration mark shown)."""

    service_id: Fact[bool] = UNKNOWN
    """Служебное удостоверение (service ID shown)."""

    checklist: Fact[bool] = UNKNOWN
    """Проверочный лист (checklist shown)."""


@frozen(kw_only=True)
class Protocol(DomainRecord):
    """The record of a refusal or an obstruction, signed by both sides (п.12, п.15 ч.1)."""

    drawn_up_at: Fact[Moment] = UNKNOWN
    """Составлен (drawn up)."""

    signed_by_inspector: Fact[bool] = UNKNOWN
    """Подписан проверяющим лицом (signed by inspector)."""

    signed_by_subject: Fact[bool] = UNKNOWN
    """Подписан уполномоченным лицом (signed by the subject's authorised person)."""

    refusal_explained: Fact[bool] = UNKNOWN
    """Отказ объяснён письменно (refusal explained in writing)."""

    refusal_noted: Fact[bool] = UNKNOWN
    """Отметка об отказе (refusal noted in the protocol)."""


@frozen(kw_only=True)
class Obstruction(DomainRecord):
    """A refusal to read the order, or to let the inspectors in or at the papers (п.12)."""

    kind: Fact[Literal["refused_to_read_order", "access_denied", "documents_withheld"]] = UNKNOWN
    """Вид (kind)."""

    occurred_at: Fact[Moment] = UNKNOWN
    """Произошло (occurred)."""

    protocol: Fact[Protocol] = UNKNOWN
    """Протокол (protocol)."""


@frozen(kw_only=True)
class Official(DomainRecord):
    """Someone whom the act names: who inspected, who represents the body (п.13 ч.2 4) and 5))."""

    name: Fact[str] = UNKNOWN
    """Фамилия и имя (full name)."""

    position: Fact[str] = UNKNOWN
    """Должность (position)."""


@frozen(kw_only=True)
class Violation(DomainRecord):
    """A violation that the act states, with the law it offends and its nature (п.13 ч.2 8))."""

    description: Fact[str] = UNKNOWN
    """Описание (description)."""

    legal_basis: Fact[str] = UNKNOWN
    """Нормативный правовой акт (legal basis)."""

    nature: Fact[str] = UNKNOWN
    """Характер (nature)."""

    removed: Fact[bool] = UNKNOWN
    """Устранено (removed)."""

    no_measures: Fact[bool] = UNKNOWN
    """Меры не приняты (no measures taken)."""

    objected: Fact[bool] = UNKNOWN
    """Оспорено (objected to)."""


@frozen(kw_only=True)
class Recommendation(DomainRecord):
    """What is to be done about a violation, and by when (п.13 ч.2 10), п.17 1), п.23)."""

    text: Fact[str] = UNKNOWN
    """Содержание (text)."""

    due_on: Fact[Day] = UNKNOWN
    """Срок исполнения (due)."""

    reported_at: Fact[Moment] = UNKNOWN
    """Информация поступила (report received)."""


@frozen(kw_only=True)
class Acquaintance(DomainRecord):
    """That someone has read the act, or refused to (п.13 ч.2 11))."""

    name: Fact[str] = UNKNOWN
    """Фамилия и имя (full name)."""

    outcome: Fact[Literal["signed", "refused"]] = UNKNOWN
    """Итог (outcome)."""


@frozen(kw_only=True)
class Act(DomainRecord):
    """The act on the results of an inspection: its contents, service and refusals (п.13-п.15)."""

    copies: Fact[int] = UNKNOWN
    """Экземпляров (copies)."""

    served_at: Fact[Moment] = UNKNOWN
    """Вручён (served)."""

    drawn_up_at: Fact[Moment] = UNKNOWN
    """Составлен (drawn up)."""

    states_time: Fact[bool] = UNKNOWN
    """Указано время (states time)."""

    states_no_time: Fact[bool] = UNKNOWN
    """Время не указано (no time stated)."""

    place: Fact[str] = UNKNOWN
    """Место составления (place of drawing up)."""

    inspecting_body: Fact[str] = UNKNOWN
    """Проводивший орган (inspecting body named)."""

    order_number: Fact[str] = UNKNOWN
    """Номер приказа (order number)."""

    order_date: Fact[Day] = UNKNOWN
    """Дата приказа (order date)."""

    appointment_document: Fact[Literal["order", "appointment_act"]] = UNKNOWN
    """Документ о назначении (document of appointment)."""

    inspectors: Fact[Sequence[Official]] = UNKNOWN
    """Проверяющие лица (inspectors)."""

    subject_name: Fact[str] = UNKNOWN
    """Наименование субъекта (subject named)."""

    representatives: Fact[Sequence[Official]] = UNKNOWN
    """Представители (representatives)."""

    representatives_absent: Fact[bool] = UNKNOWN
    """Представителей не было (no representative was present)."""

    inspected_from: Fact[Day] = UNKNOWN
    """Проверка с (inspected from)."""

    inspected_to: Fact[Day] = UNKNOWN
    """Проверка по (inspected to)."""

    inspection_place: Fact[str] = UNKNOWN
    """Место проведения (place of inspection)."""

    period_from: Fact[Day] = UNKNOWN
    """Проверяемый период с (period inspected from)."""

    period_to: Fact[Day] = UNKNOWN
    """Проверяемый период по (period inspected to)."""

    activity_analysis: Fact[str] = UNKNOWN
    """Анализ деятельности (analysis of activity)."""

    results: Fact[str] = UNKNOWN
    """Результаты проверки (results)."""

    violations: Fact[Sequence[Violation]] = UNKNOWN
    """Нарушения (violations)."""

    cause_analysis: Fact[str] = UNKNOWN
    """Анализ причин (analysis of causes)."""

    recommendations: Fact[Sequence[Recommendation]] = UNKNOWN
    """Рекомендации (recommendations)."""

    acquaintance: Fact[Sequence[Acquaintance]] = UNKNOWN
    """Ознакомление (acquaintance)."""

    signed_by_inspectors: Fact[bool] = UNKNOWN
    """Подписан проверяющими лицами (signed by inspectors)."""

    signed_by_subject_at: Fact[Moment] = UNKNOWN
    """Подписан субъектом (signed by the subject)."""

    sign_refused: Fact[bool] = UNKNOWN
    """Отказ подписать (refusal to sign)."""

    refused_at: Fact[Moment] = UNKNOWN
    """В подписи отказано (signature refused)."""

    refusal_protocol: Fact[Protocol] = UNKNOWN
    """Протокол об отказе (refusal protocol)."""

    copy_to_chancellery_at: Fact[Moment] = UNKNOWN
    """Передан в канцелярию (copy handed to the chancellery)."""

    chancellery_mark: Fact[bool] = UNKNOWN
    """Отметка канцелярии (chancellery mark)."""

    receipt_refused: Fact[bool] = UNKNOWN
    """Отказ получить (refusal to receive)."""

    receipt_refused_at: Fact[Moment] = UNKNOWN
    """В получении отказано (receipt refused)."""

    sent_by_courier_at: Fact[Moment] = UNKNOWN
    """Направлен фельдсвязью (sent by courier mail)."""

    sent_otherwise_at: Fact[Moment] = UNKNOWN
    """Направлен иным способом (sent by other means)."""

    delivered_at: Fact[Moment] = UNKNOWN
    """Доставлен (delivered)."""


@frozen(kw_only=True)
class Decision(DomainRecord):
    """What the leadership decided on the act (п.17)."""

    considered_on: Fact[Moment] = UNKNOWN
    """Рассмотрено (considered)."""

    decided_on: Fact[Moment] = UNKNOWN
    """Принято (decided)."""

    decided_by: Fact[Literal["leadership", "deputy", "other"]] = UNKNOWN
    """Принял (decided by)."""

    outcomes: Fact[Sequence[Literal["recommendation_letter", "take_note"]]] = UNKNOWN
    """Итоги (outcomes)."""


@frozen(kw_only=True)
class Letter(DomainRecord):
    """The letter with recommendations (п.17 1), п.18, п.23; after monitoring п.27 1))."""

    sent_on: Fact[Moment] = UNKNOWN
    """Направлено (sent)."""

    delivered_at: Fact[Moment] = UNKNOWN
    """Получено (received by the addressee)."""

    addressee: Fact[Literal["head_of_subject", "superior_body", "other"]] = UNKNOWN
    """Адресат (addressee)."""

    signed_by: Fact[Literal["leadership", "unit_head", "substitute", "deputy", "other"]] = UNKNOWN
    """Подписал (signed by)."""

    recommendations: Fact[Sequence[Recommendation]] = UNKNOWN
    """Рекомендации (recommendations)."""

    calls_for_discipline: Fact[bool] = UNKNOWN
    """О привлечении к ответственности (calls for discipline)."""

    reply_due_on: Fact[Day] = UNKNOWN
    """Срок ответа (reply due)."""


@frozen(kw_only=True)
class Disclosure(DomainRecord):
    """A protected secret that an inspector disclosed, and the law that let them (п.19)."""

    secret: Fact[Literal["commercial", "tax", "other_protected"]] = UNKNOWN
    """Тайна (secret)."""

    by: Fact[str] = UNKNOWN
    """Кем (by)."""

    disclosed_at: Fact[Moment] = UNKNOWN
    """Разглашено (disclosed)."""

    legal_basis: Fact[str] = UNKNOWN
    """Случай по закону (case provided by law)."""

    published_as_results: Fact[bool] = UNKNOWN
    """Обнародовано как результаты контроля (published as results of control)."""


@frozen(kw_only=True)
class Objections(DomainRecord):
    """The inspected body's objections to the act (п.20)."""

    reservation_before_signature: Fact[bool] = UNKNOWN
    """Оговорка перед подписью (reservation before signature)."""

    sent_at: Fact[Moment] = UNKNOWN
    """Направлены (sent)."""

    submitted_at: Fact[Moment] = UNKNOWN
    """Поступили (received)."""

    form: Fact[Literal["written", "oral", "electronic"]] = UNKNOWN
    """Форма (form)."""

    to_violations: Fact[Sequence[str]] = UNKNOWN
    """По нарушениям (violations objected to)."""

    to_all_violations: Fact[bool] = UNKNOWN
    """По всем нарушениям (all violations are objected to)."""

    answered_at: Fact[Moment] = UNKNOWN
    """Рассмотрены (answered)."""


@frozen(kw_only=True)
class Measure(DomainRecord):
    """One thing that the inspected body will do, by whom and by when (п.22)."""

    action: Fact[str] = UNKNOWN
    """Действие (action)."""

    responsible: Fact[str] = UNKNOWN
    """Ответственный исполнитель (responsible person)."""

    due_on: Fact[Day] = UNKNOWN
    """Срок осуществления (due)."""


@frozen(kw_only=True)
class Measures(DomainRecord):
    """The inspected body's information on the measures that it will take (п.21, п.22)."""

    sent_at: Fact[Moment] = UNKNOWN
    """Направлены (sent)."""

    submitted_at: Fact[Moment] = UNKNOWN
    """Поступили (received)."""

    supplemented_at: Fact[Moment] = UNKNOWN
    """Дополнены (supplemented)."""

    agreed_with_leadership: Fact[bool] = UNKNOWN
    """Согласованы с руководством (agreed with leadership)."""

    agreed_on: Fact[Moment] = UNKNOWN
    """Согласованы (agreed)."""

    agreement_refused_on: Fact[Moment] = UNKNOWN
    """В согласовании отказано (agreement refused)."""

    items: Fact[Sequence[Measure]] = UNKNOWN
    """Перечень (items)."""


@frozen(kw_only=True)
class Implementation(DomainRecord):
    """The inspected body's report on the measures that it has taken (п.23)."""

    sent_at: Fact[Moment] = UNKNOWN
    """Информация направлена (sent)."""

    reported_at: Fact[Moment] = UNKNOWN
    """Информация поступила (received)."""

    discipline_documents: Fact[bool] = UNKNOWN
    """Копии документов об ответственности (copies of documents on discipline)."""

    held_liable: Fact[bool] = UNKNOWN
    """Виновные привлечены (officials were held liable)."""


@frozen(kw_only=True)
class Escalation(DomainRecord):
    """Whom the inspectors told that no measures were taken (п.24)."""

    prosecutor_informed_on: Fact[Moment] = UNKNOWN
    """Прокуратура информирована (prosecutor informed)."""

    bodies_informed_on: Fact[Moment] = UNKNOWN
    """Государственные органы информированы (other bodies informed)."""

    court_application_on: Fact[Moment] = UNKNOWN
    """Заявление в суд (application to court)."""


@frozen(kw_only=True)
class Publication(DomainRecord):
    """Where and when results of control were published (п.29)."""

    by: Fact[Literal["agency", "subject"]] = UNKNOWN
    """Кем (by)."""

    channel: Fact[Literal["media", "website"]] = UNKNOWN
    """Где (channel)."""

    published_on: Fact[Moment] = UNKNOWN
    """Опубликовано (published)."""


@frozen(kw_only=True)
class Inspection(DomainRecord):
    """An inspection from its ground to the publication of its results (п.5-п.24, п.28, п.29)."""

    id: Fact[str] = UNKNOWN
    """Номер дела (case number)."""

    kind: Fact[Literal["planned", "unplanned"]] = UNKNOWN
    """Вид (kind)."""

    grounds: Fact[Sequence[Ground]] = UNKNOWN
    """Основания (grounds)."""

    coverage: Fact[Literal["single_fact", "period"]] = UNKNOWN
    """Охват (coverage)."""

    subject: Fact[Subject] = UNKNOWN
    """Проверяемый субъект (subject)."""

    inspecting_body: Fact[InspectingBody] = UNKNOWN
    """Проверяющий орган (inspecting body)."""

    agency_instruction: Fact[bool] = UNKNOWN
    """Поручение руководства Агентства (instruction of the Agency's leadership to its staff)."""

    inspectors: Fact[Sequence[Inspector]] = UNKNOWN
    """Проверяющие лица (inspectors)."""

    order: Fact[Order] = UNKNOWN
    """Приказ (order)."""

    study_completed_on: Fact[Moment] = UNKNOWN
    """Предварительное изучение завершено (preliminary study completed)."""

    notice: Fact[Notice] = UNKNOWN
    """Извещение (notice)."""

    notices: Fact[Sequence[Notice]] = UNKNOWN
    """Извещения (several, in place of `notice`)."""

    shown: Fact[Shown] = UNKNOWN
    """Предъявлено (shown on arrival)."""

    order_handed_at: Fact[Moment] = UNKNOWN
    """Приказ вручён (order handed over)."""

    obstructions: Fact[Sequence[Obstruction]] = UNKNOWN
    """Воспрепятствования (obstructions)."""

    suspended_at: Fact[Moment] = UNKNOWN
    """Приостановлена (inspection suspended)."""

    resumed_at: Fact[Moment] = UNKNOWN
    """Возобновлена (inspection resumed)."""

    cancelled_at: Fact[Moment] = UNKNOWN
    """Отменена (inspection cancelled)."""

    cancellation_reason: Fact[Literal["refused_to_read_order", "other"]] = UNKNOWN
    """Причина отмены (cancellation reason)."""

    act: Fact[Act] = UNKNOWN
    """Акт (act)."""

    acts: Fact[Sequence[Act]] = UNKNOWN
    """Акты (several, in place of `act`)."""

    handed_to_leadership_at: Fact[Moment] = UNKNOWN
    """Материалы переданы руководству (materials handed to the leadership)."""

    decision: Fact[Decision] = UNKNOWN
    """Решение (decision)."""

    letter: Fact[Letter] = UNKNOWN
    """Письмо (letter)."""

    letters: Fact[Sequence[Letter]] = UNKNOWN
    """Письма (several, in place of `letter`)."""

    disclosures: Fact[Sequence[Disclosure]] = UNKNOWN
    """Разглашения (disclosures)."""

    objections: Fact[Objections | Sequence[Objections]] = UNKNOWN
    """Возражения (objections)."""

    measures: Fact[Measures | Sequence[Measures]] = UNKNOWN
    """Меры (measures)."""

    implementation: Fact[Implementation | Sequence[Implementation]] = UNKNOWN
    """Исполнение (implementation)."""

    measures_taken: Fact[bool] = UNKNOWN
    """Меры приняты (measures taken)."""

    escalation: Fact[Escalation] = UNKNOWN
    """Обращения (escalation)."""

    used_in_assessment: Fact[bool] = UNKNOWN
    """Учтено в оценке (used in assessment)."""

    publications: Fact[Sequence[Publication]] = UNKNOWN
    """Опубликования (publications)."""


@frozen(kw_only=True)
class Submitter(DomainRecord):
    """Who submits the report (п.25-1)."""

    name: Fact[str] = UNKNOWN
    """Наименование (name)."""

    kind: Fact[
        Literal["central_state_body", "regional_akimat", "raion_akimat", "territorial_unit", "other"]
    ] = UNKNOWN
    """Вид (kind)."""


@frozen(kw_only=True)
class MonitoringDecision(DomainRecord):
    """What the leadership decided on the monitoring (п.27)."""

    considered_on: Fact[Moment] = UNKNOWN
    """Рассмотрено (considered)."""

    decided_by: Fact[Literal["leadership", "deputy", "other"]] = UNKNOWN
    """Принял (decided by)."""

    outcomes: Fact[Sequence[Literal["recommendation_letter", "public_council", "take_note"]]] = UNKNOWN
    """Итоги (outcomes)."""


@frozen(kw_only=True)
class MonitoringReport(DomainRecord):
    """A monthly report on form 1-МК or 2-МК (п.25-п.29)."""

    id: Fact[str] = UNKNOWN
    """Номер отчёта (report number)."""

    form: Fact[Literal["1-mk", "2-mk"]] = UNKNOWN
    """Форма (form)."""

    submitter: Fact[Submitter] = UNKNOWN
    """Кто представляет (submitter)."""

    month: Fact[str] = UNKNOWN
    """Отчётный месяц (month)."""

    corrects: Fact[str] = UNKNOWN
    """Уточняет отчёт (corrects report)."""

    preventive_measures: Fact[str] = UNKNOWN
    """Меры профилактики (preventive measures)."""

    submitted_at: Fact[Moment] = UNKNOWN
    """Представлен (submitted)."""

    sent_to: Fact[Literal["agency", "territorial_unit", "other"]] = UNKNOWN
    """Куда (sent to)."""

    figures: Fact[Figures] = UNKNOWN
    """Показатели (figures)."""

    late_services: Fact[Services] = UNKNOWN
    """Услуги с нарушением срока (late services)."""

    signed_by: Fact[Literal["head", "acting_head", "other"]] = UNKNOWN
    """Подписал (signed by)."""

    executor: Fact[str] = UNKNOWN
    """Исполнитель (executor)."""

    stamped: Fact[bool] = UNKNOWN
    """Печать (stamped)."""

    decision: Fact[MonitoringDecision] = UNKNOWN
    """Решение (decision)."""

    letter: Fact[Letter] = UNKNOWN
    """Письмо (letter)."""

    letters: Fact[Sequence[Letter]] = UNKNOWN
    """Письма (several, in place of `letter`)."""

    used_in_assessment: Fact[bool] = UNKNOWN
    """Учтено в оценке (used in assessment)."""

    publications: Fact[Sequence[Publication]] = UNKNOWN
    """Опубликования (publications)."""


@frozen(kw_only=True)
class PlanBody(DomainRecord):
    """Whose plan it is (п.8)."""

    name: Fact[str] = UNKNOWN
    """Наименование (name)."""

    kind: Fact[Literal["agency", "territorial_unit"]] = UNKNOWN
    """Вид (kind)."""


@frozen(kw_only=True)
class InspectionPlan(DomainRecord):
    """A plan of inspections for a half-year and its way to the Prosecutor's statistics (п.8)."""

    id: Fact[str] = UNKNOWN
    """Номер плана (plan number)."""

    body: Fact[PlanBody] = UNKNOWN
    """Орган (body)."""

    year: Fact[int] = UNKNOWN
    """Год (year)."""

    half: Fact[Literal[1, 2]] = UNKNOWN
    """Полугодие (half)."""

    risk_based: Fact[bool] = UNKNOWN
    """На основании системы оценки рисков (risk based)."""

    approved_on: Fact[Moment] = UNKNOWN
    """Утверждён (approved)."""

    approved_by: Fact[Literal["agency", "territorial_unit", "other"]] = UNKNOWN
    """Кем утверждён (approved by)."""

    amends: Fact[str] = UNKNOWN
    """Изменяет план (amends plan)."""

    sent_to_legal_statistics_on: Fact[Moment] = UNKNOWN
    """Направлен в орган правовой статистики (sent to legal statistics)."""


@frozen(kw_only=True)
class MonitoringYear(DomainRecord):
    """The reports of one submitter for a year, side by side (п.25); ``check`` on a list or a folder makes it."""

    id: Fact[str] = UNKNOWN
    """Чей и какой год (whose year)."""

    form: Fact[Literal["1-mk", "2-mk"]] = UNKNOWN
    """Форма (form)."""

    submitter: Fact[Submitter] = UNKNOWN
    """Кто представляет (submitter)."""

    month: Fact[str] = UNKNOWN
    """Последний месяц (last month)."""

    reports: Fact[Figures] = UNKNOWN
    """Отчёты (reports)."""

    totals: Fact[Figures] = UNKNOWN
    """Итоги (totals)."""


KINDS: dict[type, str] = {
    Inspection: "inspection",
    Act: "act",
    Protocol: "protocol",
    MonitoringReport: "monitoring_report",
    InspectionPlan: "inspection_plan",
    MonitoringYear: "monitoring_year",
}
"""What can be checked, and the top key of its case file."""
