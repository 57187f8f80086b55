"""Configuration: where values come from, and what is said of wrong ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from ctidesk.adapters.settings_file import load
from ctidesk.domain.errors import ProblemId, SettingsError
from ctidesk.domain.settings import Settings


def written(folder: Path, text: str, name: str = "config.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refused(folder: Path, text: str, environ: dict[str, str] | None = None) -> tuple[ProblemId, dict[str, str]]:
    with pytest.raises(SettingsError) as caught:
        load([written(folder, text)], environ or {})
    return caught.value.problem.id, dict(caught.value.problem.args)


def test_nothing_written_gives_the_defaults(tmp_path: Path) -> None:
    assert load([tmp_path / "none.toml"], {}) == Settings()


def test_later_sources_win(tmp_path: Path) -> None:
    machine = written(tmp_path, '[sip]\nserver = "pbx:5060"\nusername = "1"\n[ui]\nlanguage = "en"\n', "machine.toml")
    own = written(tmp_path, '[sip]\nusername = "1001"\n')
    settings = load([machine, own], {"CTIDESK_UI_LANGUAGE": "ru", "CTIDESK_CALLS_WRAP_UP_S": "5"})
    assert (settings.sip.server, settings.sip.username) == ("pbx:5060", "1001")
    assert (settings.ui.language, settings.calls.wrap_up_s) == ("ru", 5)


def test_the_example_of_the_interface_is_accepted(tmp_path: Path) -> None:
    text = """
[sip]
server = "pbx.example.com:5060"
transport = "tls"
accept_refer = true
[calls]
results = ["Решено"]
extension_length = [3, 4]
[crm]
kind = "webapi"
url = "https://crm.example.com/api/data/v9.2/"
[crm.schema.employee_number]
set = "new_employeenumbers"
[hotkeys]
accept = "F3"
"global.accept" = "Ctrl+Alt+A"
"""
    settings = load([written(tmp_path, text)], {})
    assert settings.calls.extension_length == (3, 4)
    assert settings.crm.schema["employee_number"]["set"] == "new_employeenumbers"
    assert settings.hotkeys == {"accept": "F3", "global.accept": "Ctrl+Alt+A"}


def test_lists_and_booleans_by_variable() -> None:
    settings = load([], {"CTIDESK_CALLS_EXTENSION_LENGTH": "4,5", "CTIDESK_SIP_ACCEPT_REFER": "true"})
    assert settings.calls.extension_length == (4, 5) and settings.sip.accept_refer


def test_passwords_and_strangers_variables_are_no_settings() -> None:
    environ = {"CTIDESK_SIP_PASSWORD": "s3cret", "CTIDESK_CRM_PASSWORD": "x", "CTIDESK_DEMO_SIP_PASSWORD": "y"}
    assert load([], environ) == Settings()


def test_an_unknown_key_names_file_line_and_what_there_is(tmp_path: Path) -> None:
    problem, args = refused(tmp_path, '# a comment\n[sip]\nserver = "x"\ntransprot = "udp"\n')
    assert problem is ProblemId.CONFIG_UNKNOWN_KEY
    assert (args["key"], args["line"]) == ("sip.transprot", "4")
    assert args["file"].endswith("config.toml") and "transport" in args["accepted"]


def test_an_unknown_table_is_named(tmp_path: Path) -> None:
    problem, args = refused(tmp_path, "[ui]\n[siip]\n")
    assert (problem, args["key"], args["line"]) == (ProblemId.CONFIG_UNKNOWN_KEY, "[siip]", "2")


@pytest.mark.parametrize(
    ("line", "accepted"),
    [
        ('transport = "sctp"', "udp, tcp, tls"),
        ("register_expires_s = -5", "1 … 86400"),
        ("register_expires_s = true", "1 … 86400"),
        ('accept_refer = "yes"', "true, false"),
        ("server = 5060", '"…"'),
    ],
)
def test_a_wrong_value_names_what_is_accepted(tmp_path: Path, line: str, accepted: str) -> None:
    problem, args = refused(tmp_path, f"[sip]\n{line}\n")
    assert (problem, args["accepted"], args["line"]) == (ProblemId.CONFIG_WRONG_VALUE, accepted, "2")


def test_a_wrong_variable_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load([], {"CTIDESK_SIP_TRANSPORT": "pigeon"})
    assert dict(caught.value.problem.args)["file"] == "CTIDESK_SIP_TRANSPORT"


def test_a_file_that_is_no_toml_names_the_line(tmp_path: Path) -> None:
    problem, args = refused(tmp_path, "[sip]\nserver = \n")
    assert (problem, args["line"]) == (ProblemId.CONFIG_SYNTAX, "2")


def test_a_file_that_is_no_text_is_one_problem(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError) as caught:
        load([tmp_path / "config.toml"], {})
    assert caught.value.problem.id is ProblemId.CONFIG_UNREADABLE
