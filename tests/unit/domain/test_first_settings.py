"""When the wizard opens, what it begins with, and what it writes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ctidesk.domain.first_settings import SETTING_OF, changes, first_answers, first_fixed, is_needed
from ctidesk.domain.first_start import ANSWERED_AT, Checked, FirstStart, FoundCrm, Myself, Standing, Step
from ctidesk.domain.setting_list import SETTINGS
from ctidesk.domain.settings import CallSettings, CrmSettings, Settings, SipSettings, UiSettings
from ctidesk.domain.settings_form import PASSWORDS
from ctidesk.domain.settings_reading import Fixed

FOUND = FoundCrm("crm2013", "https://crm/XRMServices/2011/OrganizationData.svc/", "ntlm", Myself("Анна", 45))
GOOD = {step: Checked(Standing.GOOD) for step in Step}


@pytest.mark.parametrize(("server", "username", "needed"), [("", "", True), ("pbx", "", True), ("pbx", "1001", False)])
def test_it_opens_only_where_the_account_is_not_known(server: str, username: str, needed: bool) -> None:
    assert is_needed(SipSettings(server=server, username=username)) is needed


def test_what_the_administrator_s_file_says_is_filled_in() -> None:
    crm = CrmSettings(kind="webapi", url="https://crm/", auth="ntlm")
    answers = first_answers(Settings(sip=SipSettings(server="pbx", transport="tls"), crm=crm), {})
    assert (answers.server, answers.transport, answers.address, answers.auth) == ("pbx", "tls", "https://crm/", "ntlm")
    assert first_answers(Settings(), {}).auth == "", "with no address the default says nothing"


def test_only_what_differs_is_written_and_what_keeps_the_wizard_closed_comes_last() -> None:
    known = Settings(sip=SipSettings(server="pbx"), ui=UiSettings(language="ru"))
    answers = replace(first_answers(known, {}), username="1001", crm_username="R\\a", address="crm")
    assert changes(FirstStart(answers, Step.OPERATOR, GOOD, crm=FOUND), known) == (
        ("crm", "url", FOUND.url),
        ("crm", "auth", "ntlm"),
        ("crm", "username", "R\\a"),
        ("crm", "kind", "crm2013"),
        ("sip", "username", "1001"),
    )


def test_without_a_crm_it_is_off_and_the_operator_has_a_name_of_his_own() -> None:
    known = Settings(crm=CrmSettings(kind="webapi", url="https://crm/"), calls=CallSettings(wrap_up_s=30))
    answers = replace(first_answers(known, {}), display_name="Анна", wrap_up_s="45", username="1001", server="pbx")
    first = FirstStart(answers, Step.OPERATOR, {**GOOD, Step.CRM: Checked(Standing.SKIPPED)})
    written = {(table, key): value for table, key, value in changes(first, known)}
    assert written[("crm", "kind")] == "none" and ("crm", "url") not in written
    assert written[("calls", "wrap_up_s")] == 45 and written[("sip", "display_name")] == "Анна"


def test_a_telephone_that_was_put_off_is_not_written() -> None:
    answers = replace(first_answers(Settings(), {}), server="pbx", username="1001")
    put_off = FirstStart(answers, Step.OPERATOR, {**GOOD, Step.PBX: Checked(Standing.SKIPPED)}, crm=FOUND)
    assert all(table != "sip" for table, _, _ in changes(put_off, Settings()))


def test_devices_that_were_not_tried_are_not_written() -> None:
    answers = replace(first_answers(Settings(), {}), input="Jabra")
    tried = changes(FirstStart(answers, Step.OPERATOR, GOOD), Settings())
    skipped = changes(FirstStart(answers, Step.OPERATOR, {Step.SOUND: Checked(Standing.SKIPPED)}), Settings())
    assert ("audio", "input", "Jabra") in tried
    assert all(table != "audio" for table, _, _ in skipped)


BY = Fixed("file", "/etc/xdg/ctidesk/config.toml")


def test_every_answer_is_a_setting() -> None:
    assert set(ANSWERED_AT) == set(SETTING_OF) - {"kind", "pbx_password", "crm_password"}
    assert set(SETTING_OF.values()) <= {*SETTINGS, *PASSWORDS}


def test_nothing_that_is_fixed_is_written() -> None:
    by_setting = dict.fromkeys(SETTING_OF.values(), BY)
    known = Settings(crm=CrmSettings(kind="webapi", url="https://crm/"), calls=CallSettings(wrap_up_s=20))
    fixed = first_fixed(known, by_setting)
    answers = replace(first_answers(known, by_setting), language="en", server="other", username="9", input="Jabra")
    assert (answers.wrap_up_s, answers.auth) == ("20", "negotiate"), "shown as it will be"
    assert changes(FirstStart(answers, Step.OPERATOR, GOOD, crm=FOUND, fixed=fixed), known) == ()


def test_where_the_crm_is_switched_off_nothing_about_it_is_asked() -> None:
    asked = {"address", "auth", "crm_username", "crm_password", "operator"}
    assert asked <= set(first_fixed(Settings(), {"crm.kind": BY}))
    assert set(first_fixed(Settings(crm=CrmSettings(kind="webapi")), {"crm.kind": BY})) == {"kind"}
