"""The records of the built-in vocabulary as frozen objects. This file is written by tools/build_domain.py.

Every field may be left out: it is then ``LEFT_OUT``. ``UNKNOWN`` says that nobody knows; ``None``, that it has not
happened yet, or is not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from attrs import frozen

from .base import DomainRecord
from .unknown import LEFT_OUT, Day, Fact, Figures, Moment, Services

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
    ] = LEFT_OUT
    """Вид (kind)."""

    document: Fact[str] = LEFT_OUT
    """Документ (document)."""

    dated_on: Fact[Day] = LEFT_OUT
    """Дата документа (dated)."""

    sent_to_legal_statistics_on: Fact[Moment] = LEFT_OUT
    """Направлен в орган правовой статистики (sent to legal statistics)."""

    approved_by: Fact[Literal["agency", "territorial_unit", "other"]] = LEFT_OUT
    """Кем утверждён (approved by)."""

    plan_from: Fact[Day] = LEFT_OUT
    """План с (plan from)."""

    plan_to: Fact[Day] = LEFT_OUT
    """План по (plan to)."""


@frozen(kw_only=True)
class Subject(DomainRecord):
    """The body that is inspected (п.1, п.6 ч.1)."""

    name: Fact[str] = LEFT_OUT
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
    ] = LEFT_OUT
    """Вид (kind)."""

    superior_body: Fact[str] = LEFT_OUT
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
    ] = LEFT_OUT
    """Область (oblast)."""


@frozen(kw_only=True)
class InspectingBody(DomainRecord):
    """The body that inspects: the Agency or a territorial unit of it (п.6 ч.1)."""

    name: Fact[str] = LEFT_OUT
    """Наименование (name)."""

    kind: Fact[Literal["agency", "territorial_unit"]] = LEFT_OUT
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
    ] = LEFT_OUT
    """Область (oblast)."""

    jointly_with: Fact[Sequence[str]] = LEFT_OUT
    """Совместно с (jointly with)."""


@frozen(kw_only=True)
class Inspector(DomainRecord):
    """Who inspects: from which body, and who came in the place of whom (п.6 ч.1, п.10, п.13 ч.1)."""

    name: Fact[str] = LEFT_OUT
    """Фамилия и имя (full name)."""

    position: Fact[str] = LEFT_OUT
    """Должность (position)."""

    body: Fact[Literal["agency", "territorial_unit", "other"]] = LEFT_OUT
    """Из органа (from body)."""

    replaced_on: Fact[Moment] = LEFT_OUT
    """Заменён (replaced)."""

    replacement_order: Fact[str] = LEFT_OUT
    """Приказ о замене (order of replacement)."""


@frozen(kw_only=True)
class Order(DomainRecord):
    """The order that appoints the inspection (п.6 ч.2), its period (п.7, п.14), registration (п.11 ч.1)."""

    number: Fact[str] = LEFT_OUT
    """Номер (number)."""

    issued_on: Fact[Moment] = LEFT_OUT
    """Издан (issued)."""

    signed_by: Fact[Literal["head", "acting_head", "deputy", "other"]] = LEFT_OUT
    """Подписал (signed by)."""

    signed_by_body: Fact[Literal["agency", "territorial_unit"]] = LEFT_OUT
    """Орган подписавшего (body of the signatory)."""

    subject_matter: Fact[str] = LEFT_OUT
    """Предмет проверки (subject matter)."""

    starts_on: Fact[Day] = LEFT_OUT
    """Первый день (first day in the order)."""

    ends_on: Fact[Day] = LEFT_OUT
    """Последний день (last day in the order)."""

    working_days: Fact[int] = LEFT_OUT
    """Рабочих дней (working days in the order)."""

    extended_to: Fact[Day] = LEFT_OUT
    """Продлён до (extended to)."""

    extended_on: Fact[Moment] = LEFT_OUT
    """Продление издано (extension issued)."""

    extension_number: Fact[str] = LEFT_OUT
    """Номер приказа о продлении (number of the extension)."""

    extension_signed_by: Fact[Literal["head", "acting_head", "deputy", "other"]] = LEFT_OUT
    """Продление подписал (extension signed by)."""

    signed_jointly_with: Fact[str] = LEFT_OUT
    """Подписан совместно с (signed jointly with)."""

    registered_on: Fact[Moment] = LEFT_OUT
    """Зарегистрирован (registered)."""

    registration_number: Fact[str] = LEFT_OUT
    """Номер регистрации (registration number)."""


@frozen(kw_only=True)
class Notice(DomainRecord):
    """The notice that an inspection will begin (п.10)."""

    sent_at: Fact[Moment] = LEFT_OUT
    """Направлено (sent)."""

    delivered_at: Fact[Moment] = LEFT_OUT
    """Вручено (delivered)."""

    form: Fact[Literal["written", "oral", "electronic"]] = LEFT_OUT
    """Форма (form)."""

    states_period: Fact[bool] = LEFT_OUT
    """Указаны сроки (states period)."""

    states_subject_matter: Fact[bool] = LEFT_OUT
    """Указан предмет (states subject matter)."""


@frozen(kw_only=True)
class Shown(DomainRecord):
    """What the inspectors showed on arrival (п.11 ч.1)."""

    order: Fact[bool] = LEFT_OUT
    """Приказ о назначении (order shown)."""

    registration_mark: Fact[bool] = LEFT_OUT
    """Отметка о регистрации (registration mark shown)."""

    service_id: Fact[bool] = LEFT_OUT
    """Служебное удостоверение (service ID shown)."""

    checklist: Fact[bool] = LEFT_OUT
    """Проверочный лист (checklist shown)."""


@frozen(kw_only=True)
class Protocol(DomainRecord):
    """The record of a refusal or an obstruction, signed by both sides (п.12, п.15 ч.1)."""

    drawn_up_at: Fact[Moment] = LEFT_OUT
    """Составлен (drawn up)."""

    signed_by_inspector: Fact[bool] = LEFT_OUT
    """Подписан проверяющим лицом (signed by inspector)."""

    signed_by_subject: Fact[bool] = LEFT_OUT
    """Подписан уполномоченным лицом (signed by the subject's authorised person)."""

    refusal_explained: Fact[bool] = LEFT_OUT
    """Отказ объяснён письменно (refusal explained in writing)."""

    refusal_noted: Fact[bool] = LEFT_OUT
    """Отметка об отказе (refusal noted in the protocol)."""


@frozen(kw_only=True)
class Obstruction(DomainRecord):
    """A refusal to read the order, or to let the inspectors in or at the papers (п.12)."""

    kind: Fact[Literal["refused_to_read_order", "access_denied", "documents_withheld"]] = LEFT_OUT
    """Вид (kind)."""

    occurred_at: Fact[Moment] = LEFT_OUT
    """Произошло (occurred)."""

    protocol: Fact[Protocol] = LEFT_OUT
    """Протокол (protocol)."""


@frozen(kw_only=True)
class Official(DomainRecord):
    """Someone whom the act names: who inspected, who represents the body (п.13 ч.2 4) and 5))."""

    name: Fact[str] = LEFT_OUT
    """Фамилия и имя (full name)."""

    position: Fact[str] = LEFT_OUT
    """Должность (position)."""


@frozen(kw_only=True)
class Violation(DomainRecord):
    """A violation that the act states, with the law it offends and its nature (п.13 ч.2 8))."""

    description: Fact[str] = LEFT_OUT
    """Описание (description)."""

    legal_basis: Fact[str] = LEFT_OUT
    """Нормативный правовой акт (legal basis)."""

    nature: Fact[str] = LEFT_OUT
    """Характер (nature)."""

    removed: Fact[bool] = LEFT_OUT
    """Устранено (removed)."""

    no_measures: Fact[bool] = LEFT_OUT
    """Меры не приняты (no measures taken)."""

    objected: Fact[bool] = LEFT_OUT
    """Оспорено (objected to)."""


@frozen(kw_only=True)
class Recommendation(DomainRecord):
    """What is to be done about a violation, and by when (п.13 ч.2 10), п.17 1), п.23)."""

    text: Fact[str] = LEFT_OUT
    """Содержание (text)."""

    due_on: Fact[Day] = LEFT_OUT
    """Срок исполнения (due)."""

    reported_at: Fact[Moment] = LEFT_OUT
    """Информация поступила (report received)."""


@frozen(kw_only=True)
class Acquaintance(DomainRecord):
    """That someone has read the act, or refused to (п.13 ч.2 11))."""

    name: Fact[str] = LEFT_OUT
    """Фамилия и имя (full name)."""

    outcome: Fact[Literal["signed", "refused"]] = LEFT_OUT
    """Итог (outcome)."""


@frozen(kw_only=True)
class Act(DomainRecord):
    """The act on the results of an inspection: its contents, service and refusals (п.13-п.15)."""

    copies: Fact[int] = LEFT_OUT
    """Экземпляров (copies)."""

    served_at: Fact[Moment] = LEFT_OUT
    """Вручён (served)."""

    drawn_up_at: Fact[Moment] = LEFT_OUT
    """Составлен (drawn up)."""

    states_time: Fact[bool] = LEFT_OUT
    """Указано время (states time)."""

    states_no_time: Fact[bool] = LEFT_OUT
    """Время не указано (no time stated)."""

    place: Fact[str] = LEFT_OUT
    """Место составления (place of drawing up)."""

    inspecting_body: Fact[str] = LEFT_OUT
    """Проводивший орган (inspecting body named)."""

    order_number: Fact[str] = LEFT_OUT
    """Номер приказа (order number)."""

    order_date: Fact[Day] = LEFT_OUT
    """Дата приказа (order date)."""

    appointment_document: Fact[Literal["order", "appointment_act"]] = LEFT_OUT
    """Документ о назначении (document of appointment)."""

    inspectors: Fact[Sequence[Official]] = LEFT_OUT
    """Проверяющие лица (inspectors)."""

    subject_name: Fact[str] = LEFT_OUT
    """Наименование субъекта (subject named)."""

    representatives: Fact[Sequence[Official]] = LEFT_OUT
    """Представители (representatives)."""

    representatives_absent: Fact[bool] = LEFT_OUT
    """Представителей не было (no representative was present)."""

    inspected_from: Fact[Day] = LEFT_OUT
    """Проверка с (inspected from)."""

    inspected_to: Fact[Day] = LEFT_OUT
    """Проверка по (inspected to)."""

    inspection_place: Fact[str] = LEFT_OUT
    """Место проведения (place of inspection)."""

    period_from: Fact[Day] = LEFT_OUT
    """Проверяемый период с (period inspected from)."""

    period_to: Fact[Day] = LEFT_OUT
    """Проверяемый период по (period inspected to)."""

    activity_analysis: Fact[str] = LEFT_OUT
    """Анализ деятельности (analysis of activity)."""

    results: Fact[str] = LEFT_OUT
    """Результаты проверки (results)."""

    violations: Fact[Sequence[Violation]] = LEFT_OUT
    """Нарушения (violations)."""

    cause_analysis: Fact[str] = LEFT_OUT
    """Анализ причин (analysis of causes)."""

    recommendations: Fact[Sequence[Recommendation]] = LEFT_OUT
    """Рекомендации (recommendations)."""

    acquaintance: Fact[Sequence[Acquaintance]] = LEFT_OUT
    """Ознакомление (acquaintance)."""

    signed_by_inspectors: Fact[bool] = LEFT_OUT
    """Подписан проверяющими лицами (signed by inspectors)."""

    signed_by_subject_at: Fact[Moment] = LEFT_OUT
    """Подписан субъектом (signed by the subject)."""

    sign_refused: Fact[bool] = LEFT_OUT
    """Отказ подписать (refusal to sign)."""

    refused_at: Fact[Moment] = LEFT_OUT
    """В подписи отказано (signature refused)."""

    refusal_protocol: Fact[Protocol] = LEFT_OUT
    """Протокол об отказе (refusal protocol)."""

    copy_to_chancellery_at: Fact[Moment] = LEFT_OUT
    """Передан в канцелярию (copy handed to the chancellery)."""

    chancellery_mark: Fact[bool] = LEFT_OUT
    """Отметка канцелярии (chancellery mark)."""

    receipt_refused: Fact[bool] = LEFT_OUT
    """Отказ получить (refusal to receive)."""

    receipt_refused_at: Fact[Moment] = LEFT_OUT
    """В получении отказано (receipt refused)."""

    sent_by_courier_at: Fact[Moment] = LEFT_OUT
    """Направлен фельдсвязью (sent by courier mail)."""

    sent_otherwise_at: Fact[Moment] = LEFT_OUT
    """Направлен иным способом (sent by other means)."""

    delivered_at: Fact[Moment] = LEFT_OUT
    """Доставлен (delivered)."""


@frozen(kw_only=True)
class Decision(DomainRecord):
    """What the leadership decided on the act (п.17)."""

    considered_on: Fact[Moment] = LEFT_OUT
    """Рассмотрено (considered)."""

    decided_on: Fact[Moment] = LEFT_OUT
    """Принято (decided)."""

    decided_by: Fact[Literal["leadership", "deputy", "other"]] = LEFT_OUT
    """Принял (decided by)."""

    outcomes: Fact[Sequence[Literal["recommendation_letter", "take_note"]]] = LEFT_OUT
    """Итоги (outcomes)."""


@frozen(kw_only=True)
class Letter(DomainRecord):
    """The letter with recommendations (п.17 1), п.18, п.23; after monitoring п.27 1))."""

    sent_on: Fact[Moment] = LEFT_OUT
    """Направлено (sent)."""

    delivered_at: Fact[Moment] = LEFT_OUT
    """Получено (received by the addressee)."""

    addressee: Fact[Literal["head_of_subject", "superior_body", "other"]] = LEFT_OUT
    """Адресат (addressee)."""

    signed_by: Fact[Literal["leadership", "unit_head", "substitute", "deputy", "other"]] = LEFT_OUT
    """Подписал (signed by)."""

    recommendations: Fact[Sequence[Recommendation]] = LEFT_OUT
    """Рекомендации (recommendations)."""

    calls_for_discipline: Fact[bool] = LEFT_OUT
    """О привлечении к ответственности (calls for discipline)."""

    reply_due_on: Fact[Day] = LEFT_OUT
    """Срок ответа (reply due)."""


@frozen(kw_only=True)
class Disclosure(DomainRecord):
    """A protected secret that an inspector disclosed, and the law that let them (п.19)."""

    secret: Fact[Literal["commercial", "tax", "other_protected"]] = LEFT_OUT
    """Тайна (secret)."""

    by: Fact[str] = LEFT_OUT
    """Кем (by)."""

    disclosed_at: Fact[Moment] = LEFT_OUT
    """Разглашено (disclosed)."""

    legal_basis: Fact[str] = LEFT_OUT
    """Случай по закону (case provided by law)."""

    published_as_results: Fact[bool] = LEFT_OUT
    """Обнародовано как результаты контроля (published as results of control)."""


@frozen(kw_only=True)
class Objections(DomainRecord):
    """The inspected body's objections to the act (п.20)."""

    reservation_before_signature: Fact[bool] = LEFT_OUT
    """Оговорка перед подписью (reservation before signature)."""

    sent_at: Fact[Moment] = LEFT_OUT
    """Направлены (sent)."""

    submitted_at: Fact[Moment] = LEFT_OUT
    """Поступили (received)."""

    form: Fact[Literal["written", "oral", "electronic"]] = LEFT_OUT
    """Форма (form)."""

    to_violations: Fact[Sequence[str]] = LEFT_OUT
    """По нарушениям (violations objected to)."""

    to_all_violations: Fact[bool] = LEFT_OUT
    """По всем нарушениям (all violations are objected to)."""

    answered_at: Fact[Moment] = LEFT_OUT
    """Рассмотрены (answered)."""


@frozen(kw_only=True)
class Measure(DomainRecord):
    """One thing that the inspected body will do, by whom and by when (п.22)."""

    action: Fact[str] = LEFT_OUT
    """Действие (action)."""

    responsible: Fact[str] = LEFT_OUT
    """Ответственный исполнитель (responsible person)."""

    due_on: Fact[Day] = LEFT_OUT
    """Срок осуществления (due)."""


@frozen(kw_only=True)
class Measures(DomainRecord):
    """The inspected body's information on the measures that it will take (п.21, п.22)."""

    sent_at: Fact[Moment] = LEFT_OUT
    """Направлены (sent)."""

    submitted_at: Fact[Moment] = LEFT_OUT
    """Поступили (received)."""

    supplemented_at: Fact[Moment] = LEFT_OUT
    """Дополнены (supplemented)."""

    agreed_with_leadership: Fact[bool] = LEFT_OUT
    """Согласованы с руководством (agreed with leadership)."""

    agreed_on: Fact[Moment] = LEFT_OUT
    """Согласованы (agreed)."""

    agreement_refused_on: Fact[Moment] = LEFT_OUT
    """В согласовании отказано (agreement refused)."""

    items: Fact[Sequence[Measure]] = LEFT_OUT
    """Перечень (items)."""


@frozen(kw_only=True)
class Implementation(DomainRecord):
    """The inspected body's report on the measures that it has taken (п.23)."""

    sent_at: Fact[Moment] = LEFT_OUT
    """Информация направлена (sent)."""

    reported_at: Fact[Moment] = LEFT_OUT
    """Информация поступила (received)."""

    discipline_documents: Fact[bool] = LEFT_OUT
    """Копии документов об ответственности (copies of documents on discipline)."""

    held_liable: Fact[bool] = LEFT_OUT
    """Виновные привлечены (officials were held liable)."""


@frozen(kw_only=True)
class Escalation(DomainRecord):
    """Whom the inspectors told that no measures were taken (п.24)."""

    prosecutor_informed_on: Fact[Moment] = LEFT_OUT
    """Прокуратура информирована (prosecutor informed)."""

    bodies_informed_on: Fact[Moment] = LEFT_OUT
    """Государственные органы информированы (other bodies informed)."""

    court_application_on: Fact[Moment] = LEFT_OUT
    """Заявление в суд (application to court)."""


@frozen(kw_only=True)
class Publication(DomainRecord):
    """Where and when results of control were published (п.29)."""

    by: Fact[Literal["agency", "subject"]] = LEFT_OUT
    """Кем (by)."""

    channel: Fact[Literal["media", "website"]] = LEFT_OUT
    """Где (channel)."""

    published_on: Fact[Moment] = LEFT_OUT
    """Опубликовано (published)."""


@frozen(kw_only=True)
class Inspection(DomainRecord):
    """An inspection from its ground to the publication of its results (п.5-п.24, п.28, п.29)."""

    id: Fact[str] = LEFT_OUT
    """Номер дела (case number)."""

    kind: Fact[Literal["planned", "unplanned"]] = LEFT_OUT
    """Вид (kind)."""

    grounds: Fact[Sequence[Ground]] = LEFT_OUT
    """Основания (grounds)."""

    coverage: Fact[Literal["single_fact", "period"]] = LEFT_OUT
    """Охват (coverage)."""

    subject: Fact[Subject] = LEFT_OUT
    """Проверяемый субъект (subject)."""

    inspecting_body: Fact[InspectingBody] = LEFT_OUT
    """Проверяющий орган (inspecting body)."""

    agency_instruction: Fact[bool] = LEFT_OUT
    """Поручение руководства Агентства (instruction of the Agency's leadership to its staff)."""

    inspectors: Fact[Sequence[Inspector]] = LEFT_OUT
    """Проверяющие лица (inspectors)."""

    order: Fact[Order] = LEFT_OUT
    """Приказ (order)."""

    study_completed_on: Fact[Moment] = LEFT_OUT
    """Предварительное изучение завершено (preliminary study completed)."""

    notice: Fact[Notice] = LEFT_OUT
    """Извещение (notice)."""

    notices: Fact[Sequence[Notice]] = LEFT_OUT
    """Извещения (several, in place of `notice`)."""

    shown: Fact[Shown] = LEFT_OUT
    """Предъявлено (shown on arrival)."""

    order_handed_at: Fact[Moment] = LEFT_OUT
    """Приказ вручён (order handed over)."""

    obstructions: Fact[Sequence[Obstruction]] = LEFT_OUT
    """Воспрепятствования (obstructions)."""

    suspended_at: Fact[Moment] = LEFT_OUT
    """Приостановлена (inspection suspended)."""

    resumed_at: Fact[Moment] = LEFT_OUT
    """Возобновлена (inspection resumed)."""

    cancelled_at: Fact[Moment] = LEFT_OUT
    """Отменена (inspection cancelled)."""

    cancellation_reason: Fact[Literal["refused_to_read_order", "other"]] = LEFT_OUT
    """Причина отмены (cancellation reason)."""

    act: Fact[Act] = LEFT_OUT
    """Акт (act)."""

    acts: Fact[Sequence[Act]] = LEFT_OUT
    """Акты (several, in place of `act`)."""

    handed_to_leadership_at: Fact[Moment] = LEFT_OUT
    """Материалы переданы руководству (materials handed to the leadership)."""

    decision: Fact[Decision] = LEFT_OUT
    """Решение (decision)."""

    letter: Fact[Letter] = LEFT_OUT
    """Письмо (letter)."""

    letters: Fact[Sequence[Letter]] = LEFT_OUT
    """Письма (several, in place of `letter`)."""

    disclosures: Fact[Sequence[Disclosure]] = LEFT_OUT
    """Разглашения (disclosures)."""

    objections: Fact[Objections | Sequence[Objections]] = LEFT_OUT
    """Возражения (objections)."""

    measures: Fact[Measures | Sequence[Measures]] = LEFT_OUT
    """Меры (measures)."""

    implementation: Fact[Implementation | Sequence[Implementation]] = LEFT_OUT
    """Исполнение (implementation)."""

    measures_taken: Fact[bool] = LEFT_OUT
    """Меры приняты (measures taken)."""

    escalation: Fact[Escalation] = LEFT_OUT
    """Обращения (escalation)."""

    used_in_assessment: Fact[bool] = LEFT_OUT
    """Учтено в оценке (used in assessment)."""

    publications: Fact[Sequence[Publication]] = LEFT_OUT
    """Опубликования (publications)."""


@frozen(kw_only=True)
class Submitter(DomainRecord):
    """Who submits the report (п.25-1)."""

    name: Fact[str] = LEFT_OUT
    """Наименование (name)."""

    kind: Fact[
        Literal["central_state_body", "regional_akimat", "raion_akimat", "territorial_unit", "other"]
    ] = LEFT_OUT
    """Вид (kind)."""


@frozen(kw_only=True)
class MonitoringDecision(DomainRecord):
    """What the leadership decided on the monitoring (п.27)."""

    considered_on: Fact[Moment] = LEFT_OUT
    """Рассмотрено (considered)."""

    decided_by: Fact[Literal["leadership", "deputy", "other"]] = LEFT_OUT
    """Принял (decided by)."""

    outcomes: Fact[Sequence[Literal["recommendation_letter", "public_council", "take_note"]]] = LEFT_OUT
    """Итоги (outcomes)."""


@frozen(kw_only=True)
class MonitoringReport(DomainRecord):
    """A monthly report on form 1-МК or 2-МК (п.25-п.29)."""

    id: Fact[str] = LEFT_OUT
    """Номер отчёта (report number)."""

    form: Fact[Literal["1-mk", "2-mk"]] = LEFT_OUT
    """Форма (form)."""

    submitter: Fact[Submitter] = LEFT_OUT
    """Кто представляет (submitter)."""

    month: Fact[str] = LEFT_OUT
    """Отчётный месяц (month)."""

    corrects: Fact[str] = LEFT_OUT
    """Уточняет отчёт (corrects report)."""

    preventive_measures: Fact[str] = LEFT_OUT
    """Меры профилактики (preventive measures)."""

    submitted_at: Fact[Moment] = LEFT_OUT
    """Представлен (submitted)."""

    sent_to: Fact[Literal["agency", "territorial_unit", "other"]] = LEFT_OUT
    """Куда (sent to)."""

    figures: Fact[Figures] = LEFT_OUT
    """Показатели (figures)."""

    late_services: Fact[Services] = LEFT_OUT
    """Услуги с нарушением срока (late services)."""

    signed_by: Fact[Literal["head", "acting_head", "other"]] = LEFT_OUT
    """Подписал (signed by)."""

    executor: Fact[str] = LEFT_OUT
    """Исполнитель (executor)."""

    stamped: Fact[bool] = LEFT_OUT
    """Печать (stamped)."""

    decision: Fact[MonitoringDecision] = LEFT_OUT
    """Решение (decision)."""

    letter: Fact[Letter] = LEFT_OUT
    """Письмо (letter)."""

    letters: Fact[Sequence[Letter]] = LEFT_OUT
    """Письма (several, in place of `letter`)."""

    used_in_assessment: Fact[bool] = LEFT_OUT
    """Учтено в оценке (used in assessment)."""

    publications: Fact[Sequence[Publication]] = LEFT_OUT
    """Опубликования (publications)."""


@frozen(kw_only=True)
class PlanBody(DomainRecord):
    """Whose plan it is (п.8)."""

    name: Fact[str] = LEFT_OUT
    """Наименование (name)."""

    kind: Fact[Literal["agency", "territorial_unit"]] = LEFT_OUT
    """Вид (kind)."""


@frozen(kw_only=True)
class InspectionPlan(DomainRecord):
    """A plan of inspections for a half-year and its way to the Prosecutor's statistics (п.8)."""

    id: Fact[str] = LEFT_OUT
    """Номер плана (plan number)."""

    body: Fact[PlanBody] = LEFT_OUT
    """Орган (body)."""

    year: Fact[int] = LEFT_OUT
    """Год (year)."""

    half: Fact[Literal[1, 2]] = LEFT_OUT
    """Полугодие (half)."""

    risk_based: Fact[bool] = LEFT_OUT
    """На основании системы оценки рисков (risk based)."""

    approved_on: Fact[Moment] = LEFT_OUT
    """Утверждён (approved)."""

    approved_by: Fact[Literal["agency", "territorial_unit", "other"]] = LEFT_OUT
    """Кем утверждён (approved by)."""

    amends: Fact[str] = LEFT_OUT
    """Изменяет план (amends plan)."""

    sent_to_legal_statistics_on: Fact[Moment] = LEFT_OUT
    """Направлен в орган правовой статистики (sent to legal statistics)."""


@frozen(kw_only=True)
class MonitoringYear(DomainRecord):
    """The reports of one submitter for a year, side by side (п.25); ``check`` on a list or a folder makes it."""

    id: Fact[str] = LEFT_OUT
    """Чей и какой год (whose year)."""

    form: Fact[Literal["1-mk", "2-mk"]] = LEFT_OUT
    """Форма (form)."""

    submitter: Fact[Submitter] = LEFT_OUT
    """Кто представляет (submitter)."""

    month: Fact[str] = LEFT_OUT
    """Последний месяц (last month)."""

    reports: Fact[Figures] = LEFT_OUT
    """Отчёты (reports)."""

    totals: Fact[Figures] = LEFT_OUT
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
