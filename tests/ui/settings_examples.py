"""Example desks with the settings window open."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from ctidesk.domain import events as ev
from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.setting_list import TABLES, with_value
from ctidesk.domain.settings import Settings
from ctidesk.domain.settings_form import TYPED
from ctidesk.domain.settings_reading import Fixed, Reading
from tests.ui.examples import Example, desk_after, idle

FILE = "/etc/xdg/ctidesk/config.toml"
POLICY = "HKEY_LOCAL_MACHINE\\Software\\Policies\\ctidesk\\sip\\transport"
HEADSET = "Plantronics Blackwire 5220 Series Аналоговый стерео"


def settings(**values: object) -> Settings:
    """``sip__server`` for ``sip.server``."""
    made = Settings()
    for name, value in values.items():
        made = with_value(made, name.replace("__", "."), value)  # type: ignore[arg-type]
    return made


MACHINE = settings(
    sip__server="pbx.romashka.ru:5060", crm__kind="webapi", crm__url="https://crm.romashka.ru/api/data/v9.2/"
)
OWN = with_value(with_value(MACHINE, "sip.username", "1001"), "crm.username", "ROMASHKA\\a.petrova")
READING = Reading(OWN, MACHINE)
LOCKED = replace(
    READING,
    fixed={
        "sip.server": Fixed("file", FILE),
        "sip.transport": Fixed("policy", POLICY),
        "sip.username": Fixed("variable", "CTIDESK_SIP_USERNAME"),
        "sip.password": Fixed("variable", "CTIDESK_SIP_PASSWORD"),
    },
)


def opened(table: str = "sip", *events: ev.Event, reading: Reading = READING) -> Desk:
    devices = ev.AudioDevicesChanged((HEADSET, "Веб-камера"), (HEADSET, "Встроенное аудио"), HEADSET, HEADSET, HEADSET)
    return desk_after(devices, ev.SettingsOpened(reading), ev.SettingsShown(table), *events, desk=idle())


def locked() -> Desk:
    return opened(reading=LOCKED)


def searched(text: str = "пароль") -> Desk:
    return opened("sip", ev.SettingsShown(search=text))


def unusable() -> Desk:
    fault = Problem.of(
        ProblemId.CONFIG_WRONG_VALUE,
        file="/home/anna/.config/ctidesk/config.toml",
        line="3",
        key="sip.transport",
        value="sctp",
        accepted="udp, tcp, tls",
    )
    return opened("sip", ev.SettingsRefused(fault), reading=replace(READING, faults=(fault,)))


def everything() -> Desk:
    return searched(".")


def nothing_found() -> Desk:
    return searched("мелодия")


def typed() -> Desk:
    """Changed, some of it wrong."""
    return opened(
        "calls",
        ev.SettingTyped("calls.wrap_up_s", "45"),
        ev.SettingTyped("calls.refuse_busy", "4866"),
        ev.SettingTyped("calls.extension_length", "три"),
        ev.SettingsSaveTried(),
    )


def twice() -> Desk:
    return opened("hotkeys", ev.SettingTyped("hotkeys.hold", "F4"))


def asked() -> Desk:
    return opened(
        "sip", ev.SettingTyped("sip.srtp", "required"), ev.SettingTyped("sip.password", TYPED), ev.SettingsLeaveAsked()
    )


def refused() -> Desk:
    unwritable = Problem.of(ProblemId.CONFIG_UNWRITABLE, file="/home/anna/.config/ctidesk/config.toml")
    return opened("ui", ev.SettingTyped("ui.theme", "dark"), ev.SettingsSaveBegan(), ev.SettingsSaveRefused(unwritable))


def saved() -> Desk:
    after = Reading(with_value(OWN, "sip.srtp", "required"), MACHINE)
    return opened(
        "sip",
        ev.SettingTyped("sip.srtp", "required"),
        ev.SettingsSaveBegan(),
        ev.SettingsSaved(after, (("sip.srtp", "required"),), frozenset({"sip.srtp"})),
    )


EXAMPLES: dict[str, Example] = {
    **{f"settings-{table}": Example(partial(opened, table)) for table in TABLES},
    "settings-locked": Example(locked),
    "settings-searched": Example(searched),
    "settings-unusable": Example(unusable),
    "settings-searched-all": Example(everything),
    "settings-nothing-found": Example(nothing_found),
    "settings-typed": Example(typed),
    "settings-twice": Example(twice),
    "settings-asked": Example(asked),
    "settings-refused": Example(refused),
    "settings-saved": Example(saved),
}
