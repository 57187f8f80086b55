"""What has gone on with the clients: worksheets, cases and a few old phone calls."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from ctidesk.demo.crm.staff import CALLING_USER_ID, USERS, User, user_id
from ctidesk.demo.people import (
    MOBILE,
    STAMPS,
    Dice,
    Row,
    client_number,
    guid,
    has_mobile,
    organization_count,
    typed,
    words,
)

WORKSHEETS = words(
    "Консультация по тарифам|Подключение|Продление договора|Выставление счёта|Заявка на выезд инженера|"
    "Сверка взаиморасчётов|Повторное обращение|Заказ оборудования",
    "|",
)
CASES = words(
    "Не работает интернет|Ошибка в счёте|Задержка доставки|Не приходит код подтверждения|Возврат средств|"
    "Замена оборудования|Жалоба на качество связи|Вопрос по договору|Нет доступа в личный кабинет",
    "|",
)
CASE_STATUS = (0, 0, 0, 1, 1, 2)
OLD_CALLS = 60


def customer(place: int, clients: int) -> str:
    """Clients first, organizations after them."""
    return guid("contact", place) if place < clients else guid("account", place - clients)


def places(clients: int, every: int) -> Iterator[int]:
    """One customer in so many, and always the first client."""
    return iter(range(0, clients + organization_count(clients), every))


def owner(dice: Dice) -> User:
    return dice.pick(USERS[:9])


def worksheet(place: int, number: int, clients: int) -> Row:
    dice = Dice("worksheet", place * 2 + number)
    return {
        "new_worksheetid": guid("worksheet", place * 2 + number),
        "new_name": dice.pick(WORKSHEETS),
        "_new_customerid_value": customer(place, clients),
        "_ownerid_value": user_id(owner(dice)),
        "statecode": number or int(place > 0 and dice.chance(30)),
        "modifiedon": dice.pick(STAMPS),
    }


def worksheets(clients: int) -> Iterator[Row]:
    for place in places(clients, 6):
        yield worksheet(place, 0, clients)
        if place % 18 == 0:
            yield worksheet(place, 1, clients)


def case(place: int, clients: int) -> Row:
    dice = Dice("case", place)
    return {
        "incidentid": guid("incident", place),
        "title": dice.pick(CASES),
        "ticketnumber": f"CAS-{place + 1:05d}-{guid('ticket', place)[:6].upper()}",
        "_customerid_value": customer(place, clients),
        "_ownerid_value": user_id(owner(dice)),
        "statecode": dice.pick(CASE_STATUS) if place else 0,
        "modifiedon": dice.pick(STAMPS),
    }


def cases(clients: int) -> Iterator[Row]:
    return (case(place, clients) for place in places(clients, 5))


def callers_of_old(clients: int) -> list[int]:
    return [client for client in range(min(clients, OLD_CALLS)) if has_mobile(client)]


def old_call(client: int) -> Row:
    dice = Dice("phonecall", client)
    outgoing, minutes, started = dice.below(2), 1 + dice.below(20), dice.pick(STAMPS)
    ended = datetime.fromisoformat(started) + timedelta(minutes=minutes)
    return {
        "activityid": guid("phonecall", client),
        "subject": "Исходящий звонок" if outgoing else "Входящий звонок",
        "description": f"Решено, {minutes * 60} с",
        "phonenumber": typed(client_number(client, MOBILE), dice),
        "directioncode": outgoing,
        "actualstart": started,
        "actualend": ended.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "actualdurationminutes": minutes,
        "_regardingobjectid_value": guid("contact", client),
        "_ownerid_value": CALLING_USER_ID,
        "statecode": 1,
        "statuscode": 2 if outgoing else 4,
        "modifiedon": ended.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def old_calls(clients: int) -> Iterator[Row]:
    return map(old_call, callers_of_old(clients))


def old_parties(clients: int) -> Iterator[Row]:
    for client in callers_of_old(clients):
        outgoing = old_call(client)["directioncode"]
        us, them = CALLING_USER_ID, guid("contact", client)
        for mask, party in enumerate((us, them) if outgoing else (them, us), start=1):
            yield {
                "activitypartyid": guid(f"party/{mask}", client),
                "participationtypemask": mask,
                "_partyid_value": party,
                "_activityid_value": guid("phonecall", client),
            }
