"""The findings about Pandapush that are not taken. One that does not occur any more fails the test."""

from claim import Claims

REJECTED = "ST202"
METHOD = "ST204"
ALLOW = "ST205"
CLAIMS = Claims()
# A key that an operation revokes, or a client that it follows, is not there.
FATAL_WARNINGS = []
# The streams of a live page do not end: each takes the whole time of a request.
OPTIONS = ["--max-examples", "10", "--phases", "coverage,fuzzing,stateful", "--request-timeout", "2"]


@CLAIMS.not_taken(
    REJECTED,
    "GET /admin/api/application/{id}/presence",
    "POST /admin/api/application/{id}/publish",
    "POST /admin/api/application/{id}/token",
    "POST /admin/api/application/{id}/keys/{key}/token",
    "POST /channel/{application}/{kind}/{path}",
)
def names_of_channels_have_a_grammar(failure, case, response):
    """A name begins with the application of the path, which a schema of the body cannot know."""
    return response.status_code == 400 and response.text == "Invalid channel name"


@CLAIMS.not_taken(
    REJECTED,
    "POST /admin/api/application/{id}/keys",
    "POST /admin/api/application/{id}/token",
    "POST /admin/api/application/{id}/keys/{key}/token",
)
def dates_have_more_forms_than_rfc_3339(failure, case, response):
    """The original takes any form of ISO 8601, for example without seconds, so the format is not `date-time`."""
    return response.status_code == 400 and "date and time of ISO 8601" in response.text


@CLAIMS.not_taken(REJECTED, "POST /admin/api/application/{id}")
def administrators_are_required(failure, case, response):
    """The published contract lets `admins` be missing, and the original refuses that with a message of its own."""
    return response.status_code == 400 and response.text.startswith("admins is missing")


@CLAIMS.not_taken(REJECTED, "POST /channel/{application}/{kind}/{path}")
def data_is_json_or_a_form(failure, case, response):
    """The method reads the media type itself, as the original does: objects and arrays, or a form. The document has any."""
    of_json = response.status_code == 400 and response.text == "the body must be a JSON object or array"
    return of_json or response.status_code == 415


@CLAIMS.not_taken(REJECTED, "POST /channel/{application}/{kind}/{path}")
def credentials_are_an_argument(failure, case, response):
    """The field is an optional text in the document. The original answers 400 to a key that it does not know."""
    return response.status_code == 400 and "Could not find key" in response.text


@CLAIMS.not_taken(REJECTED, "GET /push", "POST /push", "GET /push/{client}")
def messages_are_those_of_bayeux(failure, case, response):
    """The messages of Bayeux are checked by its machine, and its clients know a refusal by 400 and this text."""
    return response.status_code == 400 and response.text == "Bad request"


@CLAIMS.not_taken(METHOD)
def the_mount_refuses_other_methods_as_faye_does(failure, case, response):
    """Faye's server answers what it does not know with 400 below its mount, whatever the method."""
    return case.path.startswith("/push") and response.status_code == 400 and response.text == "Bad request"


@CLAIMS.not_taken(ALLOW)
def subscribe_is_a_method(failure, case, response):
    """OpenAPI before 3.2 has no other methods than its eight. `SUBSCRIBE` is described in `x-subscribe`."""
    return failure.message.splitlines()[0].endswith("Undocumented methods advertised: SUBSCRIBE")
