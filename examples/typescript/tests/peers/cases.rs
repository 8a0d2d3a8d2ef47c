//! Calls with generated arguments, and what a client in Rust makes of their answers.

use api_core::description::{BodyDescription, BodyEncoding, Endpoint};
use api_core::model::{Shape, Style};
use api_testing::everything::EverythingApi;
use api_testing::generate::SmallRandom;
use api_testing::laws::{Manner, Sample};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value, json};

/// The number of calls of each operation.
const CALLS: u64 = 48;

/// A call, and how it is answered.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) endpoint: &'static Endpoint,
    pub(crate) sample: Sample,
    pub(crate) seed: u64,
    pub(crate) manner: Manner,
}

/// Returns calls of every operation that opens no WebSocket.
pub(crate) fn cases() -> Vec<Case> {
    let manners =
        [Manner::Answers, Manner::Refuses, Manner::Answers, Manner::Surprises, Manner::Answers, Manner::Babbles];
    let plain = EverythingApi::DESCRIPTION.endpoints.iter().filter(|endpoint| endpoint.exchange.terms().is_none());
    let mut cases = Vec::new();
    for endpoint in plain {
        for (seed, manner) in (1..=CALLS).zip(manners.into_iter().cycle()) {
            let mut random = SmallRandom::new(seed.wrapping_mul(0x9e37_79b9).wrapping_add(endpoint.name.len() as u64));
            let sample = Sample::of(EverythingApi::DESCRIPTION, endpoint, &mut random).expect("a sample");
            cases.push(Case { endpoint, sample, seed, manner });
        }
    }
    cases
}

impl Case {
    /// Returns the call as the script reads it.
    pub(crate) fn to_json(&self, number: usize) -> Value {
        let mut arguments = self.sample.arguments.clone();
        if let (Some(body), Some(value)) = (&self.endpoint.body, arguments.remove("body")) {
            arguments.insert("body".to_owned(), self.body(body, value));
        }
        for parameter in self.endpoint.parameters.iter().filter(|parameter| parameter.style == Style::Structured) {
            let lines = self.sample.headers.iter().filter(|(name, _)| name == parameter.name);
            let lines: Vec<_> = lines.map(|(_, line)| String::from_utf8_lossy(line)).collect();
            let text = (!lines.is_empty()).then(|| lines.join(", "));
            arguments.insert(parameter.name.to_owned(), text.into());
        }
        arguments.retain(|_, value| !value.is_null());
        json!({ "number": number, "operation": self.endpoint.name, "arguments": arguments })
    }

    fn body(&self, body: &BodyDescription, value: Value) -> Value {
        let sent = self.sample.headers.iter().find(|(name, _)| name == "content-type");
        let forms: Vec<_> = body.forms().collect();
        let of_sample = forms.iter().find(|form| sent.is_some_and(|(_, sent)| sent == form.media_type.as_bytes()));
        let form = of_sample.or(forms.first()).expect("a form");
        let value = match form.encoding {
            BodyEncoding::Bytes | BodyEncoding::Stream => json!({ "$bytes": base64_of(&value) }),
            BodyEncoding::Multipart => with_files(form.shape, value),
            _ => value,
        };
        let differ = forms.iter().any(|other| !std::ptr::eq(other.shape, form.shape));
        if differ { json!({ "mediaType": form.media_type, "content": value }) } else { value }
    }
}

/// Marks the files among the fields of a form.
fn with_files(shape: &Shape, value: Value) -> Value {
    let (Shape::Struct(item), Value::Object(fields)) = (shape, value) else { return Value::Null };
    let marked = fields.into_iter().map(|(name, value)| {
        let field = item.fields.iter().find(|field| field.name == name).expect("a field");
        let value = match (field.shape.without_newtypes(), value) {
            (Shape::List(list), Value::Array(files)) if is_file(list.item) => files.iter().map(file).collect(),
            (shape, value) if is_file(shape) => file(&value),
            (_, value) => value,
        };
        (name, value)
    });
    Value::Object(marked.filter(|(_, value)| !value.is_null()).collect::<Map<_, _>>())
}

fn is_file(shape: &Shape) -> bool {
    matches!(shape.without_newtypes(), Shape::Text { format: Some("binary") })
}

fn file(bytes: &Value) -> Value {
    json!({ "$file": base64_of(bytes), "name": "a b.png", "type": "image/png" })
}

fn base64_of(bytes: &Value) -> String {
    let numbers = bytes.as_array().into_iter().flatten();
    let bytes: Vec<u8> =
        numbers.map(|number| u8::try_from(number.as_u64().expect("a byte")).expect("a byte")).collect();
    BASE64_STANDARD.encode(bytes)
}
