"""``docs/settings.md``: every setting, from the table that the settings window is made of.

``python -m tests.settings_page`` writes the page; a test checks that it is current.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ctidesk.domain.setting_checks import text_of
from ctidesk.domain.setting_list import SETTINGS, TABLES, Kind, Setting
from ctidesk.ui.settings.setting_texts import SettingTexts

PAGE = Path(__file__).parents[1] / "docs" / "settings.md"

HEAD = """# Settings

Where they come from, how an administrator fixes them, and what there is. The tables are made from the settings
themselves (`python -m tests.settings_page`).

## Where a value comes from

Later wins: built-in defaults; the machine's file; the user's file, or the profile's with `--profile`; `CTIDESK_*`
variables. What an administrator has fixed (below) cannot be changed by what comes after it. The settings window writes
the user's file and leaves comments and everything else in it as they are; a value that is set back to its default is
taken out of the file, so that a later change of the administrator's reaches it.

| | the machine's file | the user's file |
|---|---|---|
| Linux | `/etc/xdg/ctidesk/config.toml` | `~/.config/ctidesk/config.toml` |
| Windows | `C:\\ProgramData\\ctidesk\\config.toml` | `%LOCALAPPDATA%\\ctidesk\\config.toml` |

A variable is `CTIDESK_` with table and key: `CTIDESK_SIP_SERVER`, `CTIDESK_HOTKEYS_GLOBAL_ACCEPT`. Lists have commas
(`CTIDESK_CALLS_EXTENSION_LENGTH=3,4`), switches are `true` or `false`. Passwords are in none of these: they lie in the
system's keyring (settings window, or `ctidesk password sip|crm`), or in `CTIDESK_SIP_PASSWORD` and
`CTIDESK_CRM_PASSWORD`.

## Fixed by the administrator

The machine's file may lock what nobody else shall change. The line stands before the first table:

```toml
lock = ["sip.server", "sip.transport", "crm.*", "hotkeys.global.*"]

[sip]
server = "pbx.example.com"
transport = "tls"
```

A name is a setting (`sip.server`), or all of a table (`crm.*`). What is locked without a value in this file has the
built-in default. In the settings window such a value is greyed, with a lock and the file's name. What a user's file or
a variable says of it has no effect; the panel tells so once at the start, in one sentence. `lock` in a user's file is
an unknown key.

**Group policy (Windows).** Values below `HKEY_LOCAL_MACHINE\\Software\\Policies\\ctidesk` and, after those,
`HKEY_CURRENT_USER\\Software\\Policies\\ctidesk` win over everything and are always locked. A key for each table, a
value for each setting: key `…\\ctidesk\\sip`, value `server`. REG_SZ for texts and choices, REG_DWORD for numbers and
switches (0, 1), REG_MULTI_SZ for lists. `[crm.schema]` has no policies: it belongs into the machine's file.

## Checked before it is rolled out

`ctidesk config check FILE` reads a file and prints a line for everything that is wrong with it: file, line, key,
what is accepted. Without FILE it looks at everything that holds in this profile: files, policies, variables. Exit
status: 0 all is well, 1 something is wrong, 2 wrong usage. Nothing is asked of the network; PBX and CRM are tried by
`ctidesk doctor`, which also compares the names below with the CRM's.

`ctidesk config check [FILE] --schema` prints `[crm.schema]` in full, with the names that hold in this deployment:
tables and keys of `config.toml`, to be copied and changed.

## What there is

“At once”: a desk that runs takes a new value when it is saved. Everything else waits for a restart of the desk, which
the settings window offers, or for the next start."""


def page() -> str:
    texts = SettingTexts()
    return "\n".join((HEAD, *(line for table in TABLES for line in _table(table, texts)), ""))


def _table(table: str, texts: SettingTexts) -> Iterator[str]:
    yield from (
        "",
        f"### `[{table}]`: {texts.tables[table]}",
        "",
        "| key | default | accepted | |",
        "|---|---|---|---|",
    )
    for setting in SETTINGS.values():
        if setting.table == table:
            words = texts.words[setting.name]
            once = " At once." if setting.at_once else ""
            said = f"{words.title}. {words.explanation}{once}"
            yield f"| `{_key(setting)}` | {_default(setting)} | {_accepted(setting)} | {said} |"


def _key(setting: Setting) -> str:
    return f'"{setting.key}"' if "." in setting.key else setting.key


def _default(setting: Setting) -> str:
    text = text_of(setting.default).replace("\n", ", ")
    return f"`{text}`" if text else ""


def _accepted(setting: Setting) -> str:
    match setting.kind:
        case Kind.CHOICE:
            return " ".join(f"`{choice}`" for choice in setting.choices)
        case Kind.SWITCH:
            return "`true` `false`"
        case Kind.NUMBER:
            unit = " s" if setting.seconds else ""
            return f"{setting.least} … {setting.most}{unit}" if setting.most else f"whole number{unit}"
        case Kind.NUMBERS:
            return f"list of {setting.least} … {setting.most}"
    return {
        Kind.TEXT: "text",
        Kind.LINES: "list of texts",
        Kind.KEY: "F1 … F24, Ctrl+Alt+A; empty: none",
        Kind.DEVICE: "a device's name, `default`, `null`",
        Kind.FILE: "path of a file",
        Kind.NAMES: "tables, see `--schema`",
    }[setting.kind]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
