"""Configuration: where values come from, and what is said of wrong ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ctidesk.adapters.settings_file import load, read
from ctidesk.adapters.settings_writer import keep
from ctidesk.config_check import faults
from ctidesk.domain import hotkeys
from ctidesk.domain.errors import Problem, ProblemId, SettingsError
from ctidesk.domain.settings import Settings
from ctidesk.domain.settings_reading import Fixed


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


def test_a_file_that_cannot_be_opened_is_one_problem(tmp_path: Path) -> None:
    (tmp_path / "config.toml").mkdir()
    with pytest.raises(SettingsError) as caught:
        load([tmp_path / "config.toml"], {})
    assert caught.value.problem.id is ProblemId.CONFIG_UNREADABLE


# --- everything that is wrong, and where ---------------------------------------------------------------------------


def test_all_faults_are_found_and_the_rest_is_read(tmp_path: Path) -> None:
    own = written(tmp_path, '[sip]\ntransport = "sctp"\nserver = "pbx"\n[nosuch]\na = 1\n[crm]\nkindd = "none"\n')
    reading = read([own], {"CTIDESK_CALLS_POP": "later"})
    assert [dict(fault.args)["key"] for fault in reading.faults] == [
        "sip.transport",
        "[nosuch]",
        "crm.kindd",
        "calls.pop",
    ]
    assert [dict(fault.args)["line"] for fault in reading.faults] == ["2", "4", "7", ""]
    assert reading.settings.sip.server == "pbx" and reading.safe == Settings()


def test_names_of_the_crm_are_checked_where_they_stand(tmp_path: Path) -> None:
    text = '[crm.schema.contact]\nmiddlename = 3\nlastname = 4\ntelefone = "x"\n[crm.schema.kontact]\nset = "x"\n'
    reading = read([written(tmp_path, text + "[crm.schema]\naccount = 7\n")], {})
    said = [(args["key"], args["line"]) for args in (dict(fault.args) for fault in reading.faults)]
    assert said == [
        ("crm.schema.contact.middlename", "2"),
        ("crm.schema.contact.lastname", "3"),
        ("crm.schema.kontact", "5"),
        ("crm.schema.account", "8"),
    ]
    (unknown,) = faults(reading, whole=True)
    assert dict(unknown.args)["key"] == "crm.schema.contact.telefone", "the sound ones are looked at all the same"


def test_what_another_part_finds_wrong_gets_its_line(tmp_path: Path) -> None:
    own = written(tmp_path, '[crm]\nurl = "http://crm"\n[crm.schema.contact]\ntelefone = "x"\n')
    reading = read([own], {"CTIDESK_CRM_PREFIX": "abc"})

    def place(key: str) -> tuple[str, str]:
        args = dict(reading.placed(Problem.of(ProblemId.CONFIG_WRONG_VALUE, key=key)).args)
        return args.get("file", ""), args.get("line", "")

    assert place("crm.url") == (str(own), "2")
    assert place("crm.schema.contact.telefone") == (str(own), "4")
    assert place("crm.prefix") == ("CTIDESK_CRM_PREFIX", "")
    assert place("crm.username") == ("", "")


@pytest.mark.parametrize(
    ("line", "fits"),
    [
        ('server = "pbx.example.com"', True),
        ('server = "[2001:db8::1]:5060"', True),
        ('server = ""', True),
        ('server = "sip:pbx.example.com"', False),
        ('server = "pbx example"', False),
        ("no_answer_s = 0", False),
        ("no_answer_s = 3601", False),
    ],
)
def test_shapes_and_bounds(tmp_path: Path, line: str, fits: bool) -> None:
    assert bool(read([written(tmp_path, f"[sip]\n{line}\n")], {}).faults) != fits


# --- what the administrator has fixed ------------------------------------------------------------------------------


def test_a_locked_value_is_the_machine_s_whatever_others_say(tmp_path: Path) -> None:
    machine = written(tmp_path, 'lock = ["sip.server", "crm.*"]\n[sip]\nserver = "pbx"\n', "machine.toml")
    own = written(tmp_path, '[sip]\nserver = "mine"\nusername = "1001"\n[crm]\nkind = "webapi"\n')
    reading = read([machine, own], {"CTIDESK_CRM_URL": "https://mine"})
    settings = reading.usable
    assert (settings.sip.server, settings.sip.username) == ("pbx", "1001")
    assert (settings.crm.kind, settings.crm.url) == ("none", ""), "what is locked without a value has the built-in one"
    told = [(dict(problem.args)["key"], dict(problem.args)["line"]) for problem in reading.ignored]
    assert told == [("sip.server", "2"), ("crm.kind", "5"), ("crm.url", "")]
    assert reading.fixed["sip.server"] == reading.fixed["crm.schema"] == Fixed("file", str(machine))
    assert "sip.username" not in reading.fixed


@pytest.mark.parametrize(
    ("lock", "wrong"),
    [('"sip.server"', "sip.server"), ('["sip.sevrer"]', "sip.sevrer"), ("[3]", "3"), ('["nosuch.*"]', "nosuch.*")],
)
def test_a_lock_that_means_nothing_is_a_fault(tmp_path: Path, lock: str, wrong: str) -> None:
    machine = written(tmp_path, f"# everybody\nlock = {lock}\n", "machine.toml")
    (fault,) = read([machine, tmp_path / "none"], {}).faults
    args = dict(fault.args)
    assert (args["key"], args["value"], args["line"]) == ("lock", wrong, "2")


def test_only_the_machine_s_file_can_lock(tmp_path: Path) -> None:
    own = written(tmp_path, 'lock = ["sip.*"]\n')
    (fault,) = read([tmp_path / "none", own], {}).faults
    assert fault.id is ProblemId.CONFIG_UNKNOWN_KEY


def test_a_variable_fixes_what_it_sets_and_a_password_too(tmp_path: Path) -> None:
    own = written(tmp_path, '[calls]\npop = "ring"\n')
    reading = read([own], {"CTIDESK_CALLS_POP": "manual", "CTIDESK_SIP_PASSWORD": "s3cret"})
    assert reading.settings.calls.pop == "manual" and not reading.ignored
    assert reading.fixed == {
        "calls.pop": Fixed("variable", "CTIDESK_CALLS_POP"),
        "sip.password": Fixed("variable", "CTIDESK_SIP_PASSWORD"),
    }
    assert "s3cret" not in repr(reading)


def test_what_holds_without_the_user_s_own_file(tmp_path: Path) -> None:
    machine = written(tmp_path, '[sip]\nserver = "pbx"\n', "machine.toml")
    own = written(tmp_path, '[sip]\nserver = "mine"\n')
    reading = read([machine, own], {"CTIDESK_SIP_SERVER": "variable"})
    assert (reading.without_own.sip.server, reading.settings.sip.server) == ("pbx", "variable")


GUIDES = Path(__file__).parents[3] / "docs" / "guide"


@pytest.mark.parametrize("guide", ["admin-en.md", "admin-ru.md"])
def test_the_example_of_the_guide_turns_the_crm_on_for_everybody(tmp_path: Path, guide: str) -> None:
    blocks = re.findall(r"```toml\n(.*?)```", (GUIDES / guide).read_text(encoding="utf-8"), re.DOTALL)
    assert blocks
    for number, block in enumerate(blocks):
        machine = written(tmp_path, block, f"machine{number}.toml")
        own = written(tmp_path, '[crm]\nkind = "none"\nusername = "a"\n')
        reading = read([machine, own], {})
        assert not reading.faults and not reading.remarks
        assert (reading.settings.crm.kind, reading.settings.crm.username) == ("webapi", "a")


def test_a_crm_that_is_off_although_it_has_an_address_is_told(tmp_path: Path) -> None:
    machine = written(tmp_path, 'lock = ["crm.*"]\n[crm]\nurl = "https://crm/"\n', "machine.toml")
    own = tmp_path / "none.toml"
    reading = read([machine, own], {})
    assert not reading.faults
    (told,) = reading.at_start
    assert told.id is ProblemId.CRM_URL_IDLE and dict(told.args)["line"] == "3"
    switched_off = read([written(tmp_path, '[crm]\nkind = "none"\nurl = "https://crm/"\n')], {})
    assert switched_off.remarks and not switched_off.at_start


WINDOWS = '# сервер\r\n[sip]\r\nserver = "pbx"\r\n'


def test_a_file_with_a_mark_of_order_is_read(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(WINDOWS.encode("utf-8-sig"))
    reading = read([file], {})
    assert not reading.faults and reading.settings.sip.server == "pbx" and reading.places["sip.server"].line == 3


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16", "utf-16-le"])
def test_a_file_that_is_not_in_utf_8_is_told_so(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(WINDOWS.encode(encoding))
    (fault,) = read([file], {}).faults
    assert (fault.id, dict(fault.args)) == (ProblemId.CONFIG_NOT_UTF8, {"file": str(file)})
    with pytest.raises(SettingsError) as refused:
        keep(file, "audio", "ring", "default")
    assert refused.value.problem.id is ProblemId.CONFIG_NOT_UTF8
    assert file.read_bytes() == WINDOWS.encode(encoding)


def test_a_mark_of_order_does_not_stay_in_the_way_of_writing(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(WINDOWS.encode("utf-8-sig"))
    keep(file, "sip", "username", "1001")
    assert read([file], {}).settings.sip.username == "1001"
    assert "# сервер" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("key", hotkeys.OF_WINDOWS)
@pytest.mark.parametrize("name", ["accept", "global.accept"])
def test_a_key_of_the_windows_own_is_refused(tmp_path: Path, name: str, key: str) -> None:
    problem, args = refused(tmp_path, f'[hotkeys]\n"{name}" = "{key.lower()}"\n')
    assert (problem, args["line"], args["value"]) == (ProblemId.HOTKEY_OF_WINDOWS, "2", key)
    assert f"hotkeys.{name}" in read([tmp_path / "config.toml"], {}).wrong


def test_no_key_of_the_desk_s_own_is_one_of_the_windows() -> None:
    assert not set(hotkeys.DEFAULTS.values()) & set(hotkeys.OF_WINDOWS)
