"""The findings about the API of every feature that are not taken. One that does not occur any more fails the test."""

from urllib.parse import parse_qs

from claim import Claims

ACCEPTED = "ST201"
REJECTED = "ST202"
MISSING_FIELD = "ST203"
METHOD = "ST204"
ALLOW = "ST205"
DELETED = "ST301"
SUMMARY = "/everything/{tenant}/orders#summary"
COPY = "/everything/{tenant}/orders#x-copy-source"
FULL = "/everything/{tenant}/orders#view=full&x-version=2"
PAINT = "GET /everything/{tenant}/paint/{colour}"
TOUCH = "GET /everything/{tenant}/touch/{id}"
CLAIMS = Claims()
OPTIONS = []
FATAL_WARNINGS = ["missing_auth", "missing_test_data"]


@CLAIMS.not_taken(REJECTED, "GET /everything/{tenant}/downloads/{name}")
def a_condition_may_not_hold(failure, case, response):
    """A request whose condition does not hold is valid, and 412 and 416 are its answers (RFC 9110 13.2, 14.2)."""
    return response.status_code in (412, 416)


@CLAIMS.not_taken(REJECTED, PAINT, TOUCH)
def no_websocket_is_asked_for(failure, case, response):
    """schemathesis opens no WebSockets. OpenAPI cannot require `Upgrade`, the text of the operation does."""
    return response.status_code == 426


@CLAIMS.not_taken(ACCEPTED, PAINT, TOUCH)
def a_refused_upgrade_accepts_nothing(failure, case, response):
    """426 is a refusal too."""
    return response.status_code == 426


@CLAIMS.not_taken(REJECTED, "GET /everything/{tenant}/things")
def two_endpoints_are_one_operation(failure, case, response):
    """Of two endpoints of one path and method only one requires the field, so their common operation cannot."""
    return response.status_code == 400 and "x-request-id" not in (case.headers or {})


@CLAIMS.not_taken(ACCEPTED, "GET /everything/{tenant}/things")
def a_field_of_the_other_endpoint_is_ignored(failure, case, response):
    """`x-heartbeat-interval` is one of the subscription, which a request for JSON does not reach."""
    return "x-heartbeat-interval" in failure.message and response.headers["content-type"] == ["application/json"]


@CLAIMS.not_taken(REJECTED, "GET /everything/{tenant}/urgencies")
def a_structured_field_has_a_grammar(failure, case, response):
    """The grammar of RFC 9651 is in `x-structured` and in the text: JSON Schema has no word for it."""
    return response.status_code == 400


@CLAIMS.not_taken(REJECTED, "GET /everything/{tenant}/things/found")
def a_struct_may_be_missing_as_a_whole(failure, case, response):
    """`from` is required if `steps` is there. OpenAPI has no such rule for parameters, and both are optional in it."""
    return response.status_code == 400 and "from" not in case.query and "steps" in case.query


@CLAIMS.not_taken(REJECTED, "POST /everything/{tenant}/orders")
def a_form_has_lists_of_structs(failure, case, response):
    """`items[0][thing]=1` is not a style that OpenAPI describes. schemathesis sends the names of the members."""
    return response.status_code == 422


@CLAIMS.not_taken(REJECTED, "POST /everything/{tenant}/uploads")
def a_streamed_file_is_the_last_part(failure, case, response):
    """OpenAPI has no order of parts. schemathesis sends them in a random one."""
    return response.status_code == 422 and "in front of a file that is streamed" in response.text


@CLAIMS.not_taken(ACCEPTED, "GET /everything/{tenant}/files/{path}/lines/{number}")
def another_path_matches_too(failure, case, response):
    """With text that is no number the request is one of `/files/{path}`, which accepts it."""
    return response.status_code == 200


@CLAIMS.not_taken(ACCEPTED, "POST /everything/{tenant}/reports")
def text_of_another_type_is_text(failure, case, response):
    """schemathesis writes a number or an object as text, which is valid where any text is."""
    return case.media_type is not None and case.media_type.startswith("text/")


@CLAIMS.not_taken(
    ACCEPTED,
    "POST /everything/{tenant}/reports",
    "POST /everything/{tenant}/uploads",
    "PUT /everything/{tenant}/things/{id}",
)
def one_item_in_a_form_is_a_list(failure, case, response):
    """A value instead of a list is written as a list of one. A file instead of a list of files is too."""
    return "ncorrect type" in failure.message or "positive test case" in failure.message


@CLAIMS.not_taken(ACCEPTED, "PUT /everything/{tenant}/things/{id}", always=False)
def a_form_has_no_types(failure, case, response):
    """schemathesis gives a number another type, and writes the same text. What it sent is valid."""
    body = response.request.body or b""
    sent = parse_qs(body if isinstance(body, str) else body.decode("utf-8", "replace"))
    return bool(sent.get("ids")) and all(text.isdigit() for text in sent["ids"])


@CLAIMS.not_taken(ACCEPTED, "POST /everything/{tenant}/uploads")
def what_is_read_only_is_ignored(failure, case, response):
    """`readOnly` lets a server ignore the member (JSON Schema 2020-12, Validation 9.4), and ours does."""
    return "thing -> note" in failure.message


@CLAIMS.not_taken(MISSING_FIELD, f"GET {FULL}", f"PUT {COPY}")
def the_field_selects_the_operation(failure, case, response):
    """Without the field the request is for another endpoint of the path, and there is none for its method."""
    return response.status_code == 405


@CLAIMS.not_taken(METHOD)
def a_fragment_is_not_sent(failure, case, response):
    """`#…` separates operations of one path and method in the document. Other methods have the path alone."""
    return case.path in (SUMMARY, COPY, FULL)


@CLAIMS.not_taken(DELETED, always=False)
def the_server_keeps_no_state(failure, case, response):
    """What it answers depends on the request alone."""
    return True


@CLAIMS.not_taken(ALLOW)
def subscribe_is_a_method(failure, case, response):
    """OpenAPI before 3.2 has no other methods than its eight. `SUBSCRIBE` is described in `x-subscribe`."""
    return failure.message.splitlines()[0].endswith("Undocumented methods advertised: SUBSCRIBE")
