"""An address of a CRM, as it stands in a browser, is turned into those of its services."""

from __future__ import annotations

import pytest

from ctidesk.domain.crm_places import VERSIONS, Place, is_cloud, places
from ctidesk.domain.errors import DeskError, ProblemId

OF_OLD = "/XRMServices/2011/OrganizationData.svc/"


@pytest.mark.parametrize(
    ("pasted", "first"),
    [
        (
            "https://contoso.crm4.dynamics.com/main.aspx?appid=9f&pagetype=entitylist&etn=contact",
            "contoso.crm4.dynamics.com",
        ),
        ("https://contoso.crm4.dynamics.com", "contoso.crm4.dynamics.com"),
        ("  crm.example.com  ", "crm.example.com"),
        ("https://crm.example.com/main.aspx#847112", "crm.example.com"),
        ("https://crm.example.com/_root/homepage.aspx", "crm.example.com"),
        ("https://crm.example.com/%7B636812%7D/WebResources/x.html", "crm.example.com"),
        ("https://crm.example.com/apps/sales", "crm.example.com"),
        ("https://crm.example.com:444/Romashka/main.aspx?etc=2", "crm.example.com:444/Romashka"),
        ("https://crm.example.com/Romashka", "crm.example.com/Romashka"),
        ("https://crm.example.com/Romashka/api/data/v9.2/contacts?$top=1", "crm.example.com/Romashka"),
    ],
)
def test_a_page_in_the_browser_becomes_the_web_api(pasted: str, first: str) -> None:
    assert places(pasted)[0] == Place("webapi", f"https://{first}/api/data/v9.2/")


def test_a_named_version_is_looked_for_first_and_the_others_after_it() -> None:
    found = [place.url.rstrip("/").rpartition("/")[2] for place in places("https://crm/api/data/v8.1/")[:-1]]
    assert found[0] == "v8.1" and sorted(found) == sorted(VERSIONS)


def test_on_premises_the_dialect_of_old_comes_last() -> None:
    assert places("http://crm/Org/main.aspx")[-1] == Place("crm2013", "http://crm/Org" + OF_OLD)


def test_the_service_of_old_is_itself_and_nothing_else() -> None:
    assert places("http://crm/Org/xrmservices/2011/organizationdata.svc/ContactSet?$top=1") == (
        Place("crm2013", "http://crm/Org" + OF_OLD),
    )


def test_in_the_cloud_there_is_none_of_old_and_everybody_signs_in_in_the_browser() -> None:
    found = places("https://contoso.crm4.dynamics.com/")
    assert {place.kind for place in found} == {"webapi"}
    assert is_cloud(found[0].url) and not is_cloud("https://dynamics.com.example/")


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "https://",
        "ftp://crm",
        "file:///etc/passwd",
        "https://anna:s3cret@crm/",
        "https://crm:port/",
        "наша crm",
        "a b",
    ],
)
def test_what_is_no_address_is_refused_and_a_password_in_it_is_told_nowhere(pasted: str) -> None:
    with pytest.raises(DeskError) as caught:
        places(pasted)
    assert caught.value.problem.id is ProblemId.CRM_ADDRESS_WRONG
    assert "s3cret" not in repr(caught.value.problem)
