"""Every setting in one list, read from the dataclasses."""

from __future__ import annotations

import dataclasses

import pytest

from ctidesk.domain.errors import SettingsError
from ctidesk.domain.hotkeys import DEFAULTS
from ctidesk.domain.setting_checks import text_of, typed
from ctidesk.domain.setting_list import LIMITS, SETTINGS, TABLES, Kind, keys_of, value_of, with_value
from ctidesk.domain.settings import Settings


def test_every_field_of_every_table_is_a_setting() -> None:
    for table in dataclasses.fields(Settings):
        content = getattr(Settings(), table.name)
        keys = tuple(DEFAULTS) if table.name == "hotkeys" else tuple(f.name for f in dataclasses.fields(content))
        assert keys_of(table.name) == keys
    assert tuple(table.name for table in dataclasses.fields(Settings)) == TABLES


def test_the_tables_beside_speak_of_settings_that_exist() -> None:
    assert LIMITS.keys() <= SETTINGS.keys()
    for name, (least, most) in LIMITS.items():
        values = SETTINGS[name].default
        assert all(least <= value <= most for value in (values if isinstance(values, tuple) else (values,)))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("sip.transport", Kind.CHOICE),
        ("sip.accept_refer", Kind.SWITCH),
        ("sip.no_answer_s", Kind.NUMBER),
        ("sip.server", Kind.TEXT),
        ("sip.tls_ca_file", Kind.FILE),
        ("calls.results", Kind.LINES),
        ("calls.extension_length", Kind.NUMBERS),
        ("audio.input", Kind.DEVICE),
        ("crm.schema", Kind.NAMES),
        ("hotkeys.global.accept", Kind.KEY),
    ],
)
def test_the_type_says_what_kind_of_value_it_is(name: str, kind: Kind) -> None:
    assert SETTINGS[name].kind is kind


@pytest.mark.parametrize("name", SETTINGS)
def test_a_default_is_written_read_and_set_as_it_is(name: str) -> None:
    default = value_of(Settings(), name)
    assert default == SETTINGS[name].default
    assert typed(name, text_of(default)) == default
    assert value_of(with_value(Settings(), name, default), name) == default


def test_names_of_a_deployment_are_written_line_by_line() -> None:
    schema = {"contact": {"middlename": "new_middle", "jobtitle": ""}, "case": {"set": ""}}
    text = text_of(schema)
    assert text == "contact.middlename = new_middle\ncontact.jobtitle = \ncase.set = "
    assert typed("crm.schema", text) == schema


@pytest.mark.parametrize(
    ("name", "fits", "wrong"),
    [
        ("sip.server", ("pbx:1", "[::1]:5061", "10.0.0.1:65535"), ("pbx:0", "pbx:65536", "127.0.0.1:99999", "pbx:")),
        ("sip.bind", ("", "192.0.2.10", "::1"), ("eth0", "192.0.2", "192.0.2.10:5060")),
        ("crm.prefix", ("new", "abc2"), ("new_", "a b", "new'x", "нов")),
    ],
)
def test_a_text_has_the_shape_that_its_setting_needs(name: str, fits: tuple[str, ...], wrong: tuple[str, ...]) -> None:
    assert [typed(name, text) for text in fits] == [*fits]
    for text in wrong:
        with pytest.raises(SettingsError) as refused:
            typed(name, text)
        told = dict(refused.value.problem.args)
        assert (told["key"], told["value"]) == (name, text) and told["accepted"]
