//! Bodies and answers as CBOR and `MessagePack`.

use api_core::client::Transport as _;
use api_core::codec::{value_from_bytes, value_to_bytes};
use api_core::context::BodySlot;
use api_core::description::BodyEncoding;
use api_core::model::Shape;
use api_core::routing::InProcess;
use api_core::{Body, Error, Model, api};
use api_testing::laws::{self, Laws};
use http::{Request, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Row {
    #[model(min_length = 1)]
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u32>,
    cells: Vec<f64>,
}

/// Values in several encodings.
#[api]
trait Rows {
    /// Takes and returns a row.
    #[post("/rows", media_type = ["application/json", "application/cbor", "application/vnd.msgpack"])]
    async fn row(
        &self,
        #[body(media_type = ["application/cbor", "application/json", "application/vnd.msgpack"])] row: Row,
    ) -> Result<Row, Error>;
}

impl Rows for () {
    async fn row(&self, row: Row) -> Result<Row, Error> {
        Ok(row)
    }
}

const BOTH: [BodyEncoding; 2] = [BodyEncoding::Cbor, BodyEncoding::MessagePack];

async fn sent(encoding: BodyEncoding, body: Vec<u8>) -> Response<Body> {
    let request = Request::post("/rows").header("content-type", encoding.media_type());
    let request = request.header("accept", encoding.media_type()).body(body.into()).expect("a request");
    InProcess::new(RowsApi::serve(())).send(request).await.expect("a response")
}

#[tokio::test]
async fn a_value_passes_in_each_encoding() {
    let value = json!({"name": "a", "count": 1, "cells": [0.5, 2.0]});
    for encoding in BOTH {
        let response = sent(encoding, value_to_bytes(encoding, &Shape::Any, &value).expect("bytes")).await;
        assert_eq!(
            (response.status().as_u16(), &response.headers()["content-type"]),
            (200, &encoding.media_type().parse().unwrap())
        );
        let bytes = BodySlot::new(response.into_body()).bytes(4096).await.expect("a body");
        assert_eq!(value_from_bytes(encoding, &Shape::Any, &bytes).expect("a value"), value);
    }
    let row = Row { name: "a".to_owned(), count: None, cells: vec![f64::NAN] };
    let client = RowsApi::connect(InProcess::new(RowsApi::serve(())));
    let accept = http::HeaderName::from_static("accept");
    let client = client.header(accept, http::HeaderValue::from_static("application/cbor"));
    assert!(client.row(row).await.expect("a row").cells[0].is_nan(), "CBOR holds what JSON does not");
}

#[tokio::test]
async fn what_does_not_fit_is_refused_with_the_status_of_json() {
    let table: [(Value, u16); 3] =
        [(json!({"name": "", "cells": []}), 422), (json!({"name": 1, "cells": []}), 422), (json!(["a", 1, []]), 422)];
    for encoding in BOTH {
        for (value, status) in &table {
            let response = sent(encoding, value_to_bytes(encoding, &Shape::Any, value).expect("bytes")).await;
            assert_eq!(response.status().as_u16(), *status, "{encoding:?} {value}");
        }
        let whole = value_to_bytes(encoding, &Shape::Any, &json!({"name": "a", "cells": []})).expect("bytes");
        assert_eq!(sent(encoding, whole[..whole.len() - 1].to_vec()).await.status(), 400, "{encoding:?}");
        assert_eq!(sent(encoding, Vec::new()).await.status(), 400, "{encoding:?}");
    }
}

#[test]
fn the_laws_hold() {
    laws::check::<RowsApi>(&Laws::new(50, 1));
}
