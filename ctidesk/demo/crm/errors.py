"""What goes wrong, with the status and code that Dynamics gives it."""


class ODataError(Exception):
    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


def bad_request(message: str, code: str = "0x80060888") -> ODataError:
    return ODataError(400, code, message)


def no_such_segment(segment: str) -> ODataError:
    return ODataError(404, "0x8006088a", f"Resource not found for the segment '{segment}'.")


def no_such_property(name: str, entity: str) -> ODataError:
    return bad_request(f"Could not find a property named '{name}' on type 'Microsoft.Dynamics.CRM.{entity}'.")


def no_such_record(entity: str, key: str) -> ODataError:
    return ODataError(404, "0x80040217", f"Entity '{entity}' With Id = {key} Does Not Exist")


def duplicate() -> ODataError:
    return ODataError(412, "0x80040237", "A record with matching key values already exists.")


def stale() -> ODataError:
    message = "The version of the existing record doesn't match the RowVersion property provided."
    return ODataError(412, "0x80060882", message)


def bad_payload(entity_set: str, detail: str) -> ODataError:
    message = f"Error identified in Payload provided by the user for Entity :'{entity_set}', {detail}"
    return bad_request(message, "0x80048d19")


def bad_status(status: int, state: int, key: str) -> ODataError:
    message = f"{status} is not a valid status code for state code {state} with Id {key}."
    return bad_request(message, "0x80048408")


def read_only(entity: str) -> ODataError:
    message = f"Cannot update Closed or Cancelled Activity: this {entity} must be reopened first."
    return ODataError(403, "0x80040220", message)


def unauthorized() -> ODataError:
    return ODataError(401, "", "HTTP Error 401 - Unauthorized: Access is denied")
