"""The command line. Imports only what the chosen command needs: ``ctl`` must answer at once."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ctidesk import __version__, launch

DONE, REFUSED, USAGE, NOT_RUNNING = 0, 1, 2, 3
SIGNALLED = 128 + 13
"""SIGPIPE's, as a shell tells it."""

_WRONG_USAGE = ("verb_unknown", "verb_usage")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit status as ``interface.md`` promises it."""
    _speak_utf8()
    words = list(sys.argv[1:] if argv is None else argv)
    command = _COMMANDS.get(words[0]) if words else None
    return _piped(command, words[1:]) if command else _desktop(words)


class _NobodyReads(Exception):
    """What would read our output has ended (``… | head``); no :class:`ConnectionError`, which is about the desk."""


def _piped(command: Callable[[Sequence[str]], int], words: Sequence[str]) -> int:
    """Ends quietly, as a program does that SIGPIPE ends, where nobody reads on."""
    try:
        try:
            return command(words)
        finally:
            if sys.stdout:
                sys.stdout.flush()
    except (BrokenPipeError, _NobodyReads):
        # What is left in the buffer would be complained about at the exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return SIGNALLED


def _speak_utf8() -> None:
    """Windows' pipes begin in its ANSI code page, which has no Russian letters in half of the world."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if sys.platform == "win32" and isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


# --- the desktop -------------------------------------------------------------------------------------------------


def _desktop(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="ctidesk",
        description="The desk of a call-centre operator.",
        epilog="Commands: " + ", ".join(sorted(name for name in _COMMANDS if name != "engine-host")),
    )
    parser.add_argument("--version", action="version", version=f"ctidesk {__version__}")
    _add_profile(parser)
    parser.add_argument("--minimized", action="store_true", help="start without showing the panel")
    parser.add_argument("--until-stdin-closes", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument(
        "uri", nargs="?", default="", metavar="URI", help="a link to open: tel:, sip:, callto:, ctidesk:"
    )
    options = parser.parse_args(words)
    if options.uri and ":" not in options.uri:
        parser.error(f"there is no command {options.uri!r}")
    if not _has_screen():
        return _refuse("There is no screen. Start it under one, or: xvfb-run ctidesk …")
    from ctidesk.adapters.desktop.handover import claim_or_hand_over
    from ctidesk.adapters.desktop.profile import Profile

    profile = Profile.at(options.profile)
    profile.make()
    try:
        claim = claim_or_hand_over(profile.data, profile.socket, options.uri, front=not options.minimized)
    except TimeoutError:
        return _refuse("A desktop runs in this profile and does not answer. End it, and start again.")
    if isinstance(claim, dict):
        return _refuse(claim["error"]) if "error" in claim else DONE
    from ctidesk.running import run

    with claim:
        return run(
            profile, minimized=options.minimized, until_stdin_closes=options.until_stdin_closes, link=options.uri
        )


def _has_screen() -> bool:
    if sys.platform != "linux":
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _add_profile(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--profile", type=Path, metavar="DIR", help="keep everything of this instance in DIR")


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return REFUSED


# --- driving a running desktop -----------------------------------------------------------------------------------


def _ctl(words: Sequence[str]) -> int:
    from ctidesk.usecases.verb_usage import WORDS, usage

    parser = argparse.ArgumentParser(
        prog="ctidesk ctl",
        description="Drives the running desktop; answers in JSON.",
        epilog="verbs:\n" + "\n".join(f"  {usage(verb)}" for verb in WORDS),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_profile(parser)
    parser.add_argument("verb", metavar="VERB")
    parser.add_argument("words", nargs="*", metavar="WORD")
    parser.add_argument("--timeout", metavar="S", help="wait: give up after S seconds (60)")
    parser.add_argument("--limit", metavar="N", help="search, calls: at most N")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--full", action="store_true", help="sync: read everything again, and compare")
    kind.add_argument("--cancel", action="store_true", help="sync: stop the one under way")
    parser.add_argument("--save-number", action="store_true", help="rebind: keep the call's number with the client")
    parser.add_argument("--kind", metavar="KIND", help="calls: all, incoming, outgoing or missed")
    parser.add_argument("--period", metavar="PERIOD", help="calls: today, yesterday, week or all")
    parser.add_argument("--text", metavar="TEXT", help="calls: in number, name, organization, result code or note")
    options = parser.parse_intermixed_args(words)
    from ctidesk.adapters.desktop.control import ask
    from ctidesk.adapters.desktop.profile import Profile

    valued = ("timeout", "limit", "kind", "period", "text")
    given = {name: str(getattr(options, name)) for name in valued if getattr(options, name) is not None}
    given |= {flag: "true" for flag in ("full", "cancel", "save-number") if getattr(options, flag.replace("-", "_"))}
    status = NOT_RUNNING
    try:
        for answer in ask(Profile.at(options.profile).socket, options.verb, options.words, given):
            _say(answer)
            status = _status_of(answer)
    except ConnectionError:
        status = NOT_RUNNING
    except KeyboardInterrupt:
        return DONE
    if status == NOT_RUNNING:
        print(json.dumps({"error": "No desktop runs in this profile, or it has just ended. Start it with: ctidesk"}))
    return status


def _say(answer: Mapping[str, object]) -> None:
    try:
        print(json.dumps(answer, ensure_ascii=False), flush=True)
    except BrokenPipeError:
        raise _NobodyReads from None


def _status_of(answer: Mapping[str, object]) -> int:
    if "error" not in answer:
        return DONE
    return USAGE if answer.get("problem") in _WRONG_USAGE else REFUSED


# --- passwords ---------------------------------------------------------------------------------------------------


def _password(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="ctidesk password", description="Keeps a password in the system's keyring.")
    _add_profile(parser)
    parser.add_argument("purpose", choices=("sip", "crm"))
    options = parser.parse_args(words)
    from ctidesk.adapters.desktop.profile import Profile
    from ctidesk.adapters.secrets.keyring_secrets import store
    from ctidesk.domain.errors import DeskError
    from ctidesk.parts import read_settings

    try:
        settings = read_settings(Profile.at(options.profile)).usable
        account = settings.sip.username if options.purpose == "sip" else settings.crm.username
        if not account:
            return _refuse(f"Set {options.purpose}.username in config.toml first.")
        store(options.purpose, account, _asked(f"Password of {account}: "))
    except DeskError as error:
        return _refuse(f"The password was not kept: {error}")
    return DONE


def _asked(prompt: str) -> str:
    """From the terminal without echo, or the first line of a pipe."""
    if sys.stdin.isatty():
        import getpass

        return getpass.getpass(prompt)
    return sys.stdin.readline().rstrip("\n")


# --- links -------------------------------------------------------------------------------------------------------


def _register_links(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="ctidesk register-links",
        description="Has links of telephone numbers (tel:, sip:, callto:, ctidesk:) open in the desk, for this user.",
    )
    _add_profile(parser)
    parser.add_argument("--remove", action="store_true", help="leave them to other programs again")
    options = parser.parse_args(words)
    from ctidesk.adapters.desktop import schemes
    from ctidesk.domain.link import SCHEMES

    profile = ("--profile", str(options.profile.expanduser().resolve())) if options.profile else ()
    try:
        links = schemes.of_this_system()
        links.remove(SCHEMES) if options.remove else links.register(launch.command(*profile), SCHEMES)
    except OSError as error:
        return _refuse(f"The links were not registered: {error}")
    return DONE


# --- looking for what is wrong -----------------------------------------------------------------------------------


def _doctor(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="ctidesk doctor", description="Tries each part of the desk once, and says what to do about what fails."
    )
    _add_profile(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument(
        "--bundle", type=Path, metavar="FILE", help="collect what helps to find a fault into a zip file"
    )
    options = parser.parse_args(words)
    from ctidesk.checkup import run

    return run(options.profile, as_json=options.json, bundle=options.bundle)


# --- settings before they are used -------------------------------------------------------------------------------


def _config(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="ctidesk config", description="Reads settings and tells everything that is wrong with them, a line each."
    )
    _add_profile(parser)
    parser.add_argument("action", choices=("check",))
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="default: everything that holds here")
    parser.add_argument("--schema", action="store_true", help="print what the CRM's entities and fields are called")
    options = parser.parse_intermixed_args(words)
    if options.file and not options.file.exists():
        parser.error(f"there is no file {options.file}")
    from ctidesk.config_check import run

    return run(options.profile, options.file, schema=options.schema)


# --- the demo and the engine -------------------------------------------------------------------------------------


def _demo(words: Sequence[str]) -> int:
    if not _has_screen():
        return _refuse("The demo needs a screen, and there is none here. Without one: xvfb-run -a make demo")
    from ctidesk.demo.runner import main as run

    return run(words, launch.command())


def _demo_crm(words: Sequence[str]) -> int:
    from ctidesk.demo.crm.server import main as run

    return run(words)


def _demo_pbx(words: Sequence[str]) -> int:
    from ctidesk.demo.pbx.__main__ import main as run

    return run(words)


def _engine_host(words: Sequence[str]) -> int:
    from ctidesk.adapters.telephony.host import main as run

    return run(words)


_COMMANDS: Mapping[str, Callable[[Sequence[str]], int]] = {
    "config": _config,
    "doctor": _doctor,
    "ctl": _ctl,
    "password": _password,
    "register-links": _register_links,
    "demo": _demo,
    "demo-crm": _demo_crm,
    "demo-pbx": _demo_pbx,
    "engine-host": _engine_host,
}
