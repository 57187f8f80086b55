"""Signing in by name and password: with every request, or a connection at a time, on a demo CRM that does it as IIS."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator

import httpx2
import pytest

from ctidesk.adapters.crm.signin.account import Account
from ctidesk.adapters.crm.signin.connection import ConnectionAuth
from ctidesk.adapters.crm.signin.sign_in import sign_in_of
from ctidesk.adapters.crm.webapi.crm import WebApiCrm
from ctidesk.adapters.crm.wire import Wire
from ctidesk.domain.errors import CrmUnauthorized, Problem, ProblemId, SettingsError
from ctidesk.domain.records import Entity
from ctidesk.domain.settings import CrmSettings
from tests.contracts.crm_contract import CrmContract, rows_of
from tests.contracts.test_crm_webapi import WebApiPeer
from tests.fakes.secrets import FakeSecrets
from tests.peers.certificates import Authority, Certificate
from tests.peers.demo_crm import PASSWORD, DemoCrm, demo_crm

WRONG = "a wrong s3cret"
REQUESTS = 240


@pytest.fixture(scope="module", params=["basic", "ntlm", "negotiate"])
def auth(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def demo(auth: str) -> Iterator[DemoCrm]:
    with demo_crm(clients=300, auth=auth) as running:
        yield running


@pytest.fixture
async def peer(demo: DemoCrm, auth: str) -> AsyncIterator[WebApiPeer]:
    demo.clear()
    demo.change_secret(PASSWORD)
    peer = WebApiPeer(demo, auth={"auth": auth, "username": "DEMO\\anna"})
    yield peer
    for desk in peer.desks:
        await desk.close()


class TestSignedIn(CrmContract):
    """The whole port through each sign-in."""


class Desk:
    """One desk's way to the CRM, and what it was told of refusals."""

    def __init__(self, demo: DemoCrm, auth: str, secrets: FakeSecrets, username: str = "anna") -> None:
        settings = CrmSettings(kind="webapi", url=demo.url, auth=auth, username=username)  # type: ignore[arg-type]
        self.sign_in = sign_in_of(settings, secrets)
        self.refused: list[Problem] = []
        self.sign_in.listen(self.refused.append)
        self.crm = WebApiCrm(settings, self.sign_in)

    async def problem(self) -> ProblemId:
        with pytest.raises(CrmUnauthorized) as caught:
            await self.crm.connect()
        return caught.value.problem.id


@pytest.fixture
async def desk(demo: DemoCrm, auth: str) -> AsyncIterator[Desk]:
    demo.clear()
    demo.change_secret(PASSWORD)
    desk = Desk(demo, auth, FakeSecrets(PASSWORD))
    yield desk
    await desk.crm.close()


def refusals(demo: DemoCrm) -> int:
    return demo.sign_ins()["refused"]


async def test_240_requests_at_once(desk: Desk, demo: DemoCrm) -> None:
    await desk.crm.connect()
    before = refusals(demo)
    pulls = [rows_of(desk.crm, Entity.TEAM) for _ in range(REQUESTS)]
    assert all(await asyncio.gather(*pulls))
    assert refusals(demo) == before and not desk.refused


async def test_a_wrong_password_is_sent_once_and_never_again(demo: DemoCrm, auth: str) -> None:
    demo.change_secret(PASSWORD)
    desk, before = Desk(demo, auth, FakeSecrets(WRONG)), refusals(demo)
    for _ in range(5):
        assert await desk.problem() is ProblemId.CRM_SIGN_IN_REFUSED
    assert refusals(demo) == before + 1
    assert [problem.id for problem in desk.refused] == [ProblemId.CRM_SIGN_IN_REFUSED]
    await desk.crm.close()


async def test_a_password_that_the_keyring_has_meanwhile_needs_no_operator(demo: DemoCrm, auth: str) -> None:
    secrets = FakeSecrets("of yesterday")
    demo.change_secret("of yesterday")
    desk = Desk(demo, auth, secrets)
    await desk.crm.connect()
    demo.change_secret("of today")
    secrets.crm = "of today"
    await desk.sign_in.renew("of yesterday")  # as after a pause: the connections are new
    assert (await desk.crm.connect()).user_id and not desk.refused
    await desk.crm.close()


async def test_the_right_password_opens_the_gate_again_and_is_kept(demo: DemoCrm, auth: str) -> None:
    demo.change_secret(PASSWORD)
    secrets = FakeSecrets(WRONG)
    desk = Desk(demo, auth, secrets)
    await desk.problem()
    await desk.sign_in.renew(PASSWORD)
    assert (await desk.crm.connect()).user_id
    assert secrets.crm == WRONG, "only when told to"
    await desk.sign_in.keep()
    assert secrets.crm == PASSWORD
    await desk.crm.close()


async def test_a_new_password_is_not_judged_by_connections_that_are_signed_in(desk: Desk) -> None:
    await desk.crm.connect()
    await desk.sign_in.renew(WRONG)
    desk.sign_in._credential._secrets.crm = WRONG  # type: ignore[attr-defined]
    assert await desk.problem() is ProblemId.CRM_SIGN_IN_REFUSED


async def test_each_password_is_sent_once(demo: DemoCrm, auth: str) -> None:
    """The window's wrong password must not bring the keyring's wrong one along every time."""
    demo.change_secret(PASSWORD)
    desk = Desk(demo, auth, FakeSecrets("of yesterday"))
    await desk.problem()
    before = refusals(demo)
    for number in range(3):
        await desk.sign_in.renew(f"{WRONG} {number}")
        await desk.problem()
    assert refusals(demo) == before + 3
    await desk.crm.close()


async def test_a_missing_password_is_asked_for_and_nothing_is_sent(demo: DemoCrm, auth: str) -> None:
    secrets = FakeSecrets(None)
    desk, before = Desk(demo, auth, secrets), demo.sign_ins()
    assert await desk.problem() is ProblemId.CRM_PASSWORD_MISSING
    assert refusals(demo) == before["refused"] and not desk.refused
    demo.change_secret(PASSWORD)
    secrets.crm = PASSWORD
    assert (await desk.crm.connect()).user_id, "it is looked for again"
    await desk.crm.close()


async def test_the_password_shows_nowhere(demo: DemoCrm, auth: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    demo.change_secret(PASSWORD)
    desk = Desk(demo, auth, FakeSecrets(WRONG))
    with pytest.raises(CrmUnauthorized) as caught:
        await desk.crm.connect()
    shown = repr(vars(desk.crm)) + repr(vars(desk.sign_in)) + repr(desk.sign_in._credential) + repr(caught.value)
    chain = [caught.value, caught.value.__cause__, caught.value.__context__]
    assert WRONG not in shown + caplog.text + "".join(map(repr, chain))
    await desk.crm.close()


async def test_a_lost_connection_is_signed_in_anew(desk: Desk, demo: DemoCrm) -> None:
    await desk.crm.connect()
    demo.fault(drop=True, method="GET", path="teams")
    assert await asyncio.gather(rows_of(desk.crm, Entity.TEAM), return_exceptions=True)
    assert await rows_of(desk.crm, Entity.TEAM)


@pytest.mark.parametrize("auth", ["ntlm", "negotiate"], indirect=True)
async def test_one_shared_pool_would_fail(demo: DemoCrm, auth: str) -> None:
    """Why each place has a connection of its own: in a shared pool the parts of one conversation go different ways."""
    demo.change_secret(PASSWORD)
    sign_in = ConnectionAuth(Account("anna", FakeSecrets(PASSWORD)), auth, "127.0.0.1")
    async with httpx2.AsyncClient(auth=sign_in, trust_env=False, limits=httpx2.Limits(max_connections=4)) as pool:
        answers = await asyncio.gather(*(pool.get(demo.url + "teams") for _ in range(REQUESTS)), return_exceptions=True)
    failed = [each for each in answers if isinstance(each, Exception) or each.status_code != 200]
    assert failed


# --- over TLS -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def shown(authority: Authority) -> Certificate:
    return authority.issue("127.0.0.1")


@pytest.fixture(scope="module", params=["ntlm", "negotiate"])
def bound(request: pytest.FixtureRequest, shown: Certificate) -> Iterator[DemoCrm]:
    """A demo CRM that takes a sign-in only with the binding of its own certificate."""
    with demo_crm(clients=10, auth=request.param, tls=shown) as running:
        yield running


async def test_a_sign_in_is_bound_to_the_certificate(
    bound: DemoCrm, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.ca_file))
    desk = Desk(bound, "negotiate", FakeSecrets(PASSWORD))
    assert (await desk.crm.connect()).user_id
    await desk.crm.close()


async def test_a_sign_in_without_the_binding_is_refused(
    bound: DemoCrm, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.ca_file))
    monkeypatch.setattr("ctidesk.adapters.crm.signin.connection.bindings", lambda _: None)
    desk = Desk(bound, "negotiate", FakeSecrets(PASSWORD))
    assert await desk.problem() is ProblemId.CRM_SIGN_IN_REFUSED
    await desk.crm.close()


# --- without a name -----------------------------------------------------------------------------------------------


async def test_a_computer_that_is_not_signed_in_anywhere_says_so() -> None:
    with demo_crm(clients=10, auth="negotiate") as demo:
        desk = Desk(demo, "negotiate", FakeSecrets(), username="")
        assert await desk.problem() is ProblemId.CRM_COMPUTER_REFUSED
        assert desk.sign_in.way.value == "system"
        await desk.crm.close()


async def test_the_service_is_named_as_kerberos_has_it() -> None:
    """MIT Kerberos knows HTTP/host, not http/host."""
    talk = await ConnectionAuth(Account("anna", FakeSecrets()), "ntlm", "crm.example")._begin("NTLM", "x", None)
    assert talk.spn == "HTTP/crm.example"


@pytest.mark.parametrize("auth", ["basic", "ntlm"])
def test_a_sign_in_by_password_needs_a_name(auth: str) -> None:
    with pytest.raises(SettingsError) as caught:
        sign_in_of(CrmSettings(url="https://crm.example/api/", auth=auth), FakeSecrets())  # type: ignore[arg-type]
    assert dict(caught.value.problem.args)["key"] == "crm.username"


@pytest.mark.parametrize("auth", ["basic", "oauth"])
def test_no_password_and_no_token_travels_in_clear(auth: str) -> None:
    secrets = FakeSecrets()
    for url in ("https://crm.example/api/", "http://localhost:8080/api/"):
        sign_in_of(CrmSettings(url=url, auth=auth, username="anna"), secrets).close()  # type: ignore[arg-type]
    with pytest.raises(SettingsError) as caught:
        sign_in_of(CrmSettings(url="http://crm.example/api/", auth=auth, username="anna"), secrets)  # type: ignore[arg-type]
    assert dict(caught.value.problem.args)["key"] == "crm.url"


async def test_http_2_is_never_spoken(demo: DemoCrm) -> None:
    settings = CrmSettings(url=demo.url, auth="none")
    wire = Wire(settings, sign_in_of(settings, FakeSecrets()))
    place = wire._places._every[0].client
    assert not place._transport._pool._http2  # type: ignore[attr-defined]
    await wire.close()
