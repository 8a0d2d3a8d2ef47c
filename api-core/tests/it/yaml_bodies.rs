//! Bodies and answers as YAML.

use std::collections::BTreeMap;

use api_core::client::Transport as _;
use api_core::codec::{value_from_bytes, value_to_bytes};
use api_core::context::BodySlot;
use api_core::description::BodyEncoding;
use api_core::model::Shape;
use api_core::routing::InProcess;
use api_core::{Body, Error, Model, api};
use api_testing::laws::{self, Laws};
use http::{Request, Response};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A configuration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Config {
    #[model(min_length = 1)]
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u32>,
    ratios: Vec<f64>,
    labels: BTreeMap<String, Option<String>>,
    steps: Vec<Step>,
    any: Value,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
enum Step {
    Wait,
    Run(String),
    Copy { from: String, to: String },
}

/// Values as YAML.
#[api]
trait Configs {
    /// Takes and returns a configuration.
    #[post("/configs", media_type = ["application/yaml", "application/json"])]
    async fn config(
        &self,
        #[body(media_type = ["application/yaml", "application/json"])] config: Config,
    ) -> Result<Config, Error>;

    /// Takes a value that may be missing.
    #[post("/maybe", media_type = "application/yaml")]
    async fn maybe(
        &self,
        #[body(media_type = "application/yaml")] config: Option<Config>,
    ) -> Result<Option<Config>, Error>;
}

impl Configs for () {
    async fn config(&self, config: Config) -> Result<Config, Error> {
        Ok(config)
    }
    async fn maybe(&self, config: Option<Config>) -> Result<Option<Config>, Error> {
        Ok(config)
    }
}

const CONFIG: &str = "# a comment
name: no
ratios: [1, 2.5]
labels:
  a: 'yes'
  b: ~
steps:
  - Wait
  - Run: echo
  - Copy:
      from: a
      to: b
any: {x: [true, 1, 'true']}
";

async fn sent(media_type: &str, body: &str) -> Response<Body> {
    let request = Request::post("/configs").header("content-type", media_type).body(body.to_owned().into());
    InProcess::new(ConfigsApi::serve(())).send(request.expect("a request")).await.expect("a response")
}

async fn answered(media_type: &str, body: &str) -> (u16, String) {
    let response = sent(media_type, body).await;
    let status = response.status().as_u16();
    let bytes = BodySlot::new(response.into_body()).bytes(1 << 20).await.expect("a body");
    (status, String::from_utf8(bytes.to_vec()).expect("text"))
}

#[tokio::test]
async fn a_value_passes() {
    for media_type in
        ["application/yaml", "text/x-yaml; charset=utf-8", "application/x-yaml", "application/openapi+yaml"]
    {
        let (status, answer) = answered(media_type, CONFIG).await;
        assert_eq!(status, 200, "{answer}");
        let value = value_from_bytes(BodyEncoding::Yaml, &Shape::Any, answer.as_bytes()).expect("YAML");
        let expected = json!({
            "name": "no", "ratios": [1.0, 2.5], "labels": {"a": "yes", "b": null},
            "steps": ["Wait", {"Run": "echo"}, {"Copy": {"from": "a", "to": "b"}}], "any": {"x": [true, 1, "true"]}
        });
        assert_eq!(value, expected, "{answer}");
    }
    assert_eq!(answered("application/xml", CONFIG).await.0, 415);
    let client = ConfigsApi::connect(InProcess::new(ConfigsApi::serve(())));
    assert_eq!(client.maybe(None).await.expect("an answer"), None);
}

#[tokio::test]
async fn what_does_not_fit_is_refused_with_its_place() {
    let config = |from: &str, to: &str| CONFIG.replacen(from, to, 1);
    let table = [
        (config("name: no", "name: ''"), 422, "/name"),
        (config("- Run: echo", "- Walk: echo"), 422, "/steps/1"),
        (config("name: no", "name: [a]"), 422, "/name"),
        (config("name: no", "name: a\nname: b"), 400, "duplicate"),
        (config("name: no", "name: a\ncount: -1"), 422, "/count"),
        (config("name: no", "name: 'a"), 400, "not valid"),
        ("- a\n- 1\n- []\n".to_owned(), 422, "not an array"),
        (format!("{CONFIG}---\n{CONFIG}"), 400, "not valid"),
        (String::new(), 422, "is null"),
    ];
    for (body, status, expected) in table {
        let (found, answer) = answered("application/yaml", &body).await;
        assert_eq!(found, status, "{body}\n{answer}");
        assert!(answer.contains(expected), "{expected}\n{answer}");
    }
}

#[test]
fn what_a_peer_sends_is_bounded() {
    let laughs = "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n";
    let indented: Vec<String> = (0..2_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    let table = [
        ("[".repeat(100_000), "recursion limit"),
        ("{a: ".repeat(100_000), "recursion limit"),
        (indented.concat(), "Depth"),
        ("- ".repeat(100_000), "Depth"),
        (laughs.to_owned(), "Anchors"),
        ("a: &a x\n".to_owned(), "Anchors"),
        ("a: *a\n".to_owned(), "unknown anchor"),
        ("- 1\n".repeat(250_001), "Nodes"),
    ];
    for (body, expected) in table {
        let read = value_from_bytes(BodyEncoding::Yaml, &Shape::Any, body.as_bytes());
        let error = read.expect_err("a bound").to_string();
        assert!(error.contains(expected), "{expected}: {error}");
    }
    let merged = value_from_bytes(BodyEncoding::Yaml, &Shape::Any, b"<<: {a: 1}").expect("a key like others");
    assert_eq!(merged, json!({"<<": {"a": 1}}));
    let duplicate = value_from_bytes(BodyEncoding::Yaml, &Shape::Any, b"a: 1\na: 2");
    assert!(duplicate.is_err_and(|error| error.to_string().contains("duplicate")));
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_filter("finite", |number| number.is_finite()).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[ -~\\n\\t\\r\u{0}-\u{1f}\u{85}\u{feff}]*".prop_map(Value::from),
        "(yes|no|null|~|true|on|0x1F|0o7|1e3|\\.nan|1_000|2001-01-01|- |: |#|'|\"|%|@|\\||>|!|&|\\*| |\\n|<<|=|---|\\.\\.\\.)*"
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::btree_map(any::<String>(), inner, 0..5)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_value_is_read_as_it_was_written(value in any_value()) {
        let bytes = value_to_bytes(BodyEncoding::Yaml, &Shape::Any, &value).expect("YAML");
        let read = value_from_bytes(BodyEncoding::Yaml, &Shape::Any, &bytes);
        prop_assert_eq!(read.map_err(|error| error.to_string()), Ok(value), "{}", String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn bytes_of_a_peer_do_not_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "([-:?,\\[\\]{}#&*!|>'\"%@` \\n]|.){0,60}") {
        let _ = value_from_bytes(BodyEncoding::Yaml, &Shape::Any, &bytes);
        let _ = value_from_bytes(BodyEncoding::Yaml, &Shape::Any, text.as_bytes());
    }
}

#[test]
fn the_laws_hold() {
    laws::check::<ConfigsApi>(&Laws::new(100, 1));
}
