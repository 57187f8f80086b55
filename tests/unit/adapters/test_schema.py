"""The deployment's names: defaults, prefix, own words, switched off."""

from __future__ import annotations

import pytest

from ctidesk.adapters.crm.schema import DEFAULTS, INSTANTS, LOOKUPS, POLYMORPHIC, names_of
from ctidesk.domain.errors import ProblemId, SettingsError
from ctidesk.domain.records import PHONE_FIELDS, Entity
from ctidesk.domain.settings import CrmSettings


def test_every_entity_has_default_names() -> None:
    assert DEFAULTS.keys() == set(Entity)
    assert names_of(CrmSettings()).keys() == set(Entity)


def test_the_prefix_stands_before_every_custom_name() -> None:
    names = names_of(CrmSettings(prefix="abc"))
    number = names[Entity.EMPLOYEE_NUMBER]
    assert (number.set, number.id) == ("abc_employeenumbers", "abc_employeenumberid")
    assert number.fields["user"] == "_abc_userid_value"
    assert names[Entity.USER].fields["wrap_up_s"] == "abc_wrapupseconds"
    assert names[Entity.CONFIGURATOR_TEAM].fields == {"configurator": "abc_cticonfiguratorid", "team": "teamid"}
    every = [name for entity in names.values() for name in (entity.set, entity.id, *entity.fields.values())]
    assert not [name for name in every if "{" in name or "new_" in name]


def test_a_deployment_s_own_words_replace_the_defaults() -> None:
    own = {"worksheet": {"set": "acme_sheets", "id": "acme_sheetid", "customer": "_acme_client_value"}}
    names = names_of(CrmSettings(schema=own))[Entity.WORKSHEET]
    assert (names.set, names.id, names.fields["customer"]) == ("acme_sheets", "acme_sheetid", "_acme_client_value")
    assert names.fields["name"] == "new_name"


def test_an_entity_or_a_field_is_switched_off_with_an_empty_name() -> None:
    names = names_of(CrmSettings(schema={"case": {"set": ""}, "contact": {"middlename": ""}}))
    assert Entity.CASE not in names
    assert "middlename" not in names[Entity.CONTACT].fields


@pytest.mark.parametrize(
    ("schema", "key"),
    [({"kontact": {"set": "x"}}, "crm.schema.kontact"), ({"contact": {"phone": "x"}}, "crm.schema.contact.phone")],
)
def test_an_unknown_key_is_named(schema: dict[str, dict[str, str]], key: str) -> None:
    with pytest.raises(SettingsError) as caught:
        names_of(CrmSettings(schema=schema))
    assert caught.value.problem.id is ProblemId.CONFIG_UNKNOWN_KEY
    assert dict(caught.value.problem.args)["key"] == key


def test_the_tables_speak_of_fields_that_exist() -> None:
    every = {name for names in DEFAULTS.values() for name in names.fields}
    assert every >= LOOKUPS | INSTANTS
    for table in (POLYMORPHIC, PHONE_FIELDS):
        for entity, fields in table.items():
            assert DEFAULTS[entity].fields.keys() >= set(fields)
