"""OAuth 2 by MSAL, on a pretend authority and a demo CRM that takes its tokens."""

from __future__ import annotations

import asyncio
import logging
import webbrowser
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest

from ctidesk.adapters.crm.signin.sign_in import SignIn, sign_in_of
from ctidesk.adapters.crm.webapi.crm import WebApiCrm
from ctidesk.domain.errors import CrmUnauthorized, CrmUnavailable, DeskError, ProblemId
from ctidesk.domain.first_start import Answers
from ctidesk.domain.records import Entity
from ctidesk.domain.settings import CrmSettings
from ctidesk.domain.sign_in import DeviceCode
from ctidesk.parts import first_start_means
from ctidesk.usecases.first_checks import try_crm
from ctidesk.usecases.held_secrets import HeldSecrets
from tests.contracts.crm_contract import rows_of
from tests.fakes.secrets import FakeSecrets
from tests.peers import browser
from tests.peers.certificates import Authority, Certificate
from tests.peers.demo_crm import DemoCrm, demo_crm
from tests.peers.oauth_authority import OauthAuthority, oauth_authority

NO_BROWSER = "false"


@pytest.fixture(scope="module")
def ca(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("ca"))


@pytest.fixture(scope="module")
def shown(ca: Authority) -> Certificate:
    return ca.issue("127.0.0.1")


@pytest.fixture(scope="module")
def demo() -> Iterator[DemoCrm]:
    with demo_crm(clients=10, auth="bearer") as running:
        yield running


@pytest.fixture
def authority(shown: Certificate, demo: DemoCrm) -> Iterator[OauthAuthority]:
    demo.change_secret("nobody's")
    with oauth_authority(shown) as running:
        running.on_token = demo.change_secret
        yield running


@pytest.fixture(autouse=True)
def environment(ca: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(ca.ca_file))
    open_with(monkeypatch, browser.command())


def open_with(monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    """``webbrowser`` looks at the environment once a process."""
    monkeypatch.setenv("BROWSER", command)
    monkeypatch.setattr(webbrowser, "_tryorder", None)
    monkeypatch.setattr(webbrowser, "_browsers", {})
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)


class Desk:
    """A desk of one day; the next one has the same keyring."""

    def __init__(self, demo: DemoCrm, authority: OauthAuthority, secrets: FakeSecrets, username: str = "") -> None:
        settings = CrmSettings(
            kind="webapi", url=demo.url, auth="oauth", authority=authority.url, username=username, client_id="desk"
        )
        self.codes: asyncio.Queue[DeviceCode] = asyncio.Queue()
        self.sign_in: SignIn = sign_in_of(settings, secrets)
        self.crm = WebApiCrm(settings, self.sign_in)

    async def signed_in(self) -> Desk:
        await self.sign_in.renew(device=self.codes.put_nowait)
        await self.crm.connect()
        return self

    async def problem(self) -> ProblemId:
        with pytest.raises(CrmUnauthorized) as caught:
            await self.crm.connect()
        return caught.value.problem.id

    async def close(self) -> None:
        await self.crm.close()


@pytest.fixture
def secrets() -> FakeSecrets:
    return FakeSecrets()


@pytest.fixture
async def desk(demo: DemoCrm, authority: OauthAuthority, secrets: FakeSecrets) -> AsyncIterator[Desk]:
    desk = Desk(demo, authority, secrets)
    yield desk
    await desk.close()


async def test_the_first_day_needs_the_browser(desk: Desk, authority: OauthAuthority) -> None:
    assert await desk.problem() is ProblemId.CRM_SIGN_IN_NEEDED
    await desk.signed_in()
    assert desk.codes.empty() and authority.granted == ["authorization_code"]


async def test_the_next_day_needs_nothing(
    desk: Desk, demo: DemoCrm, authority: OauthAuthority, secrets: FakeSecrets
) -> None:
    await desk.signed_in()
    tomorrow = Desk(demo, authority, secrets)
    assert (await tomorrow.crm.connect()).user_id
    await tomorrow.close()


async def test_the_first_start_finds_out_that_the_browser_is_needed_and_keeps_nothing_before_its_end(
    demo: DemoCrm, authority: OauthAuthority, secrets: FakeSecrets
) -> None:
    known, held, phases = CrmSettings(authority=authority.url, client_id="desk"), HeldSecrets(secrets), list[str]()
    pasted = Answers(address=urljoin(demo.url, "/main.aspx#1"))
    found, _ = await try_crm(first_start_means(), known, pasted, held, lambda phase, _: phases.append(phase))
    assert (found.auth, found.url) == ("oauth", demo.url) and found.myself.name
    assert phases == ["name", "looking", "asking", "browser", "asking", "reading"]
    assert not secrets.entries
    await held.release()
    assert [name.partition(":")[0] for name in secrets.entries] == ["crm-tokens"]


async def test_where_no_browser_opens_a_code_is_told(
    desk: Desk, authority: OauthAuthority, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_with(monkeypatch, NO_BROWSER)
    signing_in = asyncio.create_task(desk.signed_in())
    async with asyncio.timeout(10):
        code = await desk.codes.get()
        authority.enter_device_code()
        await signing_in
    assert code == DeviceCode("ABCD-1234", f"{authority.url}/device")


async def test_waiting_for_a_code_can_be_given_up(
    desk: Desk, authority: OauthAuthority, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_with(monkeypatch, NO_BROWSER)
    signing_in = asyncio.create_task(desk.signed_in())
    async with asyncio.timeout(10):
        await desk.codes.get()
        signing_in.cancel()
        await asyncio.wait([signing_in])
    assert signing_in.cancelled()
    assert await desk.problem() is ProblemId.CRM_SIGN_IN_NEEDED


async def test_waiting_for_the_browser_can_be_given_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    open_with(monkeypatch, "true")  # opens, and never comes back
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(1):
            await desk.signed_in()


async def test_a_token_is_renewed_before_it_expires(desk: Desk, authority: OauthAuthority) -> None:
    authority.lifetime_s = 0
    await desk.signed_in()
    assert await rows_of(desk.crm, Entity.TEAM)
    assert authority.granted[:2] == ["authorization_code", "refresh_token"]


async def test_a_token_that_the_crm_refuses_is_renewed_once_and_silently(
    desk: Desk, demo: DemoCrm, authority: OauthAuthority
) -> None:
    await desk.signed_in()
    demo.change_secret("another")
    pulls = [rows_of(desk.crm, Entity.TEAM) for _ in range(20)]
    assert all(await asyncio.gather(*pulls))
    assert authority.granted == ["authorization_code", "refresh_token"]


async def test_a_revoked_sign_in_asks_once(desk: Desk, demo: DemoCrm, authority: OauthAuthority) -> None:
    await desk.signed_in()
    authority.revoke()
    demo.change_secret("another")
    asked = len(authority.granted)
    for _ in range(5):
        assert await desk.problem() is ProblemId.CRM_SIGN_IN_NEEDED
    assert len(authority.granted) == asked + 1, "the authority is left alone as well"
    await desk.signed_in()


async def test_who_declines_is_not_signed_in(desk: Desk, authority: OauthAuthority) -> None:
    authority.denies = True
    with pytest.raises(CrmUnauthorized) as caught:
        await desk.signed_in()
    assert caught.value.problem.id is ProblemId.CRM_SIGN_IN_NEEDED


async def test_an_authority_that_does_not_answer_is_no_refusal(
    desk: Desk, demo: DemoCrm, authority: OauthAuthority
) -> None:
    await desk.signed_in()
    authority.down = True
    demo.change_secret("another")
    with pytest.raises(CrmUnavailable):
        await desk.crm.connect()
    authority.down = False


async def test_who_signs_in_as_somebody_else_is_somebody_else(
    desk: Desk, demo: DemoCrm, authority: OauthAuthority, secrets: FakeSecrets
) -> None:
    await desk.signed_in()
    authority.username = "boris@demo.example"
    await desk.signed_in()
    assert "anna@demo.example" not in "".join(secrets.entries.values())


async def test_without_a_keyring_the_sign_in_holds_for_the_day(
    demo: DemoCrm, authority: OauthAuthority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    secrets = FakeSecrets()
    desk = await Desk(demo, authority, secrets).signed_in()
    secrets.locked = True
    demo.change_secret("another")
    assert (await desk.crm.connect()).user_id
    with pytest.raises(DeskError) as caught:
        await desk.sign_in.keep()
    assert caught.value.problem.id is ProblemId.KEYRING_UNAVAILABLE
    assert not list(tmp_path.iterdir()), "never a file"
    await desk.close()


async def test_no_token_shows_anywhere(
    desk: Desk, demo: DemoCrm, authority: OauthAuthority, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await desk.signed_in()
    authority.revoke()
    demo.change_secret("another")
    with pytest.raises(CrmUnauthorized) as caught:
        await desk.crm.connect()
    ours = [record for record in caplog.records if record.name.startswith(("ctidesk", "msal", "httpx2"))]
    shown = repr(vars(desk.crm)) + repr(vars(desk.sign_in)) + repr(vars(desk.sign_in._credential))
    shown += repr(caught.value) + repr(caught.value.__cause__) + repr(caught.value.__context__)
    shown += "".join(record.getMessage() for record in ours)
    assert authority.given and not any(secret in shown for secret in authority.given)
