//! Responses with a `Content-Encoding` that the client did not ask for.

use api_client::ClientBuilder;
use api_core::Body;
use api_core::error::FailureKind;
use bytes::Bytes;
use http::{HeaderValue, StatusCode};

use crate::support::{Numbers as _, NumbersApi, Trouble, response, serve};

/// The JSON `7`, compressed by gzip.
const SEVEN: &[u8] = &[
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x33, 0x07, 0x00, 0x82, 0x4a, 0xbf, 0x6a, 0x01, 0x00,
    0x00, 0x00,
];

/// Calls a server that answers everything with `SEVEN` and says that it is of `coding`.
async fn call(coding: &'static str, status: StatusCode) -> Result<u32, Trouble> {
    let server = serve(move |_| {
        let mut response = response(status.as_u16(), None, "");
        response.headers_mut().insert("content-encoding", HeaderValue::from_static(coding));
        *response.body_mut() = Body::from(Bytes::from_static(SEVEN));
        std::future::ready(Ok(response))
    });
    let client = ClientBuilder::at("http://localhost").connect_through::<NumbersApi, _>(server).unwrap();
    client.number(7).await
}

#[tokio::test]
async fn a_compressed_response_is_decoded_with_the_feature_and_named_without() {
    let answer = call("gzip", StatusCode::OK).await;
    if cfg!(feature = "decompression") {
        assert_eq!(answer.unwrap(), 7);
        assert!(matches!(call("gzip", StatusCode::GONE).await, Err(Trouble::Unknown(answer)) if answer.body() == "7"));
    } else {
        let Err(Trouble::Failed(failure)) = answer else { panic!("{answer:?}") };
        assert!(failure.is_decode(), "{failure}");
        assert!(failure.to_string().contains("`gzip`") && failure.to_string().contains("`decompression`"), "{failure}");
    }
}

#[tokio::test]
async fn a_coding_that_is_not_decoded_is_named() {
    let Err(Trouble::Failed(failure)) = call("compress", StatusCode::OK).await else { panic!("an answer") };
    assert_eq!(failure.kind(), FailureKind::Decode);
    assert!(failure.to_string().contains("`compress`"), "{failure}");
}
