"""The password in the system's keyring: kept by one command, found by the desk, written nowhere else."""

from __future__ import annotations

from pathlib import Path

from tests.peers.desk import desk
from tests.peers.kamailio import Kamailio
from tests.peers.secret_service import keep, secret_service


def test_a_password_kept_in_the_keyring_registers_the_desk(tmp_path: Path, pbx: Kamailio) -> None:
    profile = tmp_path / "profile"
    profile.mkdir()
    text = f'[sip]\nserver = "{pbx.server}"\nusername = "1001"\n'
    (profile / "config.toml").write_text(text, encoding="utf-8")
    (tmp_path / "keyring").mkdir()
    with secret_service(tmp_path / "keyring") as environ:
        with desk(profile, environ) as early:
            missing = early.wait("registration=failed")
            assert missing["registration_error"], "no password yet: one sentence"
        keep(environ, profile, "sip", pbx.passwords["1001"])
        with desk(profile, environ) as running:
            running.wait("connection=active")
            assert pbx.passwords["1001"] not in running.log() + running.said()


def test_an_encrypted_cache_has_its_key_in_the_keyring(tmp_path: Path, pbx: Kamailio) -> None:
    profile = tmp_path / "profile"
    profile.mkdir()
    text = f'[sip]\nserver = "{pbx.server}"\nusername = "1001"\n[cache]\nencrypt = true\n'
    (profile / "config.toml").write_text(text, encoding="utf-8")
    (tmp_path / "keyring").mkdir()
    with secret_service(tmp_path / "keyring") as environ:
        keep(environ, profile, "sip", pbx.passwords["1001"])
        for requested in ("inactive", "available"):
            with desk(profile, environ) as running:
                running.ctl("set-status", requested)
                running.wait(f"operator.requested={requested}")
        with desk(profile, environ) as running:
            assert running.ctl("status")["operator"]["requested"] == "available", "remembered in the encrypted file"
    assert [file.name for file in profile.glob("cache*")] == ["cache.sqlcipher"]


def test_without_a_keyring_the_desk_says_so(tmp_path: Path, pbx: Kamailio) -> None:
    environ = {
        "CTIDESK_SIP_SERVER": pbx.server,
        "CTIDESK_SIP_USERNAME": "1001",
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent",
        "HOME": str(tmp_path),
    }
    with desk(tmp_path, environ) as running:
        assert running.wait("registration=failed")["registration_error"]
