//! Drafts of small documents: what they say, and that they keep what the lock promises.

use std::path::{Path, PathBuf};

use api_contract::draft::{Draft, DraftOptions, draft_trait};
use api_contract::openapi::lock_of_openapi;
use api_lock::Lock;
use serde_json::{Value, json};

use super::compiled::{check, write_crate};

/// Drafts a lock without its first and last line.
fn draft(lines: &str) -> Draft {
    let lock = Lock::parse_inner(&format!("format 1\n{lines}")).unwrap();
    draft_trait(&lock, &DraftOptions::default())
}

/// Returns the code below the first comment.
fn code(draft: &Draft) -> &str {
    draft.code.split_once("\n\n").map_or("", |(_, code)| code)
}

#[test]
fn an_operation_is_a_method() {
    let draft = draft(
        "api Rooms /v1\nsecurity bearer\n\nPOST /rooms/{id}/type say\n  deprecated \"\"\n  requires \"room:say\"\n  path id: u32\n  \
         query type: option text\n  query \"sort[by]\": list text\n  header x-trace: text\n  header Self: option i64\n  \
         body text limit 99: text\n  -> 202 \"text/plain; charset=utf-8\": text\n",
    );
    assert_eq!(
        code(&draft),
        r#"#[api_core::api(base = "/v1", security = bearer)]
pub trait Rooms {
    #[deprecated]
    #[post("/rooms/{id}/type", status = 202, body_limit = 99, requires = "room:say")]
    async fn say(
        &self,
        id: u32,
        #[query]
        r#type: Option<String>,
        #[query("sort[by]")]
        sort_by: Vec<String>,
        #[header]
        x_trace: String,
        #[header("Self")]
        self_: Option<i64>,
        #[body(text)]
        body: String,
    ) -> Result<api_core::call::Text, api_core::Error>;
}
"#
    );
    assert_eq!((draft.operations, draft.notes), (1, vec![]));
}

#[test]
fn types_are_models_with_the_names_and_limits_of_the_wire() {
    let draft = draft(
        "api A /\nGET / get\n  -> 200 application/json: Option\n\nstruct Option\n  roomId: u64 {min 1}\n  type: option text default \
         sometimes\n  size: patch Size default sometimes\n  rest: map(text) any flattened\n\nenum Size external\n  variant \
         very_small\n  variant large\n\nenum Either untagged\n  variant Text: text\n  variant List: list text {max-length 3}\n\nenum \
         Pet internal kind\n  variant cat struct\n    lives: integer 0..=9\n  variant dog\n\nnewtype Id transparent: text \
         {pattern \"^a\\\\d\"}\n",
    );
    let expected = r#"/// The values of requests and responses.
pub mod models {
    use api_core::Model;
    use serde::{Deserialize, Serialize};
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
    #[serde(rename_all = "camelCase")]
    pub struct OptionModel {
        #[model(min = 1)]
        pub room_id: u64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub r#type: Option<String>,
        #[serde(default, skip_serializing_if = "api_core::Patch::is_absent")]
        pub size: api_core::Patch<Size>,
        #[serde(flatten)]
        pub rest: std::collections::BTreeMap<String, serde_json::Value>,
    }
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
    #[serde(rename_all = "snake_case")]
    pub enum Size {
        VerySmall,
        Large,
    }
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
    #[serde(untagged)]
    pub enum Either {
        Text(String),
        List(#[model(max_length = 3)] Vec<String>),
    }
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
    #[serde(rename_all = "lowercase", tag = "kind")]
    pub enum Pet {
        Cat { lives: u8 },
        Dog,
    }
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
    #[serde(transparent)]
    #[model(pattern = "^a\\d")]
    pub struct Id(pub String);
}
"#;
    let (_, models) = code(&draft).split_once("}\n").unwrap();
    assert_eq!(models, expected);
}

#[test]
fn routes_that_are_the_same_and_schemes_that_differ_are_traits_of_their_own() {
    let draft = draft(
        "api Files /\nDELETE /files/{id}/trash trash\n  path id: text\n  -> 204\n\nDELETE /files/sessions/{id} end\n  path id: text\n  \
         -> 204\n\nDELETE /files/{name}/trash trash_by_name\n  path name: text\n  -> 204\n\nGET /files list\n  security basic\n  -> 204\n",
    );
    assert_eq!(draft.traits, ["Files", "Files2", "Files3"]);
    // The first two paths cross.
    assert!(draft.code.contains("#[api_core::api(crossing = literal_first)]\n    pub trait Files {"), "{}", draft.code);
    assert!(draft.code.contains("#[api_core::api(security = basic)]\n    pub trait Files3 {"), "{}", draft.code);
}

#[test]
fn more_than_a_hundred_operations_are_grouped_by_their_paths() {
    let operation = |number| {
        let folder = if number < 50 { "rooms" } else { "users" };
        format!("GET /{folder}/{number} get_{number}\n  -> 204\n")
    };
    let lines: Vec<String> = (0..101).map(operation).collect();
    let lines = format!("api Large /\n{}", lines.concat());
    assert_eq!(draft(&lines).traits, ["Rooms", "Users"]);
}

#[test]
fn streams_and_sockets_are_left_out_and_named() {
    let draft = draft(
        "api A /\nSUBSCRIBE /a follow\n  events resumable\n  -> 200 text/event-stream: text\nGET /b get\n  -> 204\n",
    );
    assert_eq!(draft.operations, 1);
    assert!(
        draft.code.contains(
            "//! Operations that are not in it: 1\n//!\n//! * SUBSCRIBE /a: left out: a stream of events or a WebSocket\n"
        ),
        "{}",
        draft.code
    );
}

#[test]
fn a_body_of_several_parts_is_a_struct_of_parts() {
    let draft = draft(
        "api A /\nPOST /a upload\n  body multipart: Upload\n  -> 204\n\nstruct Thing\n  size: u8\n\nstruct Upload\n  title: text\n  \
         tags: list text default sometimes\n  thing: option Thing sometimes\n  pictures[]: list text(binary) default sometimes\n  \
         preview: option text(binary) sometimes\n  content: text(binary)\n",
    );
    assert!(draft.code.contains("#[body(multipart)]\n        body: models::Upload,"), "{}", draft.code);
    let expected = r#"
    #[derive(Debug, Clone, PartialEq, api_core::call::Multipart)]
    pub struct Upload {
        pub title: String,
        pub tags: Vec<String>,
        pub thing: Option<Thing>,
        #[multipart(name = "pictures[]")]
        pub pictures: Vec<api_core::call::FilePart>,
        pub preview: Option<api_core::call::FilePart>,
        pub content: api_core::call::FilePart,
    }
"#;
    assert!(draft.code.contains(expected), "{}", draft.code);
    assert_eq!(draft.notes, []);
}

#[test]
fn an_answer_with_any_success_keeps_its_status() {
    let draft = draft(
        "api A /\nGET /a get\n  -> 2XX application/json: text\n    header etag: option text\n\nPOST /a start\n  -> 2XX\n\nPUT /a both\n  \
         -> 2XX\n  -> 200 application/json: text\n",
    );
    let code = draft.code.replace(['\n', ' '], "");
    let answers = [
        "Result<api_core::call::AnySuccess<api_core::call::WithHeaders<String,replies::EtagHeader>,>",
        "Result<api_core::call::AnySuccess<()>,",
        "PUT/a:leftout:ananswerwithanysuccessbesideothers",
    ];
    for expected in answers {
        assert!(code.contains(expected), "{expected}\n{}", draft.code);
    }
    assert!(!code.contains("status="), "{}", draft.code);
}

#[test]
fn several_media_types_of_one_value_are_a_list_and_of_several_values_left_out() {
    let draft = draft(
        "api A /\nPOST /a say\n  body json: T\n  body form: T\n  -> 201 application/json: T\n  -> 201 application/cbor: T\n\
         POST /b upload\n  body multipart: T\n  -> 204\nPOST /c tell\n  body json: T\n  body text media-type text/csv: text\n  -> 204\n\
         GET /d get\n  -> 200 application/json: T\n  -> 200 text/csv: text\nstruct T\n  x: u8\n",
    );
    assert_eq!(draft.operations, 1);
    for expected in [
        "status = 201, media_type = [\"application/json\", \"application/cbor\"]",
        "#[body(media_type = [\"application/json\", \"application/x-www-form-urlencoded\"])]",
        "POST /b: left out: a body of several parts whose type is a value elsewhere",
        "POST /c: left out: a body of several types",
        "GET /d: left out: an answer of several types",
    ] {
        assert!(draft.code.replace(['\n', ' '], "").contains(&expected.replace(' ', "")), "{expected}\n{}", draft.code);
    }
}

/// A document that uses each feature once.
fn everything() -> Value {
    let schema = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let content = |schema: Value| json!({ "application/json": { "schema": schema } });
    let error = json!({ "description": "", "content": content(schema("Problem")) });
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Everything", "description": "Each feature once.\n\n```\nlet x = ;\n```" },
        "servers": [{ "url": "https://api.example.com/v2" }],
        "security": [{ "token": ["read"] }],
        "paths": {
            "/rooms/{roomId}": {
                "parameters": [{ "name": "roomId", "in": "path", "required": true, "schema": { "type": "integer" } }],
                "get": {
                    "operationId": "rooms/get",
                    "deprecated": true,
                    "callbacks": {
                        "roomChanged": { "https://hooks.example/{$request.path.roomId}?sort={$request.query.sort}": {
                            "post": {
                                "requestBody": { "required": true, "content": content(schema("Room")) },
                                "responses": { "200": { "description": "" }, "404": error.clone() }
                            }
                        } },
                        "misspelt": { "{$request.query.url}": {
                            "post": { "responses": { "404": { "description": "" } } }
                        } }
                    },
                    "parameters": [
                        { "name": "type", "in": "query", "schema": { "type": "string", "enum": ["a-b", "2c", "Self", "self"] } },
                        { "name": "ids", "in": "query", "required": true, "schema": { "type": "array", "items": { "type": "integer" } } },
                        { "name": "limit", "in": "query", "schema": { "type": "integer", "default": -20 } },
                        { "name": "sort", "in": "query", "schema": { "type": "string", "enum": ["up", "down"], "default": "up" } },
                        { "name": "X-Trace", "in": "header", "schema": { "type": "string" } }
                    ],
                    "responses": {
                        "200": { "headers": { "Link": {}, "X-Total": {} }, "content": content(schema("Room")) },
                        "202": { "description": "" },
                        "404": error, "default": error
                    }
                },
                "patch": {
                    "operationId": "rooms/change",
                    "requestBody": { "required": true, "content": content(schema("Room")) },
                    "responses": { "204": { "description": "" }, "404": { "description": "" }, "5XX": error }
                }
            },
            "/rooms/{roomId}/plan": { "get": {
                "operationId": "plan", "responses": { "200": { "content": { "application/pdf": {} } } }
            } },
            "/rooms/{a}/{b}": { "get": { "operationId": "crossing", "responses": { "302": { "headers": { "Location": {} } } } } },
            "/{a}/new/{b}": { "get": { "operationId": "crossing too", "responses": { "200": { "content": content(schema("Tree")) } } } },
            "/form": { "post": {
                "requestBody": { "required": true, "content": { "application/x-www-form-urlencoded": { "schema": {
                    "properties": { "a": { "type": "string" }, "b[]": { "type": "array", "items": { "type": "string" } } }
                } } } },
                "responses": { "200": { "content": content(json!({ "type": "array", "items": schema("Pet") })) } }
            } },
            "/uploads": { "post": {
                "operationId": "upload",
                "requestBody": { "required": true, "content": { "multipart/form-data": { "schema": {
                    "properties": {
                        "title": { "type": "string", "nullable": true },
                        "tags": { "type": "array", "items": { "type": "string" } },
                        "owner": schema("Owner"),
                        "file[]": { "type": "array", "items": { "type": "string", "format": "binary" } },
                        "preview": { "type": "string", "format": "binary" },
                        "type": { "type": "string", "format": "binary" }
                    },
                    "required": ["title", "type"]
                } } } },
                "responses": { "2XX": { "headers": { "X-Total": {} }, "content": content(schema("Named")) } }
            } },
            "/image": { "put": {
                "requestBody": { "required": true, "content": { "image/png": {} } },
                "responses": { "200": { "content": { "application/octet-stream": {} } } }
            } }
        },
        "components": {
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
            "schemas": everything_of_schemas()
        }
    })
}

fn everything_of_schemas() -> Value {
    let schema = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    json!({
        "Problem": { "properties": { "code": { "type": "integer" } }, "required": ["code"] },
        "Room": {
            "allOf": [{ "$ref": "#/components/schemas/Named" }, {
                "properties": {
                    "topic": { "type": ["string", "null"], "maxLength": 99 },
                    "size": { "type": "number", "minimum": 0.5, "maximum": 3, "multipleOf": 0.25 },
                    "created": { "type": "string", "format": "date-time" },
                    "picture": { "type": "string", "format": "byte", "maxLength": 4000 },
                    "kind": { "type": "string", "enum": ["open", "shut", ""] },
                    "tags": { "type": "array", "items": { "type": "string" }, "uniqueItems": true },
                    "level": { "type": "integer", "enum": [-1, 1, 20] },
                    "crate": { "type": "boolean" },
                    "parent": { "oneOf": [{ "$ref": "#/components/schemas/Room" }, { "type": "null" }] },
                    "owner": { "oneOf": [{ "$ref": "#/components/schemas/Owner" }, { "type": "null" }] }
                },
                "required": ["created"]
            }]
        },
        "Named": { "properties": { "name": { "type": "string", "minLength": 1, "pattern": "^\\S+$" } }, "required": ["name"] },
        "Owner": {
            "properties": { "rooms": { "type": "array", "items": schema("Room"), "uniqueItems": true }, "id": { "oneOf": [{ "type": "string" }, { "type": "integer" }] } },
            "additionalProperties": { "type": "string" },
            "required": ["id"]
        },
        "Pet": {
            "oneOf": [schema("Cat"), schema("Dog")],
            "discriminator": { "propertyName": "kind" }
        },
        "Cat": { "properties": { "kind": { "type": "string" }, "lives": { "type": "integer", "maximum": 9 } } },
        "Dog": { "properties": { "kind": { "type": "string" }, "friend": schema("Pet") }, "additionalProperties": false },
        "Tree": { "oneOf": [{ "type": "string" }, { "type": "array", "items": schema("Tree") }] }
    })
}

#[test]
fn a_draft_keeps_what_its_lock_promises() {
    let import = lock_of_openapi(&everything()).unwrap();
    let options =
        DraftOptions { texts: Some(&import.texts), left_out: &import.notes, consumes: Some("everything.contract") };
    let draft = draft_trait(&import.lock, &options);
    assert_eq!(draft.operations, 8);
    assert!(draft.code.contains("room_changed::RoomChangedApi = "), "{}", draft.code);
    let notes: Vec<String> = draft.notes.iter().map(ToString::to_string).collect();
    let unfound = "a part is left out: a callback whose URL names nothing of the operation ({$request.query.url})";
    assert_eq!(notes, [format!("GET /rooms/{{room_id}}: {unfound}")]);
    let directory = tempfile::tempdir().unwrap();
    write_crate(directory.path(), "everything", &draft.code);
    std::fs::write(directory.path().join("src/everything.contract"), import.lock.to_string()).unwrap();
    let (output, _) = check(directory.path());
    let messages = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{messages}");

    // The comparison is not an empty one.
    let changed = import.lock.to_string().replace("  name: text", "  title: text");
    std::fs::write(directory.path().join("src/everything.contract"), changed).unwrap();
    let (output, _) = check(directory.path());
    let messages = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && messages.contains("name"), "{messages}");
}

#[test]
fn drafts_of_the_locks_of_chatkit_and_pandapush_keep_them() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let directory = tempfile::tempdir().unwrap();
    let mut modules = String::new();
    write_crate(directory.path(), "examples", "");
    for (folder, count) in [("chatkit", 12), ("pandapush", 6)] {
        let entries = std::fs::read_dir(examples.join(folder).join("contracts")).unwrap();
        let files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        assert!(files.len() >= count, "{files:?}");
        for file in files {
            let name = file.file_stem().unwrap().to_str().unwrap().replace('-', "_");
            let text = std::fs::read_to_string(&file).unwrap();
            let contract = format!("{name}.contract");
            let options = DraftOptions { consumes: Some(&contract), ..DraftOptions::default() };
            let draft = draft_trait(&Lock::parse(&text).unwrap(), &options);
            modules.extend(["pub mod ", &name, ";\n"]);
            std::fs::write(directory.path().join("src").join(&name).with_extension("rs"), &draft.code).unwrap();
            std::fs::write(directory.path().join("src").join(&contract), text).unwrap();
        }
    }
    write_crate(directory.path(), "examples", &modules);
    let (output, _) = check(directory.path());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_field_of_any_value_selects_an_operation_if_a_parameter_is_sent_in_it() {
    let draft = draft(
        "api A /\nPUT /{key}#x-copy copy\n  path key: text\n  header x-copy: text\n  -> 204\n\nPUT /{key}#x-move rename\n  \
         path key: text\n  -> 204\n\nPUT /{key}#x-link link\n  path key: text\n  header x-link: option text\n  -> 204\n",
    );
    assert!(draft.code.contains("#[put(\"/{key}\", when_header(\"x-copy\"))]"), "{}", draft.code);
    let notes: Vec<String> = draft.notes.iter().map(ToString::to_string).collect();
    let reason = "a header field of any value that no parameter has";
    assert_eq!(
        notes,
        [format!("PUT /{{key}}#x-move: left out: {reason}"), format!("PUT /{{key}}#x-link: left out: {reason}"),]
    );
}

#[test]
fn a_pattern_that_needs_a_feature_is_named_at_the_start() {
    let of = |pattern: &str| {
        draft(&format!("api A /\nGET / get\n  -> 200 application/json: T\n\nnewtype T: text {{pattern {pattern:?}}}\n"))
    };
    let line = "//! Some patterns need the feature `look-around` of `api-core`.\n";
    assert!(of("^(?!a)").code.contains(line) && !of("^a").code.contains(line));
    assert!(of("^(?!a)").code.contains("pattern = \"^(?!a)\""), "{}", of("^(?!a)").code);
}

#[test]
fn an_operation_without_a_success_returns_what_cannot_exist() {
    let draft = draft("api A /\nGET / get\n  error 404 not_found\n");
    assert!(draft.code.contains("async fn get(&self) -> Result<std::convert::Infallible, AError>;"), "{}", draft.code);
}

#[test]
fn a_query_that_keeps_reserved_characters_says_so() {
    let draft = draft("api A /\nGET / get\n  query f: list text comma reserved\n  -> 204\n");
    assert!(draft.code.contains("#[query(comma, allow_reserved)]"), "{}", draft.code);
}
