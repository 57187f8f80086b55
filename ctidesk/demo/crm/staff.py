"""The organization itself: its users, teams, CTI settings and phone directories."""

from collections.abc import Iterator
from dataclasses import dataclass

from ctidesk.demo.people import IMPORTS, Row, guid

MODIFIED = IMPORTS[-1]


@dataclass(frozen=True, slots=True)
class User:
    extension: str
    name: str
    login: str
    wrap_up_s: int | None
    teams: tuple[str, ...]
    directories: tuple[str, ...]


OPERATORS, SUPPORT, SALES, ACCOUNTS = "Операторы", "Техподдержка", "Отдел продаж", "Бухгалтерия"
TEAMS = (OPERATORS, SUPPORT, SALES, ACCOUNTS)
CTI_TEAMS = (OPERATORS, SUPPORT)
DIRECTORIES = (SALES, SUPPORT, ACCOUNTS)
CONFIGURATOR = "Основной конфигуратор CTI"

USERS = (
    User("1001", "Анна Петрова", "anna", 15, (OPERATORS, SALES), (SALES,)),
    User("1002", "Борис Соколов", "boris", None, (OPERATORS,), (SALES,)),
    User("1003", "Вера Лебедева", "vera", 30, (OPERATORS, SALES), (SALES,)),
    User("1004", "Глеб Морозов", "gleb", 20, (SUPPORT,), (SUPPORT,)),
    User("1005", "Дарья Волкова", "darya", 15, (SUPPORT,), (SUPPORT,)),
    User("1006", "Егор Зайцев", "egor", 0, (SUPPORT,), (SUPPORT, SALES)),
    User("1007", "Жанна Королёва", "zhanna", 30, (OPERATORS,), (SALES,)),
    User("1008", "Захар Ёлкин", "zakhar", 45, (SUPPORT,), (SUPPORT,)),
    User("1009", "Ирина Шереметьева-Константинопольская", "irina", 30, (SALES,), (SALES,)),
    User("1010", "Кирилл Попов", "kirill", 60, (ACCOUNTS,), (ACCOUNTS,)),
    User("1011", "Лариса Новикова", "larisa", 30, (ACCOUNTS,), (ACCOUNTS,)),
    User("1012", "Максим Фёдоров", "maxim", 30, (), (SUPPORT,)),
)
DISMISSED = "1012"
# As the robots of the demo PBX are that stand for them: 1 available, 2 busy, 3 wrap-up; all others are inactive.
CTI_STATUS = {"1002": 1, "1003": 1, "1004": 1, "1005": 2, "1006": 3}

# No invented subscriber has such a number, so that nobody who calls is ignored by accident.
IGNORED_NUMBERS = (("8800*", 0), ("84950000000", 0), ("+7 812 000-00-01", 0), ("84990000002", 1))

ORGANIZATION_ID, BUSINESS_UNIT_ID = guid("organization", 0), guid("businessunit", 0)
CALLING_USER_ID = guid("systemuser", 1001)

StaffRows = Iterator[tuple[str, Row]]


def user_id(user: User) -> str:
    return guid("systemuser", int(user.extension))


def team_id(name: str) -> str:
    return guid("team", TEAMS.index(name))


def directory_id(name: str) -> str:
    return guid("directory", DIRECTORIES.index(name))


def user_row(user: User) -> Row:
    return {
        "systemuserid": user_id(user),
        "fullname": user.name,
        "domainname": f"DEMO\\{user.login}",
        "internalemailaddress": f"{user.login}@demo.example",
        "isdisabled": int(user.extension == DISMISSED),
        "new_wrapupseconds": user.wrap_up_s,
        "new_ctistatus": CTI_STATUS.get(user.extension, 0),
        "modifiedon": MODIFIED,
    }


def users_and_teams() -> StaffRows:
    for user in USERS:
        yield "systemuser", user_row(user)
        for team in user.teams:
            membership = guid(f"membership/{team}", int(user.extension))
            yield "teammembership", {"teammembershipid": membership} | member(user, team)
    for team in TEAMS:
        yield "team", {"teamid": team_id(team), "name": team, "modifiedon": MODIFIED}


def member(user: User, team: str) -> Row:
    return {"systemuserid": user_id(user), "teamid": team_id(team)}


def settings() -> StaffRows:
    configurator = guid("configurator", 0)
    named = {"new_cticonfiguratorid": configurator, "new_name": CONFIGURATOR}
    yield "new_cticonfigurator", {**named, "statecode": 0, "modifiedon": MODIFIED}
    for place, team in enumerate(CTI_TEAMS):
        ends = {"new_cticonfiguratorid": configurator, "teamid": team_id(team)}
        yield (
            "new_cticonfigurator_team",
            {"new_cticonfigurator_teamid": guid("configurator/team", place), **ends},
        )
    for place, (number, state) in enumerate(IGNORED_NUMBERS):
        row = {"new_ignorednumberid": guid("ignored", place), "new_number": number}
        yield "new_ignorednumber", {**row, "statecode": state, "modifiedon": MODIFIED}


def directories() -> StaffRows:
    for name in DIRECTORIES:
        row = {"new_phonedirectoryid": directory_id(name), "new_name": name}
        yield "new_phonedirectory", {**row, "statecode": 0, "modifiedon": MODIFIED}
    for user in USERS:
        for name in user.directories:
            yield "new_employeenumber", employee_number(user, name)


def employee_number(user: User, directory: str) -> Row:
    return {
        "new_employeenumberid": guid(f"employeenumber/{DIRECTORIES.index(directory)}", int(user.extension)),
        "new_number": user.extension,
        "_new_userid_value": user_id(user),
        "_new_directoryid_value": directory_id(directory),
        "statecode": int(user.extension == DISMISSED),
        "modifiedon": MODIFIED,
    }


def staff() -> StaffRows:
    yield from users_and_teams()
    yield from settings()
    yield from directories()
