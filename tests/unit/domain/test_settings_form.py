"""What was typed into the settings window: checked, compared, made into changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.after import after
from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.setting_list import with_value
from ctidesk.domain.settings import Settings
from ctidesk.domain.settings_form import TYPED, SettingsForm, differing
from ctidesk.domain.settings_reading import Fixed, Reading, matching

MACHINE = with_value(Settings(), "sip.server", "pbx")
READING = Reading(with_value(MACHINE, "sip.username", "1001"), MACHINE)


def form(**texts: str) -> SettingsForm:
    made = SettingsForm(READING)
    for name, text in texts.items():
        made = made.typed(name.replace("__", "."), text)
    return made


def opened(*events: ev.Event) -> SettingsForm:
    desk = Desk()
    for event in (ev.SettingsOpened(READING), *events):
        desk = after(desk, event)
    assert desk.settings
    return desk.settings


def test_what_is_typed_back_is_no_change() -> None:
    assert form(sip__server="other").dirty
    assert not form(sip__server="other").typed("sip.server", "pbx").dirty


def test_changes_are_values_and_none_for_what_holds_anyway() -> None:
    changed = form(sip__no_answer_s=" 45 ", sip__username="", calls__results="Да\n\nНет", crm__schema="case.set =")
    assert changed.changes == {
        ("sip", "no_answer_s"): 45,
        ("sip", "username"): None,
        ("calls", "results"): ("Да", "Нет"),
        ("crm", "schema"): {"case": {"set": ""}},
    }


def test_the_default_is_the_administrator_s() -> None:
    assert (form().default("sip.server"), form().text("sip.server")) == ("pbx", "pbx")
    assert form(sip__server="").changes == {("sip", "server"): ""}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("sip.no_answer_s", "soon"),
        ("sip.no_answer_s", "٣"),
        ("sip.server", "sip:pbx"),
        ("calls.extension_length", "3, x"),
        ("crm.country", "Russia"),
        ("crm.schema", "contact"),
        ("crm.schema", "kontact.set = x"),
        ("hotkeys.accept", "A"),
    ],
)
def test_what_does_not_fit_is_told_of_the_field_it_stands_in(name: str, text: str) -> None:
    problems = SettingsForm(READING).typed(name, text).problems
    assert list(problems) == [name]
    assert problems[name].id in (ProblemId.CONFIG_WRONG_VALUE, ProblemId.CONFIG_UNKNOWN_KEY)


def test_two_actions_on_one_key_are_told_where_it_was_typed() -> None:
    assert list(form(hotkeys__hold="F4").problems) == ["hotkeys.hold"]
    assert list(form(hotkeys__accept="F4").problems) == ["hotkeys.accept"]
    assert not form(hotkeys__accept="F4", hotkeys__end="F2").problems
    assert not form(hotkeys__accept="").problems


def test_a_crm_that_could_never_be_signed_in_to_is_told() -> None:
    assert list(form(crm__kind="webapi", crm__auth="ntlm").problems) == ["crm.username", "crm.url"]
    url = "http://crm.example.com/"
    assert list(form(crm__kind="webapi", crm__auth="oauth", crm__url=url).problems) == ["crm.url"]
    assert not form(crm__kind="none", crm__url=url, crm__auth="basic").problems


def test_a_password_is_no_setting_and_never_here() -> None:
    typed = form(sip__password=TYPED)
    assert typed.dirty and typed.changes == {} and not typed.problems
    assert not typed.typed("sip.password", "").dirty


def test_a_try_to_save_shows_the_group_with_the_fault() -> None:
    wrong = ev.SettingTyped("calls.wrap_up_s", "x")
    shown = opened(wrong, ev.SettingsShown(search="wrap"), ev.SettingsSaveTried())
    assert (shown.table, shown.search, shown.tries) == ("calls", "", 1)


def test_what_was_typed_while_it_was_saved_stays() -> None:
    saved = Reading(with_value(READING.settings, "sip.srtp", "required"), MACHINE)
    left = opened(
        ev.SettingTyped("sip.srtp", "required"),
        ev.SettingsSaveBegan(),
        ev.SettingTyped("sip.bind", "10.0.0.1"),
        ev.SettingsSaved(saved, (("sip.srtp", "required"),), frozenset({"sip.srtp"})),
    )
    assert dict(left.texts) == {"sip.bind": "10.0.0.1"}
    assert left.kept and not left.saving and left.text("sip.srtp") == "required"


def test_leaving_is_asked_and_forgotten() -> None:
    typed = ev.SettingTyped("sip.bind", "x")
    assert opened(typed, ev.SettingsLeaveAsked()).asks
    assert not opened(typed, ev.SettingsLeaveAsked(), ev.SettingsLeaveForgotten()).asks
    assert not opened(typed, ev.SettingsLeaveAsked(), ev.SettingTyped("sip.bind", "xy")).asks
    refused = opened(typed, ev.SettingsSaveBegan(), ev.SettingsSaveRefused(Problem(ProblemId.CONFIG_UNWRITABLE)))
    assert refused.problem and refused.can_save


def test_a_file_that_cannot_be_used_is_told_when_the_window_opens() -> None:
    fault = Problem(ProblemId.CONFIG_SYNTAX)
    desk = after(Desk(), ev.SettingsOpened(replace(READING, faults=(fault,))))
    assert desk.settings and desk.settings.problem == fault
    assert after(desk, ev.SettingsClosed()).settings is None
    assert after(after(desk, ev.SettingsClosed()), ev.SettingTyped("sip.bind", "x")).settings is None


def test_a_value_that_cannot_be_used_is_shown_and_any_other_is_a_change() -> None:
    fault = Problem.of(ProblemId.CONFIG_WRONG_VALUE, key="sip.transport", value="sctp", accepted="udp, tcp, tls")
    wrong = SettingsForm(replace(READING, faults=(fault,)))
    assert wrong.text("sip.transport") == "sctp" and wrong.default("sip.transport") == "udp"
    assert wrong.typed("sip.transport", "udp").changes == {("sip", "transport"): None}
    assert not wrong.typed("sip.bind", "192.0.2.10").problems, "what stood there before does not stand in the way"


def test_what_differs() -> None:
    assert differing(MACHINE, READING.settings) == {"sip.username"}


@pytest.mark.parametrize(
    ("pattern", "count"), [("sip.server", 1), ("hotkeys.global.*", 5), ("sip.*", 15), ("sip", 0), ("*", 0), ("x.*", 0)]
)
def test_what_a_lock_means(pattern: str, count: int) -> None:
    assert len(matching(pattern)) == count


def test_fixed() -> None:
    fixed = replace(READING, fixed={"sip.server": Fixed("file", "/etc/x")})
    assert SettingsForm(fixed).fixed("sip.server") and not SettingsForm(fixed).fixed("sip.bind")
