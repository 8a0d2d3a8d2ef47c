"""The findings about Chatkit that are not taken. One that does not occur any more fails the test."""

from claim import Claims

ACCEPTED = "ST201"
REJECTED = "ST202"
ALLOW = "ST205"
CLAIMS = Claims()
# The database is empty, and some operations need a token of a user or a link: most requests find nothing.
FATAL_WARNINGS = []
# A hundred operations are many. The document has no links, so sequences are those that schemathesis finds by itself.
# A subscription does not end: each takes the whole time of a request.
OPTIONS = ["--max-examples", "5", "--phases", "coverage,fuzzing,stateful", "--request-timeout", "2"]


@CLAIMS.not_taken(REJECTED)
def the_service_has_rules_of_its_own(failure, case, response):
    """Chatkit answered 400 or 422 to empty, known and unknown ids and more than ten users. SDKs rely on it."""
    error = response.json()
    rules = ("validation_failed", "limit_exceeded", "already_exists", "duplicate_room_id", "users_not_found")
    return response.status_code in (400, 422) and error["error"].endswith(rules) and "parameters" not in str(error)


@CLAIMS.not_taken(REJECTED)
def the_media_type_is_not_checked(failure, case, response):
    """Chatkit reads JSON under any media type, which is `*/*` in the document. schemathesis sends YAML and forms."""
    is_other = case.media_type is not None and case.media_type != "application/json"
    return is_other and response.json()["error"].endswith(("malformed_json", "validation_failed"))


@CLAIMS.not_taken(ACCEPTED, always=False)
def other_header_fields_are_ignored(failure, case, response):
    """HTTP has header fields that a server does not know (RFC 9110 §5.1). It is seen where a request finds a room."""
    return "unexpected properties" in failure.message and "in header" in failure.message


@CLAIMS.not_taken(ACCEPTED, always=False)
def a_field_of_the_other_endpoint_is_ignored(failure, case, response):
    """Some fields and keys of the query are those of the subscription, which a request for JSON does not reach."""
    names = ("x-heartbeat-interval", "message_limit")
    is_other = any(name in failure.message for name in names)
    return is_other and response.headers["content-type"] == ["application/json"]


@CLAIMS.not_taken(ALLOW)
def subscribe_is_a_method(failure, case, response):
    """OpenAPI before 3.2 has no other methods than its eight. `SUBSCRIBE` is described in `x-subscribe`."""
    return failure.message.splitlines()[0].endswith("Undocumented methods advertised: SUBSCRIBE")
