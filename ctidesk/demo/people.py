"""Invented people, organizations and callers: the same ones on every run, each made from its index alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from itertools import count
from typing import Any, Literal, TypeVar

Row = dict[str, Any]
T = TypeVar("T")

SEED = 2013


def words(text: str, separator: str | None = None) -> tuple[str, ...]:
    return tuple(text.split(separator))


# Ten clients and three organizations make a block: who belongs to whom follows from the index, so that one
# record or one caller out of a million is made without making the others.
CLIENTS_A_BLOCK, ORGANIZATIONS_A_BLOCK = 10, 3
EMPLOYER = {0: 0, 1: 0, 2: 0, 3: 1, 4: 1, 5: 2}

# Every number has its own seven last digits (up to 1.3 million clients), so that a caller meant to be known
# by one record, or by none, stays so however loosely a desk compares.
SUBSCRIBERS, FIRST_SUBSCRIBER, SUBSCRIBER_STRIDE = 8_000_000, 2_000_000, 3_718_281
NUMBERS_A_CLIENT = 6
MOBILE, WORK, SECOND, THIRD, ORGANIZATION_MAIN, ORGANIZATION_SECOND = range(NUMBERS_A_CLIENT)

MOBILE_CODES = words("903 905 906 909 910 911 912 915 916 917 921 922 925 926 929 950 951 953 960 962 965")
CITY_CODES = words("495 499 812 343 383 846 831 863 843 351 861 473 391 342 347 844")
NUMBER_STYLES = words(
    "+7 %s %s-%s-%s|8 (%s) %s-%s-%s|8%s%s%s%s|+7 (%s) %s-%s-%s|+7%s%s%s%s|8-%s-%s-%s-%s|%s %s %s %s", "|"
)
EXTENSION_STYLES = (" доб. {}", ", доб. {}", " (доб. {})", " доб.{}")
SEPARATORS = (", ", "; ", " / ")

MEN = words(
    "Александр Алексей Анатолий Андрей Антон Артём Борис Вадим Валентин Василий Виктор Виталий Владимир "
    "Геннадий Георгий Григорий Денис Дмитрий Евгений Егор Иван Игорь Илья Кирилл Константин Лев Максим "
    "Матвей Михаил Никита Николай Олег Павел Пётр Роман Руслан Семён Сергей Степан Тимур Фёдор Юрий"
)
WOMEN = words(
    "Алёна Алина Алла Анастасия Анна Валентина Валерия Варвара Вера Виктория Галина Дарья Евгения "
    "Екатерина Елена Елизавета Жанна Зинаида Зоя Инна Ирина Карина Кристина Ксения Лариса Лидия Любовь "
    "Людмила Марина Мария Надежда Наталья Нина Оксана Ольга Полина Раиса Светлана София Тамара Татьяна"
)
FATHERS = words(
    "Александров Алексеев Анатольев Андреев Антонов Артёмов Борисов Вадимов Васильев Викторов Владимиров "
    "Геннадьев Георгиев Григорьев Денисов Дмитриев Евгеньев Иванов Игорев Кириллов Константинов Львов"
)
SURNAMES = words(
    "Абрамов Авдеев Аксёнов Александров Андреев Антонов Артемьев Афанасьев Баранов Белов Белозерский "
    "Беляев Бобров Богданов Борисов Быков Васильев Виноградов Власов Волков Волконский Воробьёв Воронцов "
    "Гаврилов Герасимов Голубев Горбунов Горшков Громов Гусев Давыдов Данилов Денисов Дмитриев Донской "
    "Дорофеев Ёлкин Ершов Ефимов Жуков Зайцев Захаров Зимин Иванов Ильин Исаев Казаков Калинин Карпов "
    "Киселёв Князев Коваленко Ковалёв Козлов Комаров Коновалов Королёв Котов Кравченко Крылов Крюков "
    "Кудрявцев Кузнецов Кузьмин Лазарев Лебедев Левицкий Лисицын Лукин Львов Макаров Максимов Мартынов "
    "Медведев Мельников Миронов Михайлов Морозов Муравьёв Назаров Наумов Некрасов Никитин Николаев Новиков "
    "Озеров Орлов Осипов Островский Павлов Панов Петров Покровский Поляков Пономарёв Попов Прохоров "
    "Раевский Рогов Родионов Романов Рыбаков Рябов Семёнов Сергеев Смирнов Соколов Толстой Шевченко"
)
LONG_SURNAMES = words("Константинопольский Рождественский Благовещенский Корсаков Сибиряк Пушкин")
JOBS = words(
    "Директор|Генеральный директор|Заместитель директора|Главный бухгалтер|Бухгалтер|Менеджер по продажам|"
    "Секретарь|Начальник отдела снабжения|Инженер|Главный инженер|Юрист|Администратор|Логист|"
    "Системный администратор|Кладовщик|Специалист по закупкам|Врач|Преподаватель|Начальник смены|"
    "Руководитель проекта|Индивидуальный предприниматель",
    "|",
)

LEGAL_FORMS = ("ООО", "ООО", "ООО", "ООО", "АО", "АО", "ПАО", "НПО", "ТД", "ГК")
PLAIN_BRANDS = words(
    "Ромашка Василёк Берёзка Рассвет Прогресс Восток Заря Маяк Парус Орион Вектор Гранит Кристалл Меридиан "
    "Радуга Сокол Спектр Спутник Факел Эталон Алмаз Вымпел Горизонт Импульс Каскад Лидер Магнолия Новатор"
)
BRAND_STARTS = words("Север Юг Волга Урал Сибирь Балт Рос Гор Регион Мос Невск Дон Спец Пром Агро Энерго")
BRAND_MIDDLES = words("строй снаб торг маш мет хим газ лес нефте свет дор вод рем мед связь груз")
BRAND_ENDS = words("сервис комплект монтаж проект инвест центр ресурс холдинг групп альянс трейд плюс")
LONG_NAME = "Федеральное государственное бюджетное учреждение «{} государственный университет имени {}»"
CITIES = words("Московский Уральский Сибирский Волжский Донской Невский Дальневосточный Балтийский")
GENITIVES = ("М. В. Ломоносова", "Д. И. Менделеева", "Н. И. Лобачевского", "С. П. Королёва", "А. С. Попова")

CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
LATIN_LETTERS = words("a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh sch  y  e yu ya", " ")
LATIN = str.maketrans(dict(zip(CYRILLIC, LATIN_LETTERS, strict=True)))

FIRST_STAMP = datetime(2018, 1, 1, 6, tzinfo=UTC)
MOMENTS = (FIRST_STAMP + timedelta(minutes=731 * n, seconds=n % 60) for n in range(5000))
STAMPS = tuple(moment.strftime("%Y-%m-%dT%H:%M:%SZ") for moment in MOMENTS)
IMPORTS = STAMPS[100:4900:480]  # half of all records came in these few bulk imports, each within one second


class Dice:
    """Small choices out of one hash: far cheaper to seed than random.Random."""

    __slots__ = ("left",)

    def __init__(self, what: str, index: int) -> None:
        self.left = int.from_bytes(blake2b(f"{SEED}/{what}/{index}".encode(), digest_size=24).digest())

    def below(self, limit: int) -> int:
        self.left, rolled = divmod(self.left, limit)
        return rolled

    def pick(self, choices: Sequence[T]) -> T:
        self.left, rolled = divmod(self.left, len(choices))
        return choices[rolled]

    def chance(self, percent: int) -> bool:
        self.left, rolled = divmod(self.left, 100)
        return rolled < percent


@lru_cache(4096)
def guid(entity: str, index: int) -> str:
    h = blake2b(f"{SEED}/{entity}/id/{index}".encode(), digest_size=16).hexdigest()
    return f"{h[:8]}-{h[8:12]}-4{h[13:16]}-8{h[17:20]}-{h[20:]}"


def stamp(dice: Dice) -> str:
    return dice.pick(IMPORTS if dice.chance(50) else STAMPS)


@lru_cache(1024)
def feminine(surname: str) -> str:
    if surname.endswith(("ий", "ой")):
        return surname[:-2] + "ая"
    return surname + "а" if surname.endswith(("в", "н")) else surname


def organization_count(clients: int) -> int:
    return clients * ORGANIZATIONS_A_BLOCK // CLIENTS_A_BLOCK


def employer(client: int, clients: int) -> int | None:
    block, place = divmod(client, CLIENTS_A_BLOCK)
    if place not in EMPLOYER:
        return None
    organization = block * ORGANIZATIONS_A_BLOCK + EMPLOYER[place]
    return organization if organization < organization_count(clients) else None


def shares_number(client: int) -> bool:
    """Whether the client is reached through the main number of the first organization of its block."""
    block, place = divmod(client, CLIENTS_A_BLOCK)
    return place <= block % 3


def subscriber(slot: int) -> str:
    return str(FIRST_SUBSCRIBER + (slot * SUBSCRIBER_STRIDE + SEED) % SUBSCRIBERS)


def client_number(client: int, use: int) -> str:
    """Ten national digits."""
    slot = client * NUMBERS_A_CLIENT + use
    codes = MOBILE_CODES if use in (MOBILE, THIRD) else CITY_CODES
    return codes[(slot * 7 + client // 13) % len(codes)] + subscriber(slot)


def organization_number(organization: int, use: int) -> str:
    block, place = divmod(organization, ORGANIZATIONS_A_BLOCK)
    return client_number(block * CLIENTS_A_BLOCK + place, use)


def typed(digits: str, dice: Dice) -> str:
    return dice.pick(NUMBER_STYLES) % (digits[:3], digits[3:6], digits[6:8], digits[8:])


def with_extension(number: str, dice: Dice) -> str:
    return number + dice.pick(EXTENSION_STYLES).format(10 + dice.below(190))


def has_mobile(client: int) -> bool:
    return client % 7 != 6


def is_inactive(client: int) -> bool:
    return client % 50 == 19


def person_name(dice: Dice) -> tuple[str, str, str]:
    """Last, first and middle name."""
    surname, father = dice.pick(SURNAMES), dice.pick(FATHERS)
    parts = [surname, dice.pick(LONG_SURNAMES)] if dice.chance(2) else [surname]
    if dice.chance(50):
        first, ending = dice.pick(MEN), "ич"
    else:
        first, ending, parts = dice.pick(WOMEN), "на", [feminine(part) for part in parts]
    middle = "" if dice.chance(8) else father + ending
    return "-".join(parts), first, middle


def work_number(client: int, employed: bool, dice: Dice) -> str | None:
    if employed and shares_number(client):
        block = client // CLIENTS_A_BLOCK
        number = typed(organization_number(block * ORGANIZATIONS_A_BLOCK, ORGANIZATION_MAIN), dice)
        return with_extension(number, dice) if dice.chance(70) else number
    if not employed and dice.chance(50):
        return None
    number = typed(client_number(client, WORK), dice)
    if dice.chance(6):
        return number + dice.pick(SEPARATORS) + typed(client_number(client, THIRD), dice)
    return with_extension(number, dice) if dice.chance(20) else number


@lru_cache(4096)
def latin(name: str) -> str:
    return name.lower().translate(LATIN)


def mail(last: str, first: str, client: int) -> str:
    return f"{latin(last)}.{latin(first[0])}{client}@post.example"


def contact(client: int, clients: int) -> Row:
    dice = Dice("contact", client)
    last, first, middle = person_name(dice)
    organization = employer(client, clients)
    return {
        "contactid": guid("contact", client),
        "fullname": f"{last} {first} {middle}".rstrip(),
        "firstname": first,
        "lastname": last,
        "middlename": middle or None,
        "jobtitle": dice.pick(JOBS) if organization is not None or dice.chance(20) else None,
        "telephone1": work_number(client, organization is not None, dice),
        "telephone2": typed(client_number(client, SECOND), dice) if dice.chance(36) else None,
        "telephone3": typed(client_number(client, THIRD), dice) if dice.chance(13) else None,
        "mobilephone": typed(client_number(client, MOBILE), dice) if has_mobile(client) else None,
        "emailaddress1": mail(last, first, client) if dice.chance(70) else None,
        "_parentcustomerid_value": None if organization is None else guid("account", organization),
        "statecode": int(is_inactive(client)),
        "modifiedon": stamp(dice),
    }


def organization_name(organization: int, dice: Dice) -> str:
    kind = dice.below(100)
    if kind < 12:
        last, first, middle = person_name(dice)
        return f"ИП {last} {first} {middle}".rstrip()
    if kind < 15:
        return LONG_NAME.format(dice.pick(CITIES), dice.pick(GENITIVES)) + f", филиал № {organization + 1}"
    if kind < 30:
        return f"{dice.pick(LEGAL_FORMS)} «{dice.pick(PLAIN_BRANDS)}»"
    brand = dice.pick(BRAND_STARTS) + dice.pick(BRAND_MIDDLES) + dice.pick(BRAND_ENDS)
    return f"{dice.pick(LEGAL_FORMS)} «{brand}{'-' + str(2 + dice.below(30)) if dice.chance(20) else ''}»"


def account(organization: int) -> Row:
    dice = Dice("account", organization)
    second = organization_number(organization, ORGANIZATION_SECOND) if dice.chance(40) else None
    return {
        "accountid": guid("account", organization),
        "name": organization_name(organization, dice),
        "accountnumber": f"ORG-{organization + 1:06d}",
        "telephone1": typed(organization_number(organization, ORGANIZATION_MAIN), dice),
        "telephone2": second and typed(second, dice),
        "emailaddress1": f"info@org-{organization + 1}.example" if dice.chance(80) else None,
        "statecode": int(organization % 150 == 149),
        "modifiedon": stamp(dice),
    }


@dataclass(frozen=True, slots=True)
class Caller:
    number: str  # as the PBX delivers it, e.g. "84951234567"
    kind: Literal["known", "unknown", "several"]


def known_client(turn: int, clients: int) -> int:
    """The client that calls on this turn; the first caller is client 0."""
    dice = Dice("known", turn)
    client = dice.below(clients) if turn else 0
    return client if has_mobile(client) and not is_inactive(client) else 0


def stranger_number(turn: int) -> str:
    return MOBILE_CODES[turn % len(MOBILE_CODES)] + subscriber(SUBSCRIBERS - 1 - turn)


def caller(turn: int, clients: int) -> Caller:
    if turn % 3 != 2:
        return Caller("8" + client_number(known_client(turn, clients), MOBILE), "known")
    blocks = clients // CLIENTS_A_BLOCK
    if turn % 2 == 0 or not blocks:
        return Caller("8" + stranger_number(turn), "unknown")
    first_of_block = Dice("several", turn).below(blocks) * ORGANIZATIONS_A_BLOCK
    return Caller("8" + organization_number(first_of_block, ORGANIZATION_MAIN), "several")


def callers(clients: int) -> Iterator[Caller]:
    """Endless. The first is known by one client; every third by none or by several, in turn."""
    return (caller(turn, clients) for turn in count())
