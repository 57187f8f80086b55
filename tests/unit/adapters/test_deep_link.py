"""Addresses of the CRM's pages, as its documentation gives them."""

from __future__ import annotations

import pytest

from ctidesk.adapters.crm.deep_link import record_url
from ctidesk.domain.records import Entity, RecordRef
from ctidesk.domain.settings import CrmSettings

ID = "00000000-0000-4000-8000-000000000001"


@pytest.mark.parametrize(
    ("url", "root"),
    [
        ("https://org.crm4.dynamics.com/api/data/v9.2/", "https://org.crm4.dynamics.com/"),
        ("https://crm.example.com/Org/api/data/v8.2", "https://crm.example.com/Org/"),
        ("https://crm.example.com/Org/XRMServices/2011/OrganizationData.svc/", "https://crm.example.com/Org/"),
        ("https://crm.example.com/Org/", "https://crm.example.com/Org/"),
        ("http://127.0.0.1:8080/api/data/v9.2/", "http://127.0.0.1:8080/"),
    ],
)
def test_the_organizations_own_address(url: str, root: str) -> None:
    page = record_url(CrmSettings(url=url), RecordRef(Entity.CONTACT, ID))
    assert page == f"{root}main.aspx?etn=contact&pagetype=entityrecord&id=%7B{ID}%7D"


def test_entities_by_their_logical_names() -> None:
    settings = CrmSettings(url="https://crm.example.com/api/data/v9.2/", prefix="acme")
    names = {entity: record_url(settings, RecordRef(entity, ID)) or "" for entity in Entity}
    assert "etn=incident&" in names[Entity.CASE] and "etn=acme_worksheet&" in names[Entity.WORKSHEET]
    assert "etn=phonecall&" in names[Entity.PHONE_CALL]
    assert names[Entity.TEAM] == ""
    assert record_url(CrmSettings(), RecordRef(Entity.CONTACT, ID)) is None
