//! Each feature of schemas, as lines of a lock.

use api_contract::openapi::Import;
use serde_json::{Value, json};

use super::{answering, import, lines, notes};

/// Reads a schema as the answer of one operation, in both versions or in one.
fn read(version: &str, schema: &Value, components: &Value) -> Import {
    import(version, &answering(schema), &json!({ "schemas": components })).unwrap()
}

/// Returns what the answer is, and the lines of types.
fn shown(import: &Import) -> String {
    let lines = lines(import);
    lines.split_once("-> 200 application/json: ").map_or(lines.clone(), |(_, shape)| shape.to_owned())
}

#[test]
fn a_schema_is_a_shape_in_both_versions() {
    let table = [
        (json!({}), "any"),
        (json!({ "type": "boolean" }), "boolean"),
        (json!({ "type": "integer" }), "i64"),
        (json!({ "type": "integer", "format": "int32" }), "i32"),
        (json!({ "type": "integer", "format": "int32", "minimum": 0 }), "u32"),
        (json!({ "type": "integer", "minimum": 0 }), "u64"),
        (json!({ "type": "number" }), "number"),
        (json!({ "type": "string" }), "text"),
        (json!({ "type": "string", "format": "byte" }), "text(base64)"),
        (json!({ "type": "string", "contentEncoding": "base64" }), "text(base64)"),
        (json!({ "type": "array", "items": { "type": "string" } }), "list text"),
        (json!({ "type": "array", "items": { "type": "string" }, "uniqueItems": true }), "set text"),
        (json!({ "type": "array", "items": { "type": "number" }, "uniqueItems": true }), "set number"),
        (json!({ "type": "array", "items": { "type": "object" }, "uniqueItems": true }), "set map(text) any"),
        (json!({ "type": "array" }), "list any"),
        (json!({ "type": "object" }), "map(text) any"),
        (json!({ "type": "object", "additionalProperties": { "type": "integer" } }), "map(text) i64"),
        (json!({ "additionalProperties": true }), "map(text) any"),
        (
            json!({ "type": "object", "properties": { "a": { "type": "string" } }, "additionalProperties": false }),
            "GetOutput\n\nstruct GetOutput closed\n  a: option text default sometimes",
        ),
        (
            json!({ "properties": { "a": { "type": "string" } }, "additionalProperties": { "type": "integer" } }),
            "GetOutput\n\nstruct GetOutput\n  a: option text default sometimes\n  additional: map(text) i64 flattened",
        ),
        (
            json!({ "type": "string", "enum": ["on", "off", "on"] }),
            "GetOutput\n\nenum GetOutput external\n  variant on\n  variant off",
        ),
        (
            json!({ "type": "integer", "enum": [1, -2, 1] }),
            "GetOutput\n\nenum GetOutput integer\n  variant 1\n  variant -2",
        ),
        (
            json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }] }),
            "GetOutput\n\nenum GetOutput untagged\n  variant Text: text\n  variant Integer: i64",
        ),
        (json!({ "oneOf": [{ "type": "string" }, {}] }), "any"),
        (
            json!({ "anyOf": [{ "type": "string", "enum": ["a"] }, { "type": "string", "enum": ["b", "a"] }] }),
            "GetOutput\n\nenum GetOutput external\n  variant a\n  variant b",
        ),
        (json!({ "anyOf": [{ "type": "string", "enum": ["a"] }, { "type": "string" }] }), "text"),
    ];
    for (schema, expected) in table {
        for version in ["3.0.3", "3.1.0"] {
            let import = read(version, &schema, &json!({}));
            assert_eq!(shown(&import), expected, "{version} {schema}");
            assert_eq!(notes(&import), [""; 0], "{version} {schema}");
        }
    }
}

#[test]
fn null_is_said_differently_in_each_version() {
    let table = [
        ("3.0.0", json!({ "type": "string", "nullable": true }), "option text"),
        ("3.0.0", json!({ "allOf": [{ "type": "string" }], "nullable": true }), "option text"),
        ("3.1.0", json!({ "type": ["string", "null"] }), "option text"),
        ("3.1.0", json!({ "oneOf": [{ "type": "string" }, { "type": "null" }] }), "option text"),
        ("3.1.0", json!({ "const": "a" }), "GetOutput\n\nenum GetOutput external\n  variant a"),
        (
            "3.1.0",
            json!({ "type": ["string", "integer", "null"] }),
            "option GetOutput\n\nenum GetOutput untagged\n  variant String: text\n  variant Integer: i64",
        ),
        (
            "3.0.0",
            json!({ "type": "string", "enum": ["a", null], "nullable": true }),
            "option GetOutput\n\nenum GetOutput external\n  variant a",
        ),
    ];
    for (version, schema, expected) in table {
        let import = read(version, &schema, &json!({}));
        assert_eq!(shown(&import), expected, "{version} {schema}");
        assert_eq!(notes(&import), [""; 0], "{version} {schema}");
    }
}

#[test]
fn a_key_is_required_optional_or_may_be_null() {
    let schema = json!({
        "type": "object",
        "required": ["a", "b", "e"],
        "properties": {
            "a": { "type": "string" },
            "b": { "type": "string", "nullable": true },
            "c": { "type": "string" },
            "d": { "type": "string", "nullable": true },
            "e": { "type": "string", "readOnly": true }
        }
    });
    let import = read("3.0.0", &schema, &json!({}));
    assert_eq!(
        shown(&import),
        "GetOutput\n\nstruct GetOutput\n  a: text\n  b: option text\n  c: option text default sometimes\n  \
         d: patch text default sometimes\n  e: option text default read-only sometimes"
    );
    assert_eq!(notes(&import), ["GET /: widened: a required key of one direction is optional (e)"]);
}

#[test]
fn constraints_are_kept_where_a_lock_has_a_place_for_them() {
    let schema = json!({
        "type": "object",
        "required": ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n"],
        "properties": {
            "a": { "type": "string", "minLength": 1, "maxLength": 9, "pattern": "^a" },
            "b": { "type": "integer", "minimum": 1, "exclusiveMaximum": 10 },
            "c": { "type": "number", "minimum": 0.5, "maximum": 2 },
            "d": { "type": "array", "items": { "type": "string" }, "maxItems": 3 },
            "e": { "type": "string", "format": "date-time" },
            "f": { "type": "string", "format": "hostname", "pattern": "(?=a)" },
            "g": { "type": "array", "items": { "type": "string", "maxLength": 2 } },
            "h": { "type": "integer", "multipleOf": 5, "maximum": 99 },
            "i": { "type": "integer", "multipleOf": 2.5 },
            "j": { "type": "integer", "multipleOf": 1 },
            "k": { "type": "number", "multipleOf": 0.01 },
            "l": { "type": "number", "multipleOf": 1e-7 },
            "m": { "type": "integer", "multipleOf": 0 },
            "n": { "type": "integer", "multipleOf": 50, "minimum": 1, "maximum": 49 },
            "o": { "type": "string", "pattern": "[a" }
        }
    });
    let import = read("3.1.0", &schema, &json!({}));
    let expected = [
        "GetOutput\n",
        "struct GetOutput",
        "  a: text {min-length 1, max-length 9, pattern \"^a\"}",
        "  b: u64 {min 1, max 9}",
        "  c: number {min 0.5, max 2}",
        "  d: list text {max-length 3}",
        "  e: text {format date-time}",
        "  f: text {pattern \"(?=a)\"}",
        "  g: list text",
        "  h: i64 {max 99, multiple-of 5}",
        "  i: i64 {multiple-of 5}",
        "  j: i64",
        "  k: number {multiple-of 0.01}",
        "  l: number {multiple-of 0.0000001}",
        "  m: i64",
        "  n: u64 {min 1, max 49}",
        "  o: option text default sometimes",
    ];
    assert_eq!(shown(&import), expected.join("\n"));
    assert_eq!(
        notes(&import),
        [
            "GET /: a part is left out: a format that is not checked (hostname)",
            "GET /: widened: constraints of the items of a list (max-length 2)",
            "GET /: widened: `multipleOf` that is not greater than zero, or has many digits (0)",
            "GET /: widened: `multipleOf` that excludes all numbers within the limits",
            "GET /: widened: a pattern that the engine of constraints cannot read ([a)",
        ]
    );
}

#[test]
fn what_shapes_do_not_have_is_widened_and_noted() {
    let table = [
        (json!({ "type": "integer", "enum": [1, 1.5] }), "i64", "listed values that are neither texts nor integers"),
        (json!({ "type": "number", "enum": [1, 1.5] }), "number", "listed values that are neither texts nor integers"),
        (json!({ "type": "string", "enum": ["a", 1] }), "any", "an enum of several types (GetOutput)"),
        (json!({ "type": "integer", "multipleOf": 2 }), "i64", "constraints of a whole body (multiple-of 2)"),
        (
            json!({ "type": "integer", "format": "int32", "maximum": 4_000_000_000_u64 }),
            "i64",
            "constraints of a whole body (max 4000000000)",
        ),
        (json!({ "type": "string", "not": {} }), "text", "a keyword that shapes do not have (not)"),
        (json!({ "type": "array", "prefixItems": [{}] }), "list any", "items of different types (GetOutput)"),
        (
            json!({ "type": "number", "exclusiveMinimum": 1 }),
            "number",
            "an exclusive limit of a number is inclusive (minimum)",
        ),
        (
            json!({ "patternProperties": { "^x": { "type": "integer" } } }),
            "map(text) any",
            "schemas for patterns of keys (GetOutput)",
        ),
        (json!({ "type": "file" }), "any", "an unknown type (file)"),
        (json!(false), "any", "a schema without values accepts any"),
        (
            json!({ "type": "string", "minLength": 3, "maxLength": 2 }),
            "text",
            "limits that exclude each other (minLength)",
        ),
    ];
    for (schema, expected, note) in table {
        let import = read("3.1.0", &schema, &json!({}));
        assert_eq!(shown(&import), expected, "{schema}");
        let told: Vec<String> = notes(&import);
        assert!(told.contains(&format!("GET /: widened: {note}")), "{schema}: {told:?}");
    }
}

#[test]
fn parts_of_all_of_are_one_object() {
    let components = json!({
        "Named": { "type": "object", "properties": { "name": { "type": "string" } }, "required": ["name"] }
    });
    let schema = json!({
        "allOf": [
            { "$ref": "#/components/schemas/Named" },
            { "properties": { "size": { "type": "integer" }, "name": { "maxLength": 5 } }, "required": ["size"] }
        ],
        "description": "Both."
    });
    let import = read("3.0.0", &schema, &components);
    assert_eq!(shown(&import), "GetOutput\n\nstruct GetOutput\n  name: text {max-length 5}\n  size: i64");
    assert_eq!(notes(&import), [""; 0]);
}

#[test]
fn one_part_of_all_of_keeps_its_name() {
    let components = json!({ "Named": { "properties": { "name": { "type": "string" } } } });
    let schema = json!({ "allOf": [{ "$ref": "#/components/schemas/Named" }], "description": "With a text." });
    let import = read("3.0.0", &schema, &components);
    assert_eq!(shown(&import), "Named\n\nstruct Named\n  name: option text default sometimes");
}

#[test]
fn a_discriminator_is_the_tag_of_an_enum() {
    let components = json!({
        "Cat": { "properties": { "kind": { "type": "string" }, "lives": { "type": "integer" } }, "required": ["kind", "lives"] },
        "Dog": { "properties": { "kind": { "type": "string" } } },
    });
    let schema = json!({
        "oneOf": [{ "$ref": "#/components/schemas/Cat" }, { "$ref": "#/components/schemas/Dog" }],
        "discriminator": { "propertyName": "kind", "mapping": { "cat": "#/components/schemas/Cat" } }
    });
    let import = read("3.0.0", &schema, &components);
    assert_eq!(
        shown(&import),
        "GetOutput\n\nenum GetOutput internal kind\n  variant cat struct\n    lives: i64\n  variant Dog struct"
    );
    assert_eq!(notes(&import), [""; 0]);
}

#[test]
fn keys_beside_alternatives_belong_to_each_of_them() {
    let schema = json!({
        "type": "object",
        "properties": { "id": { "type": "integer" } },
        "required": ["id"],
        "oneOf": [
            { "title": "By name", "properties": { "name": { "type": "string" } }, "required": ["name"] },
            { "title": "By mail", "properties": { "mail": { "type": "string" } }, "required": ["mail"] }
        ]
    });
    let import = read("3.0.0", &schema, &json!({}));
    assert_eq!(notes(&import), ["GET /: widened: of several alternatives the first that fits is read (GetOutput)"]);
    assert_eq!(
        shown(&import),
        "GetOutput\n\nenum GetOutput untagged\n  variant Object: GetOutputVariant1\n  variant Object2: GetOutputVariant2\n\n\
         struct GetOutputVariant1\n  id: i64\n  name: text\n\nstruct GetOutputVariant2\n  id: i64\n  mail: text"
    );
}

#[test]
fn a_base_type_with_a_discriminator_and_its_heirs_are_objects() {
    let components = json!({
        "Pet": {
            "oneOf": [{ "$ref": "#/components/schemas/Cat" }],
            "discriminator": { "propertyName": "kind" },
            "properties": { "kind": { "type": "string" } },
            "required": ["kind"]
        },
        "Cat": { "allOf": [{ "$ref": "#/components/schemas/Pet" }, { "properties": { "lives": { "type": "integer" } } }] }
    });
    let import = read("3.0.0", &json!({ "$ref": "#/components/schemas/Cat" }), &components);
    assert_eq!(shown(&import), "Cat\n\nstruct Cat\n  kind: text\n  lives: option i64 default sometimes");
    assert_eq!(notes(&import), ["type Cat: widened: the alternatives of a base type (#/components/schemas/Pet)"]);
}

#[test]
fn references_are_named_types_also_where_they_are_recursive() {
    let components = json!({
        "Node": { "properties": { "next": { "$ref": "#/components/schemas/Node" }, "tag": { "$ref": "#/components/schemas/tag" } } },
        "tag": { "type": "string", "maxLength": 3, "nullable": true },
        "Unused": { "type": "string" }
    });
    let import = read("3.0.0", &json!({ "$ref": "#/components/schemas/Node" }), &components);
    assert_eq!(
        shown(&import),
        "Node\n\nstruct Node\n  next: option Node default sometimes\n  tag: patch Tag default sometimes\n\n\
         newtype Tag transparent: text {max-length 3}"
    );
    assert_eq!(notes(&import), [""; 0]);
}

#[test]
fn a_number_of_keys_that_always_holds_is_not_noted() {
    let keys = json!({ "a": { "type": "integer" }, "b": { "type": "integer" } });
    for (limits, is_noted) in [
        (json!({ "minProperties": 0 }), false),
        (json!({ "minProperties": 1, "required": ["a"] }), false),
        (json!({ "minProperties": 2, "required": ["a"] }), true),
        (json!({ "maxProperties": 2, "additionalProperties": false }), false),
        (json!({ "maxProperties": 1, "additionalProperties": false }), true),
        (json!({ "maxProperties": 2 }), true),
    ] {
        let mut schema = limits.clone();
        schema["properties"] = keys.clone();
        let import = read("3.1.0", &schema, &json!({}));
        let note = "GET /: widened: the number of keys beside known ones (GetOutput)".to_owned();
        assert_eq!(notes(&import).contains(&note), is_noted, "{limits}");
    }
}
