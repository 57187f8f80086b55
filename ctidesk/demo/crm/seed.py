"""Fills a fresh store with the demo's people and their history."""

from ctidesk.demo.crm.history import cases, old_calls, old_parties, worksheets
from ctidesk.demo.crm.schema import BY_NAME
from ctidesk.demo.crm.staff import USERS, staff, user_id
from ctidesk.demo.crm.store import Store
from ctidesk.demo.people import account, contact, organization_count


def seed(store: Store, clients: int) -> None:
    store.transaction(load_all, store, clients)


def load_all(store: Store, clients: int) -> None:
    owners = [{"_ownerid_value": user_id(user)} for user in USERS[:9]]
    people = (contact(n, clients) | owners[n % 9] for n in range(clients))
    organizations = (account(n) | owners[n % 9] for n in range(organization_count(clients)))
    store.load(BY_NAME["contact"], people)
    store.load(BY_NAME["account"], organizations)
    for entity, row in staff():
        store.load(BY_NAME[entity], [row])
    store.load(BY_NAME["new_worksheet"], worksheets(clients))
    store.load(BY_NAME["incident"], cases(clients))
    store.load(BY_NAME["phonecall"], old_calls(clients))
    store.load(BY_NAME["activityparty"], old_parties(clients))
    store.index()
