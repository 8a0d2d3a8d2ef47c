//! Paths, parameters, bodies, responses and authentication, as lines of a lock.

use serde_json::{Value, json};

use super::{import, lines, notes};

/// Reads one operation at a path, with schemes of authentication. Returns its lines and notes.
fn read(method: &str, path: &str, operation: &Value) -> (String, Vec<String>) {
    let components = json!({
        "securitySchemes": {
            "token": { "type": "http", "scheme": "bearer" },
            "basic": { "type": "http", "scheme": "Basic" },
            "key": { "type": "apiKey", "in": "header", "name": "X-Key" },
            "query": { "type": "apiKey", "in": "query", "name": "key" },
            "session": { "type": "apiKey", "in": "cookie", "name": "sid" },
            "oauth": { "type": "oauth2", "flows": {} }
        },
        "parameters": { "Page": { "name": "page", "in": "query", "schema": { "type": "integer" } } },
        "responses": { "Gone": { "description": "Gone." } },
        "schemas": { "Problem": { "properties": { "code": { "type": "integer" } }, "required": ["code"] } }
    });
    let import = import("3.0.3", &json!({ path: { method: operation } }), &components).unwrap();
    (lines(&import), notes(&import))
}

fn parameters(list: &Value) -> (String, Vec<String>) {
    read(
        "get",
        "/a",
        &json!({ "operationId": "get", "parameters": list, "responses": { "204": { "description": "" } } }),
    )
}

fn answers(responses: &Value) -> (String, Vec<String>) {
    read("get", "/a", &json!({ "operationId": "get", "responses": responses }))
}

#[test]
fn parameters_have_a_place_and_may_be_absent() {
    let (text, notes) = parameters(&json!([
        { "name": "X-Trace", "in": "header", "required": true, "schema": { "type": "string" } },
        { "name": "ids", "in": "query", "schema": { "type": "array", "items": { "type": "integer" } } },
        { "$ref": "#/components/parameters/Page" },
        { "name": "sort", "in": "query", "schema": { "type": "string", "enum": ["up", "down"] } },
        { "name": "Accept", "in": "header", "schema": { "type": "string" } }
    ]));
    assert_eq!(
        text,
        "GET /a get\n  header x-trace: text\n  query ids: option list i64\n  query page: option i64\n  query sort: option Sort\n  \
         -> 204\n\nenum Sort external\n  variant up\n  variant down"
    );
    assert_eq!(notes, [""; 0]);
}

#[test]
fn parameters_that_a_lock_cannot_say_are_text_or_left_out() {
    let filter = json!({ "properties": { "a": { "type": "string" }, "b": { "properties": { "c": {} } } } });
    let table = [
        (
            json!({ "name": "q", "in": "query", "schema": { "oneOf": [{ "type": "string" }, { "type": "integer" }] } }),
            "  query q: option text\n",
            "widened: a query key that is no plain value is text (q)",
        ),
        (
            json!({ "name": "q", "in": "query", "style": "deepObject", "schema": filter }),
            "  query q[a]: option text\n",
            "a part is left out: a nested value in a query (q[b])",
        ),
        (
            json!({ "name": "q", "in": "query", "schema": { "type": "object" } }),
            "",
            "a part is left out: query keys that are not known (q)",
        ),
        (
            json!({ "name": "q", "in": "cookie", "schema": { "type": "array" } }),
            "  cookie q: option text\n",
            "widened: a cookie that is no plain value is text (q)",
        ),
        (
            json!({ "name": "q", "in": "query", "schema": { "type": "integer", "maximum": 9 } }),
            "  query q: option i64\n",
            "widened: constraints of a parameter (max 9)",
        ),
        (
            json!({ "name": "q", "in": "query", "schema": { "type": "integer", "default": "9" } }),
            "  query q: option i64\n",
            "a part is left out: a default value (q)",
        ),
    ];
    for (parameter, expected, note) in table {
        let (text, notes) = parameters(&json!([parameter]));
        assert!(text.starts_with(&format!("GET /a get\n{expected}  -> 204")), "{parameter}: {text}");
        assert_eq!(notes, [format!("GET /a: {note}")], "{parameter}");
    }
}

#[test]
fn a_default_in_the_query_is_that_of_the_argument() {
    let table = [
        (json!({ "type": "integer", "default": 9 }), "i64 default \"9\""),
        (json!({ "type": "boolean", "default": false }), "boolean default \"false\""),
        (json!({ "type": "number", "default": 0.5 }), "number default \"0.5\""),
        (json!({ "type": "string", "default": "a b" }), "text default \"a b\""),
        (json!({ "type": "string", "enum": ["up"], "default": "up" }), "Q default \"up\""),
        (json!({ "type": "string", "enum": ["up"], "default": "down" }), "option Q"),
        (json!({ "type": "integer", "format": "int32", "default": 3_000_000_000_i64 }), "option integer"),
    ];
    for (schema, expected) in table {
        let (text, notes) = parameters(&json!([{ "name": "q", "in": "query", "schema": schema }]));
        let line = text.lines().nth(1).unwrap_or_default();
        let is_said = expected.contains("default");
        assert!(if is_said { line == format!("  query q: {expected}") } else { !line.contains("default") }, "{line}");
        assert_eq!(notes.iter().any(|note| note.contains("a default value")), !is_said, "{schema}: {notes:?}");
    }
}

#[test]
fn a_list_in_the_query_has_the_style_of_the_document() {
    let table = [
        (json!({}), ""),
        (json!({ "explode": false }), " comma"),
        (json!({ "style": "spaceDelimited", "explode": false }), " space"),
        (json!({ "style": "pipeDelimited", "explode": false }), " pipe"),
        (json!({ "style": "deepObject", "explode": true }), " brackets"),
    ];
    for (style, expected) in table {
        let mut list =
            json!({ "name": "ids", "in": "query", "schema": { "type": "array", "items": { "type": "string" } } });
        list.as_object_mut().unwrap().extend(style.as_object().unwrap().clone());
        let (text, notes) = parameters(&json!([list]));
        assert_eq!(text, format!("GET /a get\n  query ids: option list text{expected}\n  -> 204"));
        assert_eq!(notes, [""; 0]);
    }
}

/// Otherwise a server would set what a client left out of the change.
#[test]
fn a_default_in_the_body_of_a_change_is_not_taken_for_an_absent_key() {
    let schema = json!({
        "type": "object",
        "properties": {
            "size": { "type": "integer", "default": 20 },
            "topic": { "type": "string", "nullable": true, "default": "none" }
        }
    });
    let body = json!({ "required": true, "content": { "application/merge-patch+json": { "schema": schema } } });
    let (text, notes) = read("patch", "/a", &json!({ "operationId": "change", "requestBody": body, "responses": {} }));
    let fields = "  size: option i64 default sometimes\n  topic: patch text default sometimes";
    assert!(text.ends_with(fields), "{text}");
    let left_out = |key: &str| format!("PATCH /a: a part is left out: a default value ({key})");
    assert!(notes.contains(&left_out("size")) && notes.contains(&left_out("topic")), "{notes:?}");
}

#[test]
fn operations_of_one_path_are_reached_by_required_parameters() {
    let required = |name: &str, place: &str| json!({ "name": name, "in": place, "required": true, "schema": { "type": "string" } });
    let fixed = |name: &str, value: &str| {
        json!({
            "name": name, "in": "query", "required": true, "schema": { "type": "string", "enum": [value] }
        })
    };
    let field = |name: &str, value: &str| {
        json!({
            "name": name, "in": "header", "required": true, "schema": { "type": "string", "enum": [value] }
        })
    };
    let table = [
        // The name of a parameter with one value.
        ("/a#cors", json!([fixed("cors", "true")]), "GET /a?cors x"),
        ("/a#list-type=2", json!([fixed("list-type", "2")]), "GET /a?list-type=2 x"),
        // One with any value is also an argument.
        ("/a#uploadId", json!([required("uploadId", "query")]), "GET /a?uploadId x\n  query uploadId: text"),
        ("/a#x-copy", json!([required("X-Copy", "header")]), "GET /a#x-copy x\n  header x-copy: text"),
        // A field with one value is no argument.
        ("/a#x-target", json!([field("X-Target", "List")]), "GET /a#x-target=List x"),
        // Another text stands for the required keys.
        (
            "/a#shared",
            json!([required("fields", "query"), required("x-trace", "header")]),
            "GET /a?fields x\n  query fields: text\n  header x-trace: text",
        ),
        ("/a?cors", json!([]), "GET /a?cors x"),
        ("/a?action=list", json!([fixed("action", "list")]), "GET /a?action=list x"),
    ];
    for (path, list, expected) in table {
        let operation = json!({ "operationId": "x", "parameters": list, "responses": { "204": {} } });
        let (text, notes) = read("get", path, &operation);
        assert_eq!(text, format!("{expected}\n  -> 204"), "{path}");
        assert_eq!(notes, [""; 0], "{path}");
    }
    // The value cannot stand after a path.
    let operation = json!({ "operationId": "x", "parameters": [field("X-Target", "a b")], "responses": { "204": {} } });
    let (text, _) = read("get", "/a#x-target", &operation);
    assert!(text.starts_with("GET /a#x-target x\n  header x-target: XTarget\n"), "{text}");
}

#[test]
fn operations_that_the_same_requests_reach_are_read_once() {
    let operation = |name: &str| json!({ "get": { "operationId": name, "responses": { "204": {} } } });
    let paths = json!({ "/a": operation("one"), "/a#other": operation("other") });
    let import = import("3.0.0", &paths, &json!({})).unwrap();
    assert_eq!(lines(&import), "GET /a one\n  -> 204");
    assert_eq!(
        notes(&import),
        ["GET /a#other: left out: requests cannot be distinguished from those of another (one)"]
    );
}

#[test]
fn a_body_that_may_be_absent_is_an_option() {
    let body = |media_type: &str| json!({ "content": { media_type: { "schema": { "$ref": "#/components/schemas/Problem" } } } });
    let operation =
        |media_type: &str| json!({ "operationId": "x", "requestBody": body(media_type), "responses": { "204": {} } });
    let (text, notes) = read("post", "/a", &operation("application/json"));
    assert!(text.starts_with("POST /a x\n  body json: option Problem\n"), "{text}");
    assert_eq!(notes, [""; 0]);
    let (text, notes) = read("post", "/a", &operation("application/x-www-form-urlencoded"));
    assert!(text.starts_with("POST /a x\n  body form: Problem\n"), "{text}");
    assert_eq!(notes, ["POST /a: a part is left out: the body may be absent (application/x-www-form-urlencoded)"]);
}

#[test]
fn a_form_holds_nested_values() {
    let schema = json!({ "properties": {
        "size": { "properties": { "least": { "type": "integer" } } },
        "labels": { "type": "array", "items": { "type": "string" } },
        "metadata": { "type": "object", "additionalProperties": { "type": "string" } },
        "account": { "anyOf": [{ "properties": { "id": { "type": "string" } }, "required": ["id"] }, { "type": "string" }] }
    } });
    let content = json!({ "application/x-www-form-urlencoded": { "schema": schema } });
    let operation = json!({
        "operationId": "x", "requestBody": { "required": true, "content": content }, "responses": { "204": {} }
    });
    let (text, notes) = read("post", "/a", &operation);
    assert!(text.starts_with("POST /a x\n  body form: XBody\n  -> 204\n"), "{text}");
    assert!(!notes.iter().any(|note| note.contains("left out")), "{notes:?}");
}

#[test]
fn parts_of_a_body_are_text_json_and_files() {
    let table = [
        (json!({ "type": "string", "format": "binary" }), "text(binary)", "option text(binary) sometimes"),
        (json!({ "contentMediaType": "image/png" }), "text(binary)", "option text(binary) sometimes"),
        (json!({ "$ref": "#/components/schemas/File" }), "text(binary)", "option text(binary) sometimes"),
        (
            json!({ "type": "array", "items": { "type": "string", "format": "binary" } }),
            "list text(binary) default sometimes",
            "list text(binary) default sometimes",
        ),
        (json!({ "type": "string" }), "text", "option text sometimes"),
        (json!({ "type": "string", "nullable": true }), "option text sometimes", "option text sometimes"),
        (
            json!({ "type": "array", "items": { "type": "integer" } }),
            "list i64 default sometimes",
            "list i64 default sometimes",
        ),
        (json!({ "$ref": "#/components/schemas/Labels" }), "Labels default sometimes", "option Labels sometimes"),
        (json!({ "type": "object" }), "map(text) any", "option map(text) any sometimes"),
    ];
    let components = json!({ "schemas": {
        "File": { "type": "string", "format": "binary" },
        "Labels": { "type": "array", "items": { "type": "string" } }
    } });
    for (schema, required, optional) in table {
        let schema = json!({ "properties": { "the[part]": schema, "other": schema }, "required": ["the[part]"] });
        let body = json!({ "required": true, "content": { "multipart/form-data": { "schema": schema } } });
        let operation = json!({ "operationId": "x", "requestBody": body, "responses": { "204": {} } });
        let import = import("3.0.3", &json!({ "/a": { "post": operation } }), &components).unwrap();
        let text = lines(&import);
        assert!(text.starts_with("POST /a x\n  body multipart: XBody\n  -> 204\n"), "{schema}: {text}");
        let (_, fields) = text.split_once("struct XBody\n").unwrap();
        let mut fields: Vec<&str> = fields.lines().collect();
        fields.sort_unstable();
        assert_eq!(fields, [format!("  other: {optional}"), format!("  the[part]: {required}")], "{schema}");
        assert_eq!(notes(&import), [""; 0], "{schema}");
    }
}

#[test]
fn parameters_of_the_path_belong_to_each_operation_which_may_replace_them() {
    let operation = json!({
        "operationId": "get",
        "parameters": [{ "name": "roomId", "in": "path", "required": true, "schema": { "type": "integer" } }],
        "responses": { "204": { "description": "" } }
    });
    let of_path = json!([
        { "name": "roomId", "in": "path", "required": true, "schema": { "type": "string" } },
        { "name": "lang", "in": "query", "schema": { "type": "string" } }
    ]);
    let paths = json!({ "/rooms/{roomId}": { "parameters": of_path, "get": operation } });
    let import = import("3.0.0", &paths, &json!({})).unwrap();
    assert_eq!(lines(&import), "GET /rooms/{room_id} get\n  path room_id: i64\n  query lang: option text\n  -> 204");
}

#[test]
fn operations_that_a_trait_cannot_say_are_left_out() {
    let with = |key: &str, value: Value| json!({ "operationId": "x", "responses": { "204": {} }, key: value });
    let plain = with("tags", json!([]));
    let multipart = json!({ "content": { "multipart/form-data": { "schema": { "type": "object" } } } });
    let related = json!({ "content": { "multipart/related": {} } });
    let nested = json!({ "content": { "application/x-www-form-urlencoded": {
        "schema": { "properties": { "a": { "properties": { "b": { "type": "array", "items": {} } } } } }
    } } });
    let events = json!({ "200": { "content": { "text/event-stream": {} } } });
    let table = [
        ("get", "/status//", plain.clone(), "a segment of the path that clients remove"),
        ("get", "/a/{x}{y}", plain.clone(), "placeholders without text between them ({x}{y})"),
        ("get", "/a/{x}.", plain.clone(), "text beside a placeholder that a path cannot have ({x}.)"),
        ("get", "/a/{x}ü{y}", plain.clone(), "text beside a placeholder that a path cannot have ({x}ü{y})"),
        ("get", "/a/{x} y", plain.clone(), "text beside a placeholder that a path cannot have ({x} y)"),
        ("get", "/a//b", plain.clone(), "a segment of the path that clients remove"),
        ("get", "/a%20b", plain.clone(), "a character that a path cannot have (a%20b)"),
        ("trace", "/a", plain, "the method TRACE"),
        ("post", "/a", with("requestBody", multipart), "a body of parts that are not known"),
        ("post", "/a", with("requestBody", related), "a multipart body of another type (multipart/related)"),
        ("post", "/a", with("requestBody", nested), "a value that no form holds (a)"),
        ("get", "/a", with("responses", events), "a stream of events (text/event-stream)"),
    ];
    for (method, path, operation, reason) in table {
        let (text, notes) = read(method, path, &operation);
        assert_eq!(text, "", "{path}");
        let expected = format!("{} {path}: left out: {reason}", method.to_uppercase());
        assert!(notes.contains(&expected), "{path}: {notes:?}");
    }
}

#[test]
fn head_and_options_are_operations_and_head_has_no_content() {
    let responses = json!({ "200": { "content": { "application/json": { "schema": { "type": "string" } } } } });
    let operation = json!({ "operationId": "x", "responses": responses });
    for (method, expected) in
        [("head", "HEAD /a x\n  -> 200"), ("options", "OPTIONS /a x\n  -> 200 application/json: text")]
    {
        assert_eq!(read(method, "/a", &operation).0, expected);
    }
}

#[test]
fn a_body_is_read_by_its_media_type() {
    let table = [
        ("application/json", "body json: Problem", None),
        ("application/merge-patch+json", "body json media-type application/merge-patch+json: Problem", None),
        ("application/x-www-form-urlencoded", "body form: Problem", None),
        ("text/plain", "body text: text", None),
        ("application/yaml", "body yaml: Problem", None),
        ("text/yaml", "body yaml media-type text/yaml: Problem", None),
        ("application/xml", "body xml: Problem", None),
        ("application/soap+xml", "body xml media-type application/soap+xml: Problem", None),
        ("application/octet-stream", "body bytes: list u8", None),
        (
            "image/*",
            "header content-type: text\n  body bytes: list u8",
            Some("POST /a: widened: a body of another media type is bytes (image/*)"),
        ),
        (
            "image/png",
            "body bytes media-type image/png: list u8",
            Some("POST /a: widened: a body of another media type is bytes (image/png)"),
        ),
    ];
    for (media_type, expected, note) in table {
        let content = json!({ media_type: { "schema": { "$ref": "#/components/schemas/Problem" } } });
        let operation = json!({
            "operationId": "say", "requestBody": { "required": true, "content": content }, "responses": { "204": {} }
        });
        let (text, notes) = read("post", "/a", &operation);
        assert!(text.starts_with(&format!("POST /a say\n  {expected}\n  -> 204")), "{media_type}: {text}");
        assert_eq!(notes.first().map(String::as_str), note, "{media_type}");
    }
}

#[test]
fn responses_are_successes_errors_and_a_default_error() {
    let problem = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Problem" } } });
    let (text, notes) = answers(&json!({
        "200": { "headers": { "X-Total": {}, "Content-Type": {} }, "content": { "application/json": { "schema": { "type": "string" } } } },
        "202": { "description": "" },
        "304": { "description": "" },
        "404": { "description": "", "content": problem },
        "410": { "$ref": "#/components/responses/Gone" },
        "5XX": { "description": "" },
        "default": { "description": "", "content": problem }
    }));
    assert_eq!(
        text,
        "GET /a get\n  -> 200 application/json: text\n    header x-total: option text\n  -> 202\n  error 304 not_modified\n  error 404 not_found: Problem\n  \
         error 410 gone\n  error 500 status_5xx\n  error 500 default: Problem\n\nstruct Problem\n  code: i64"
    );
    assert_eq!(notes, ["GET /a: widened: a class of statuses is its first one (5XX)"]);
}

#[test]
fn a_response_is_read_by_its_media_type() {
    let table = [
        (json!({ "200": { "content": { "text/plain": {} } } }), "-> 200 \"text/plain; charset=utf-8\": text"),
        (json!({ "200": { "content": { "application/pdf": {} } } }), "-> 200 application/pdf"),
        (json!({ "200": { "content": { "image/*": {} } } }), "-> 200 application/octet-stream"),
        (json!({ "200": { "content": { "text/html": {}, "application/json": {} } } }), "-> 200 application/json: any"),
        (json!({ "2XX": { "content": { "application/json": {} } } }), "-> 2XX application/json: any"),
        (json!({ "2xx": {} }), "-> 2XX"),
        (json!({ "2XX": {}, "200": {}, "201": {} }), "-> 2XX"),
        (json!({ "2XX": {}, "200": { "content": { "application/json": {} } } }), "-> 200 application/json: any"),
        (json!({ "default": { "content": { "application/json": {} } } }), "-> 200 application/json: any"),
        (json!({ "302": { "headers": { "Location": {} } } }), "-> 302\n    header location: option text"),
        (json!({ "404": {} }), "error 404 not_found"),
        (json!({ "204": { "content": { "application/json": {} } } }), "-> 204"),
    ];
    for (responses, expected) in table {
        let (text, _) = answers(&responses);
        assert_eq!(text, format!("GET /a get\n  {expected}"), "{responses}");
    }
}

#[test]
fn authentication_is_one_scheme_with_its_permissions() {
    let table = [
        (json!([{ "token": [] }]), "security bearer\n", ""),
        (json!([{ "basic": [] }]), "security basic\n", ""),
        (json!([{ "key": [] }]), "security key x-key\n", ""),
        (json!([{ "oauth": ["read", "write"] }]), "security bearer\n+  requires read\n  requires write\n", ""),
        (json!([{ "query": [] }]), "+  query key: text\n", ""),
        (json!([]), "", ""),
        (json!([{ "session": [] }]), "", "a part is left out: a scheme of authentication (session)"),
        (
            json!([{ "session": [] }, { "token": [] }]),
            "security bearer\n",
            "a part is left out: a scheme of authentication (session)",
        ),
        (json!([{ "token": [] }, {}]), "", "widened: authentication that is optional"),
        (
            json!([{ "basic": [], "token": [] }]),
            "security basic\n",
            "a part is left out: a second scheme of authentication (token)",
        ),
    ];
    for (security, expected, note) in table {
        let operation = json!({ "operationId": "get", "security": security, "responses": { "204": {} } });
        let components = json!({ "securitySchemes": {
            "token": { "type": "http", "scheme": "bearer" },
            "basic": { "type": "http", "scheme": "Basic" },
            "key": { "type": "apiKey", "in": "header", "name": "X-Key" },
            "query": { "type": "apiKey", "in": "query", "name": "key" },
            "session": { "type": "apiKey", "in": "cookie", "name": "sid" },
            "oauth": { "type": "oauth2", "flows": {} }
        } });
        let import = import("3.0.3", &json!({ "/a": { "get": operation } }), &components).unwrap();
        let (head, below) = expected.split_once('+').unwrap_or((expected, ""));
        let text = import.lock.to_string();
        assert_eq!(
            text,
            format!("lock! {{ r##\"\nformat 1\napi Test /\n{head}\nGET /a get\n{below}  -> 204\n\"## }}\n"),
            "{security}"
        );
        let notes = notes(&import);
        assert!(note.is_empty() || notes.contains(&format!("GET /a: {note}")), "{security}: {notes:?}");
    }
}

#[test]
fn operations_with_different_authentication_have_their_own() {
    let operation = |security: Value| json!({ "security": security, "responses": { "204": {} } });
    let paths = json!({ "/a": { "get": operation(json!([{ "token": [] }])), "put": operation(json!([])) } });
    let components = json!({ "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } } });
    let import = import("3.1.0", &paths, &components).unwrap();
    assert_eq!(lines(&import), "GET /a get_a\n  security bearer\n  -> 204\n\nPUT /a put_a\n  -> 204");
}

#[test]
fn names_are_those_of_rust_and_distinct() {
    let operation = |id: &str| json!({ "operationId": id, "deprecated": true, "responses": { "204": {} } });
    let paths = json!({
        "/a": { "get": operation("rooms/list-all"), "put": operation("roomsListAll"), "post": operation("call") }
    });
    let import = import("3.1.0", &paths, &json!({})).unwrap();
    assert_eq!(
        lines(&import),
        "GET /a rooms_list_all\n  deprecated \"\"\n  -> 204\n\nPOST /a call_post\n  deprecated \"\"\n  -> 204\n\n\
         PUT /a rooms_list_all_put\n  deprecated \"\"\n  -> 204"
    );
}

#[test]
fn the_base_is_the_path_of_the_first_server() {
    let document = |servers: Value| {
        let document = json!({ "openapi": "3.0.0", "info": { "title": "X API" }, "servers": servers, "paths": {} });
        let lock = api_contract::openapi::lock_of_openapi(&document).unwrap().lock;
        (lock.name, lock.base)
    };
    let named = |base: &str| ("X".to_owned(), base.to_owned());
    assert_eq!(document(json!([])), named("/"));
    assert_eq!(document(json!([{ "url": "https://api.example.com" }])), named("/"));
    assert_eq!(document(json!([{ "url": "https://api.example.com/v1/" }])), named("/v1"));
    assert_eq!(document(json!([{ "url": "/api/{v}", "variables": { "v": { "default": "v3" } } }])), named("/api/v3"));
    assert_eq!(document(json!([{ "url": "https://a/{tenant}" }])), named("/"));
}

#[test]
fn xml_is_read_where_a_trait_writes_the_same() {
    let say = |schemas: &Value| {
        let operation = json!({
            "operationId": "say",
            "requestBody": {
                "required": true, "content": { "application/xml": { "schema": { "$ref": "#/components/schemas/Order" } } }
            },
            "responses": { "204": {} }
        });
        let import = import("3.1.0", &json!({ "/a": { "post": operation } }), &json!({ "schemas": schemas })).unwrap();
        lines(&import).contains("body xml: Order")
    };
    let order =
        |properties: Value| json!({ "Order": { "type": "object", "properties": properties, "required": ["items"] } });
    let list = |items: Value| json!({ "type": "array", "items": items });
    let text = || json!({ "type": "string" });
    let table = [
        (order(json!({ "items": list(text()), "note": text() })), true),
        (order(json!({ "items": { "type": "string", "xml": { "name": "items" } } })), true),
        (order(json!({ "items": { "type": "string", "xml": { "name": "item" } } })), false),
        (order(json!({ "items": { "type": "string", "xml": { "attribute": true } } })), false),
        (order(json!({ "items": { "type": "array", "items": text(), "xml": { "wrapped": true } } })), false),
        (order(json!({ "items": list(json!({ "type": "string", "xml": { "name": "item" } })) })), false),
        (order(json!({ "items": list(list(text())) })), false),
        (order(json!({ "items": {} })), false),
        (order(json!({ "items": { "type": "object", "additionalProperties": text() } })), false),
        (order(json!({ "items": { "oneOf": [text(), { "type": "integer" }] } })), false),
        (order(json!({ "first name": text() })), false),
        (json!({ "Order": list(text()) }), false),
        (json!({ "Order": { "type": "object", "xml": { "name": "order" }, "properties": {} } }), false),
    ];
    for (schemas, expected) in table {
        assert_eq!(say(&schemas), expected, "{schemas}");
    }
}

#[test]
fn callbacks_are_apis_that_callers_serve() {
    let receive = |schema: &Value| {
        json!({ "post": {
            "requestBody": { "required": true, "content": { "application/json": { "schema": schema } } },
            "responses": { "200": { "description": "" } }
        } })
    };
    let number = json!({ "type": "integer", "format": "int32" });
    let (text, notes) = read(
        "post",
        "/hooks/{hookId}",
        &json!({
            "operationId": "add",
            "security": [{ "token": [] }],
            "parameters": [{ "name": "hookId", "in": "path", "required": true, "schema": { "type": "integer" } }],
            "responses": { "204": { "description": "" } },
            "callbacks": {
                "changed": { "$request.query.url": receive(&number) },
                "thingGone": {
                    "https://a.example/{$request.path.hookId}": receive(&number),
                    "https://b.example/{$request.path.other}": receive(&number),
                    "https://c.example": receive(&number),
                    "{$url}": { "trace": { "responses": {} } }
                }
            }
        }),
    );
    assert_eq!(
        text,
        "POST /hooks/{hook_id} add\n  path hook_id: i64\n  callback Changed \"{$request.query.url}\"\n  \
         callback ThingGone \"https://a.example/{$request.path.hook_id}\"\n  -> 204\n\ncalled Changed /\n\nPOST / changed\n  \
         body json: i32\n  -> 200\n\ncalled ThingGone /\n\nPOST / thing_gone\n  body json: i32\n  -> 200"
    );
    let no_url = "a part is left out: the URL of a callback that is no expression";
    assert_eq!(
        notes,
        [
            format!("POST /hooks/{{hookId}}: {no_url} (https://b.example/{{$request.path.other}})"),
            format!("POST /hooks/{{hookId}}: {no_url} (https://c.example)"),
            "POST /hooks/{hookId}, callback thingGone: a part is left out: the method TRACE".to_owned(),
        ]
    );
}

#[test]
fn a_callback_of_several_operations_is_one_api() {
    let receive = |format: &str| {
        let schema = json!({ "type": "integer", "format": format });
        json!({ "changed": { "{$url}": { "post": {
            "requestBody": { "required": true, "content": { "application/json": { "schema": schema } } },
            "responses": { "200": { "description": "" } },
            "callbacks": {}
        } } } })
    };
    let add = |format: &str| json!({ "post": { "responses": { "204": { "description": "" } }, "callbacks": receive(format) } });
    let import =
        import("3.1.0", &json!({ "/a": add("int32"), "/b": add("int32"), "/c": add("int64") }), &json!({})).unwrap();
    let apis: Vec<&str> =
        import.lock.operations.iter().flat_map(|one| &one.callbacks).map(|one| one.api.as_str()).collect();
    assert_eq!(apis, ["Changed", "Changed", "Changed2"]);
    let names: Vec<&str> = import.lock.called.iter().map(|one| one.operations[0].name.as_str()).collect();
    assert_eq!(names, ["changed", "changed_post"]);
    assert!(
        notes(&import).contains(&"POST /a, callback changed: a part is left out: callbacks of a callback".to_owned())
    );
}

#[test]
fn an_operation_without_a_success_has_none() {
    let (text, notes) = answers(&json!({ "401": { "description": "" }, "404": { "description": "" } }));
    assert_eq!((text.as_str(), notes), ("GET /a get\n  error 401 unauthorized\n  error 404 not_found", vec![]));
    let (text, notes) = answers(&json!({}));
    assert_eq!(text, "GET /a get\n  -> 200");
    assert_eq!(notes, ["GET /a: widened: without any response it is 200 without content"]);
}

#[test]
fn reserved_characters_of_a_query_may_be_kept() {
    let (text, notes) = parameters(&json!([
        { "name": "filter", "in": "query", "required": true, "allowReserved": true, "schema": { "type": "string" } },
        { "name": "ids", "in": "query", "explode": false, "allowReserved": true, "schema": { "type": "array", "items": { "type": "string" } } },
        { "name": "plain", "in": "query", "allowReserved": false, "schema": { "type": "string" } }
    ]));
    assert_eq!(
        text,
        "GET /a get\n  query filter: text reserved\n  query ids: option list text comma reserved\n  query plain: option text\n  -> 204"
    );
    assert_eq!(notes, [""; 0]);
}
