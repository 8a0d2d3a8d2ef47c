//! Documents that are wrong, or made to keep a reader busy, end with an error.

use api_contract::draft::{DraftOptions, draft_trait};
use api_contract::openapi::{Import, OpenApiError, lock_of_openapi, read_document};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{answering, import};

fn error(schema: &Value, components: &Value) -> OpenApiError {
    import("3.1.0", &answering(schema), &json!({ "schemas": components })).unwrap_err()
}

#[test]
fn wrong_documents_are_named_with_what_was_expected() {
    let refers = json!({ "$ref": "#/components/schemas/A" });
    let table = [
        (json!({ "$ref": "#/components/schemas/No" }), json!({}), "GET /: `#/components/schemas/No` refers to nothing"),
        (json!({ "$ref": "other.json" }), json!({}), "GET /: `other.json` refers to nothing in this document"),
        (json!({ "$ref": 1 }), json!({}), "GET /, `$ref`: expected a string, found a number"),
        (json!(7), json!({}), "GET /, `schema`: expected an object, found a number"),
        (json!({ "type": 7 }), json!({}), "GET /, `type`: expected a string, found a number"),
        (json!({ "properties": [] }), json!({}), "GET /, `properties`: expected an object, found an array"),
        (json!({ "oneOf": {} }), json!({}), "GET /, `oneOf`: expected an array, found an object"),
        (
            json!({ "type": "string", "minLength": "1" }),
            json!({}),
            "GET /, `minLength`: expected a number, found a string",
        ),
        (
            refers.clone(),
            json!({ "A": { "$ref": "#/components/schemas/A" } }),
            "type A: it is defined by nothing but itself",
        ),
        (
            refers.clone(),
            json!({ "A": { "$ref": "#/components/schemas/B" }, "B": { "oneOf": [{ "$ref": "#/components/schemas/A" }, { "type": "string" }] } }),
            "it is defined by nothing but itself",
        ),
        (
            refers,
            json!({ "A": { "allOf": [{ "$ref": "#/components/schemas/A" }, { "type": "object" }] } }),
            "type A: schemas are nested more than 64 deep",
        ),
    ];
    for (schema, components, expected) in table {
        let message = error(&schema, &components).to_string();
        assert!(message.contains(expected), "{schema}: {message}");
    }
}

#[test]
fn other_versions_are_refused() {
    for (version, shown) in [(json!("2.0"), "\"2.0\""), (json!(3), "3"), (Value::Null, "null")] {
        let error = lock_of_openapi(&json!({ "openapi": version })).unwrap_err();
        assert_eq!(error, OpenApiError::Version(shown.to_owned()));
    }
    assert_eq!(lock_of_openapi(&json!({ "swagger": "2.0" })), Err(OpenApiError::Version("missing".to_owned())));
}

#[test]
fn nesting_without_an_end_is_an_error() {
    let mut schema = json!({ "type": "string" });
    for _ in 0..1_000 {
        schema = json!({ "type": "array", "items": schema });
    }
    assert!(matches!(error(&schema, &json!({})), OpenApiError::Nesting { limit: 64, .. }));
    // A value of this depth is taken apart by hand: dropping it recursively may need more stack than a test has.
    while let Some(items) = schema.get_mut("items").map(Value::take) {
        schema = items;
    }
}

#[test]
fn merging_that_doubles_with_each_level_is_an_error() {
    let mut components = serde_json::Map::new();
    for level in 0..25 {
        let below = json!({ "$ref": format!("#/components/schemas/L{}", level + 1) });
        components.insert(format!("L{level}"), json!({ "allOf": [below, below], "properties": {} }));
    }
    components.insert("L25".to_owned(), json!({ "type": "object" }));
    let found = error(&json!({ "$ref": "#/components/schemas/L0" }), &Value::Object(components));
    assert!(matches!(found, OpenApiError::Size { .. }), "{found}");
}

#[test]
fn a_long_chain_of_types_needs_no_stack() {
    let mut components = serde_json::Map::new();
    for level in 0..20_000 {
        components.insert(format!("L{level}"), json!({ "$ref": format!("#/components/schemas/L{}", level + 1) }));
    }
    components.insert("L20000".to_owned(), json!({ "type": "string" }));
    let answer = answering(&json!({ "$ref": "#/components/schemas/L0" }));
    let read = import("3.0.0", &answer, &json!({ "schemas": components }));
    assert!(matches!(read, Err(OpenApiError::Nesting { .. })), "{read:?}");
}

/// JSON with the keys of OpenAPI in all places.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop::sample::select(vec![
            "string",
            "object",
            "array",
            "integer",
            "number",
            "null",
            "#/components/schemas/A",
            "#/paths/~1",
            "a",
            "query",
            "path",
            "deepObject",
            "bearer",
            "http",
            "é",
        ])
        .prop_map(Value::from),
    ];
    let key = prop::sample::select(vec![
        "type",
        "properties",
        "items",
        "allOf",
        "oneOf",
        "anyOf",
        "$ref",
        "enum",
        "required",
        "nullable",
        "A",
        "B",
        "schema",
        "schemas",
        "content",
        "application/json",
        "multipart/form-data",
        "200",
        "default",
        "4XX",
        "responses",
        "parameters",
        "name",
        "in",
        "get",
        "post",
        "requestBody",
        "/",
        "/{a}",
        "discriminator",
        "propertyName",
        "mapping",
        "minimum",
        "maxLength",
        "pattern",
        "additionalProperties",
        "security",
        "securitySchemes",
        "headers",
        "const",
        "servers",
    ]);
    leaf.prop_recursive(6, 60, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map(key.clone(), inner, 0..5)
                .prop_map(|members| members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()),
        ]
    })
}

proptest! {
    #[test]
    fn no_schema_makes_the_reader_panic(schema in anything(), other in anything(), is_old in any::<bool>()) {
        let version = if is_old { "3.0.0" } else { "3.1.0" };
        let components = json!({ "schemas": { "A": schema, "B": other } });
        let answer = answering(&json!({ "$ref": "#/components/schemas/A" }));
        if let Ok(import) = import(version, &answer, &components) {
            let text = import.lock.to_string();
            prop_assert_eq!(api_lock::Lock::parse(&text), Ok(import.lock.clone()), "{}", text);
            is_rust(&import);
        }
    }

    #[test]
    fn no_operation_makes_the_reader_panic(operation in anything(), components in anything()) {
        if let Ok(import) = import("3.1.0", &json!({ "/{a}": { "post": operation } }), &components) {
            let text = import.lock.to_string();
            prop_assert_eq!(api_lock::Lock::parse(&text), Ok(import.lock.clone()), "{}", text);
            is_rust(&import);
        }
    }
}

/// Checks that the draft has the syntax of Rust, whatever the document calls things.
fn is_rust(import: &Import) {
    let options = DraftOptions { texts: Some(&import.texts), left_out: &import.notes, consumes: None };
    let code = draft_trait(&import.lock, &options).code;
    assert!(syn::parse_file(&code).is_ok(), "{code}");
}

#[test]
fn yaml_is_read_as_the_same_json() {
    let text = "openapi: 3.1.0\npaths:\n  /a: &here\n    get:\n      responses:\n        200: { description: 'It''s' }\n        \
                default: {description: \"1\"}\n  /b: *here\nx: [1, 2.5, true, null, ~, 007, \"true\", -3]\n";
    let operation =
        json!({ "get": { "responses": { "200": { "description": "It's" }, "default": { "description": "1" } } } });
    let expected = json!({
        "openapi": "3.1.0",
        "paths": { "/a": operation, "/b": operation },
        "x": [1, 2.5, true, null, null, 7, "true", -3]
    });
    assert_eq!(read_document(text), Ok(expected.clone()));
    assert_eq!(read_document(&expected.to_string()), Ok(expected));
}

#[test]
fn texts_that_are_no_documents_are_told_why() {
    let laughs: Vec<String> = (1..12)
        .map(|level| format!("a{level}: &a{level} [{}]\n", vec![format!("*a{}", level - 1); 10].join(",")))
        .collect();
    let table = [
        (String::new(), "the document is empty"),
        ("{".to_owned(), "this is not JSON"),
        ("a: [".to_owned(), "this is not YAML"),
        ("- ".repeat(100_000), "nested more than 128 deep"),
        ("[".repeat(200), "nested more than 128 deep"),
        ("{\"a\":".repeat(200), "this is not JSON: recursion limit"),
        (format!("a0: &a0 [x]\n{}", laughs.concat()), "aliases stand for more than 1000000 values"),
        ("? [a]\n: b".to_owned(), "a key is a list or a map"),
        ("a: 1\n---\nb: 2".to_owned(), "more than one document"),
        ("a: *b".to_owned(), "this is not YAML"),
    ];
    for (text, expected) in table {
        let error = read_document(&text).unwrap_err().to_string();
        assert!(error.contains(expected), "{expected}: {error}");
    }
}
