//! Requests with `Content-Encoding`: decoded within the body limit with the feature `decompression`, otherwise 415.

use std::io::Write as _;

use api_server::Limits;
use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::io::AsyncWriteExt as _;

use crate::served::{soon, start};

/// Sends a note whose body is compressed by gzip. Returns the response.
async fn post(coding: &str, content: &[u8]) -> String {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).unwrap();
    let body = encoder.finish().unwrap();
    let running = start(Limits::default()).await;
    let mut wire = running.connect().await;
    let head = "POST /v1/acme/notes HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nConnection: close";
    wire.send(&format!("{head}\r\nContent-Encoding: {coding}\r\nContent-Length: {}\r\n\r\n", body.len())).await;
    soon(wire.0.write_all(&body)).await.unwrap();
    let answer = wire.rest().await;
    running.stop().await;
    answer
}

#[tokio::test]
async fn an_unknown_content_coding_is_answered_with_415_and_the_known_ones() {
    for coding in ["compress", "gzip, gzip"] {
        let answer = post(coding, br#"{"text":"x"}"#).await;
        assert!(answer.starts_with("HTTP/1.1 415 "), "{answer}");
        let known = if cfg!(feature = "decompression") { "gzip, deflate, br, zstd" } else { "identity" };
        assert!(answer.contains(&format!("accept-encoding: {known}\r\n")), "{answer}");
    }
}

#[tokio::test]
async fn a_compressed_body_is_decoded_with_the_feature_and_answered_with_415_without() {
    let answer = post("gzip", br#"{"text":"compressed"}"#).await;
    if cfg!(feature = "decompression") {
        assert!(answer.starts_with("HTTP/1.1 201 ") && answer.ends_with(r#"{"text":"compressed"}"#), "{answer}");
    } else {
        assert!(answer.starts_with("HTTP/1.1 415 ") && answer.contains("accept-encoding: identity\r\n"), "{answer}");
    }
}

#[cfg(feature = "decompression")]
#[tokio::test]
async fn the_body_limit_counts_decoded_bytes() {
    let answer = post("gzip", format!(r#"{{"text":"{}"}}"#, "x".repeat(1_000)).as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
}

#[cfg(feature = "decompression")]
#[tokio::test]
async fn a_body_of_another_coding_than_its_field_names_is_answered_with_400() {
    let answer = post("br", br#"{"text":"x"}"#).await;
    assert!(answer.starts_with("HTTP/1.1 400 ") && answer.contains("Content-Encoding"), "{answer}");
}
