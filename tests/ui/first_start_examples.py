"""Example desks of the first start: every step, with what can be wrong at it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QLocale

from ctidesk.domain import events as ev
from ctidesk.domain.desk import CrmState, Desk
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.first_start import Answers, Checked, FirstStart, FoundCrm, Move, Myself, Standing, Step
from ctidesk.domain.operator import Operator
from ctidesk.domain.settings_reading import Fixed
from ctidesk.domain.sign_in import DeviceCode
from tests.ui.examples import Example, desk_after

P = ProblemId
URL = "https://crm.romashka.ru/Romashka/api/data/v9.1/"
NAME = "Константинопольская-Преображенская Анна Александровна"
MYSELF = Myself(NAME, 45, ("1-я линия", "Продажи, Москва"), ("1001",))
FOUND = FoundCrm("webapi", URL, "negotiate", MYSELF)
FILLED = Answers(
    server="pbx.romashka.ru:5060",
    username="1001",
    address="https://crm.romashka.ru/Romashka/main.aspx#847112",
    crm_username="ROMASHKA\\a.petrova",
)
DEVICES = ev.AudioDevicesChanged(
    ("Jabra Evolve2 65 Моно", "Встроенное аудио Аналоговый стерео"),
    ("Jabra Evolve2 65 Моно", "Встроенное аудио Аналоговый стерео"),
    "Jabra Evolve2 65 Моно",
    "Jabra Evolve2 65 Моно",
    "Встроенное аудио Аналоговый стерео",
)


def at(step: Step, *events: ev.Event, answers: Answers = FILLED, **checks: Standing) -> Desk:
    """A wizard at ``step``, ``checks`` by the name of a step; in the language of the windows."""
    known = {Step(name): Checked(standing) for name, standing in checks.items()}
    answers = replace(answers, language=QLocale().name()[:2])
    first = FirstStart(answers, step, known, crm=FOUND if checks.get("crm") is Standing.GOOD else None)
    fresh = Desk(operator=Operator(), crm=CrmState())
    return desk_after(ev.FirstStartOpened(first), *events, desk=fresh)


def tried(step: Step, problem: Problem | None = None, **checks: Standing) -> Desk:
    ended = ev.CheckMoved(step, Move.FAIL if problem else Move.PASS, problem)
    return at(step, ev.CheckMoved(step, Move.TRY), ended, **checks)


def language() -> Desk:
    return at(Step.LANGUAGE, answers=Answers())


def pbx_empty() -> Desk:
    return at(Step.PBX, answers=Answers())


LOCK = Fixed("file", "/etc/xdg/ctidesk/config.toml")


def locked(step: Step, *names: str) -> Desk:
    desk = at(step)
    assert desk.first_start
    return replace(desk, first_start=replace(desk.first_start, fixed=dict.fromkeys(names, LOCK)))


def language_locked() -> Desk:
    return locked(Step.LANGUAGE, "language")


def pbx_locked() -> Desk:
    return locked(Step.PBX, "server", "transport")


def crm_locked() -> Desk:
    return locked(Step.CRM, "kind", "address", "auth")


def pbx_trying() -> Desk:
    return at(Step.PBX, ev.CheckMoved(Step.PBX, Move.TRY), ev.CheckProgressed(Step.PBX, "asking"))


def pbx_wrong() -> Desk:
    return tried(Step.PBX, Problem.of(P.PBX_PASSWORD_REFUSED, "401 Unauthorized", server="pbx.romashka.ru:5060"))


def pbx_silent() -> Desk:
    return tried(Step.PBX, Problem.of(P.PBX_UNREACHABLE, server="pbx.romashka.ru:5060"))


def pbx_certificate() -> Desk:
    return tried(Step.PBX, Problem.of(P.PBX_CERTIFICATE_OTHER_NAME, server="pbx.romashka.ru:5061"))


def pbx_good() -> Desk:
    return tried(Step.PBX)


def pbx_skipped() -> Desk:
    return at(Step.PBX, ev.CheckMoved(Step.PBX, Move.SKIP))


def crm_empty() -> Desk:
    return at(Step.CRM, answers=Answers(), pbx=Standing.GOOD)


def crm_browser() -> Desk:
    begun = (ev.CheckMoved(Step.CRM, Move.TRY), ev.CheckProgressed(Step.CRM, "browser"))
    return at(Step.CRM, *begun, pbx=Standing.GOOD)


def crm_device() -> Desk:
    code = DeviceCode("B7XK-QW42", "https://microsoft.com/devicelogin")
    begun = (ev.CheckMoved(Step.CRM, Move.TRY), ev.CheckProgressed(Step.CRM, "browser", code))
    return at(Step.CRM, *begun, pbx=Standing.GOOD)


def crm_wrong() -> Desk:
    return tried(Step.CRM, Problem(P.CRM_SIGN_IN_REFUSED), pbx=Standing.GOOD)


def crm_untold() -> Desk:
    return tried(Step.CRM, Problem(P.CRM_OPERATOR_UNTOLD), pbx=Standing.SKIPPED)


def crm_good() -> Desk:
    done = (ev.CheckMoved(Step.CRM, Move.TRY), ev.CrmFound(FOUND), ev.CheckMoved(Step.CRM, Move.PASS))
    return at(Step.CRM, *done, pbx=Standing.GOOD)


def crm_names() -> Desk:
    names = "contacts.middlename, new_worksheets (new_worksheet?), phonecalls.new_result, systemusers.new_ctistatus"
    lacks = Problem.of(P.CRM_UNKNOWN_NAMES, names=names)
    done = (ev.CheckMoved(Step.CRM, Move.TRY), ev.CrmFound(FOUND), ev.CheckMoved(Step.CRM, Move.PASS, lacks))
    return at(Step.CRM, *done, pbx=Standing.GOOD)


def crm_skipped() -> Desk:
    return at(Step.CRM, ev.CheckMoved(Step.CRM, Move.SKIP), pbx=Standing.GOOD)


def sound() -> Desk:
    heard = (DEVICES, ev.CheckMoved(Step.SOUND, Move.PASS), ev.AudioLevels(0.2, 0.0), ev.SoundTried("ring"))
    return at(Step.SOUND, ev.CheckMoved(Step.SOUND, Move.TRY), *heard, pbx=Standing.GOOD, crm=Standing.GOOD)


def sound_none() -> Desk:
    return tried(Step.SOUND, Problem(P.AUDIO_NO_MICROPHONE), pbx=Standing.GOOD, crm=Standing.SKIPPED)


def operator() -> Desk:
    good = dict.fromkeys(("pbx", "crm", "sound"), Standing.GOOD)
    return at(Step.OPERATOR, **good)


def operator_without_crm() -> Desk:
    return at(Step.OPERATOR, pbx=Standing.GOOD, crm=Standing.SKIPPED, sound=Standing.SKIPPED)


def operator_unkept() -> Desk:
    good = dict.fromkeys(("pbx", "crm", "sound"), Standing.GOOD)
    return at(Step.OPERATOR, ev.AnswersKept(), ev.AnswersKept(Problem(P.KEYRING_UNAVAILABLE)), **good)


EXAMPLES: dict[str, Example] = {
    f"first-start-{made.__name__.replace('_', '-')}": Example(made)
    for made in (
        language,
        language_locked,
        pbx_empty,
        pbx_locked,
        pbx_trying,
        pbx_wrong,
        pbx_silent,
        pbx_certificate,
        pbx_good,
        pbx_skipped,
        crm_empty,
        crm_locked,
        crm_browser,
        crm_device,
        crm_wrong,
        crm_untold,
        crm_good,
        crm_names,
        crm_skipped,
        sound,
        sound_none,
        operator,
        operator_without_crm,
        operator_unkept,
    )
}
