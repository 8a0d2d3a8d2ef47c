//! Decoding returns the encoded frames for every split of the stream. Malformed input is an error and never panics.

use proptest::prelude::*;

use super::{Decoder, Dialect, DialectError, Frame, Headers};

const ALL: [Dialect; 4] = Dialect::IN_BODIES;

fn decode_in_pieces<'a>(
    dialect: Dialect,
    pieces: impl IntoIterator<Item = &'a [u8]>,
) -> Vec<Result<Frame, DialectError>> {
    let mut decoder = Decoder::new(dialect);
    let mut frames = Vec::new();
    for piece in pieces {
        decoder.push(piece);
        while let Some(frame) = decoder.next() {
            frames.push(frame);
        }
    }
    frames
}

fn decode(dialect: Dialect, stream: &str) -> Vec<Frame> {
    decode_in_pieces(dialect, [stream.as_bytes()]).into_iter().map(|frame| frame.expect("a frame")).collect()
}

fn first_error(dialect: Dialect, stream: &str) -> String {
    let last = decode_in_pieces(dialect, [stream.as_bytes()]).pop();
    last.expect("an error").expect_err("an error").to_string()
}

fn samples() -> Vec<Frame> {
    let headers = Headers::from([("Retry-After".to_owned(), "3".to_owned())]);
    vec![
        Frame::Heartbeat { padding: 5 },
        Frame::event("1", r#"{"text":"ä\n€"}"#),
        Frame::Event { id: "2".into(), headers: headers.clone(), body: "[1,2]".into() },
        Frame::heartbeat(),
        Frame::event("", "null"),
        Frame::End { status: 503, headers, body: r#"{"error":"x"}"#.into() },
    ]
}

fn encode_all(dialect: Dialect, frames: &[Frame]) -> Vec<u8> {
    let mut stream = Vec::new();
    for frame in frames {
        dialect.encode(frame, &mut stream);
    }
    stream
}

#[test]
fn every_split_in_two_and_every_byte_alone_give_the_same_frames() {
    for dialect in ALL {
        let stream = encode_all(dialect, &samples());
        let expected: Vec<_> = samples().into_iter().map(Ok).collect();
        assert_eq!(decode_in_pieces(dialect, stream.chunks(1)), expected);
        for split in 0..=stream.len() {
            let (one, other) = stream.split_at(split);
            assert_eq!(decode_in_pieces(dialect, [one, other]), expected);
        }
    }
}

#[test]
fn elements_have_the_format_of_the_pusher_platform() {
    let text = |frame: &Frame| String::from_utf8(Dialect::Elements.bytes(frame).to_vec()).expect("UTF-8");
    assert_eq!(text(&Frame::heartbeat()), "[0,\"\"]\n");
    assert_eq!(text(&Frame::event("a", "{}")), "[1,\"a\",{},{}]\n");
    assert_eq!(text(&Frame::end()), "[255,204,{},null]\n");
    assert_eq!(text(&Frame::event("a", "{\n}")), "[1,\"a\",{},{ }]\n");
}

#[test]
fn retry_after_is_sent_in_both_cases_and_read_as_one_field() {
    let end = |names: &[&str]| {
        let headers = names.iter().map(|name| ((*name).to_owned(), "3".to_owned())).collect();
        Frame::End { status: 503, headers, body: "null".into() }
    };
    let line = "[255,503,{\"Retry-After\":\"3\",\"retry-after\":\"3\"},null]\n";
    for names in [&["Retry-After"][..], &["retry-after"], &["Retry-After", "retry-after"]] {
        assert_eq!(Dialect::Elements.bytes(&end(names)), line, "{names:?}");
    }
    assert_eq!(decode(Dialect::Elements, line), [end(&["Retry-After"])]);
    // Clients of the other dialects ignore case.
    assert_eq!(
        decode(Dialect::Ndjson, &String::from_utf8_lossy(&Dialect::Ndjson.bytes(&end(&["retry-after"])))),
        [end(&["retry-after"])]
    );
}

#[test]
fn elements_are_checked_for_number_and_type() {
    let error = |line: &str| first_error(Dialect::Elements, line);
    assert!(error("[0]\n").contains("1 elements in a message of kind 0"));
    assert!(error("[1,\"a\",{}]\n").contains("3 elements in a message of kind 1"));
    assert!(error("[7,1]\n").contains("unknown kind 7"));
    assert!(error("[]\n").contains("an empty array"));
    assert!(error("\n").contains("expected a JSON array"));
    assert!(error("[1,2,{},null]\n").contains("a string as the event's id"));
    assert!(error("[1,\"a\",[],null]\n").contains("an object of strings"));
}

#[test]
fn nothing_is_read_after_the_end_or_an_error() {
    let stream = "[255,204,{},null]\n[0,\"\"]\n";
    assert_eq!(decode(Dialect::Elements, stream), [Frame::end()]);
    assert_eq!(decode_in_pieces(Dialect::Elements, [b"x\n[0,\"\"]\n".as_slice()]).len(), 1);
}

#[test]
fn server_sent_events_follow_the_standard() {
    let dialect = Dialect::ServerSentEvents;
    let data = |stream: &str| -> Vec<Frame> { decode(dialect, stream) };
    assert_eq!(data("\u{feff}data: 1\n\n"), [Frame::event("", "1")]);
    assert_eq!(data("data: 1\r\ndata:2\rdata\n\r\n"), [Frame::event("", "1\n2\n")]);
    assert_eq!(data("data:  1\n\n"), [Frame::event("", " 1")]);
    assert_eq!(data("id: 7\ndata: 1\n\ndata: 2\n\n"), [Frame::event("7", "1"), Frame::event("", "2")]);
    // A frame holds the id of its own event. The reader keeps the last event id, which persists between events.
    assert_eq!(data("id: 7\ndata: 1\n\nid: a\0b\ndata: 2\n\n")[1], Frame::event("", "2"));
    assert_eq!(data("id: 7\ndata: 1\n\nid\ndata: 2\n\n")[1], Frame::event("", "2"));
    assert_eq!(data("id: 7\n\nwhat: 2\nevent: x\n\n: comment\n"), [Frame::Heartbeat { padding: 8 }]);
    assert_eq!(data("data: unfinished\n"), []);
}

#[test]
fn retry_is_kept_and_only_digits_count() {
    let mut decoder = Decoder::new(Dialect::ServerSentEvents);
    decoder.push(b"retry: 1500\nretry: 2s\nretry:\n");
    assert!(decoder.next().is_none());
    assert_eq!(decoder.retry(), Some(std::time::Duration::from_millis(1500)));
}

#[test]
fn a_blank_line_and_a_heartbeat_object_are_heartbeats_of_ndjson() {
    assert_eq!(decode(Dialect::Ndjson, "\n{\"heartbeat\":true}\r\n"), [Frame::heartbeat(), Frame::heartbeat()]);
    assert_eq!(decode(Dialect::Ndjson, "{\"id\":\"1\",\"data\":2}\n"), [Frame::event("1", "2")]);
    assert_eq!(decode(Dialect::Ndjson, "{\"end\":{\"status\":204}}\n"), [Frame::end()]);
}

#[test]
fn a_line_beyond_the_limit_is_refused_before_it_ends() {
    for dialect in [Dialect::Elements, Dialect::ServerSentEvents, Dialect::Ndjson] {
        let mut decoder = Decoder::with_line_limit(dialect, 8);
        decoder.push(b"data:4567");
        assert_eq!(decoder.next(), Some(Err(DialectError::TooLong { limit: 8 })));
        assert!(decoder.is_finished());
    }
    let mut decoder = Decoder::with_line_limit(Dialect::ServerSentEvents, 8);
    decoder.push(b"data:12\ndata:34\ndata:56\n");
    assert_eq!(decoder.next(), Some(Err(DialectError::TooLong { limit: 8 })));
}

fn headers() -> impl Strategy<Value = Headers> {
    prop::collection::btree_map(".*", ".*", 0..3)
}

fn body() -> impl Strategy<Value = String> {
    any::<String>().prop_map(|text| serde_json::json!({ "text": text }).to_string())
}

fn frame() -> impl Strategy<Value = Frame> {
    prop_oneof![
        (0usize..40).prop_map(|padding| Frame::Heartbeat { padding }),
        // Every dialect can carry ids of one line without NUL.
        ("[^\0\r\n]*", headers(), body()).prop_map(|(id, headers, body)| Frame::Event {
            id,
            headers,
            body: body.into()
        }),
    ]
}

proptest! {
    #[test]
    fn frames_survive_any_split(frames in prop::collection::vec(frame(), 0..6), size in 1usize..50) {
        for dialect in ALL {
            let stream = encode_all(dialect, &frames);
            let expected: Vec<_> = frames.iter().cloned().map(Ok).collect();
            prop_assert_eq!(decode_in_pieces(dialect, stream.chunks(size)), expected);
        }
    }

    #[test]
    fn garbage_never_panics(bytes: Vec<u8>, text in "[\\[\\]{}:,\"0-9a-z \u{1e}\r\n]*", size in 1usize..20) {
        for dialect in ALL {
            let _ = decode_in_pieces(dialect, bytes.chunks(size));
            let _ = decode_in_pieces(dialect, text.as_bytes().chunks(size));
        }
    }
}

#[test]
fn an_event_without_an_id_does_not_reset_the_last_event_id() {
    let bytes = Dialect::ServerSentEvents.bytes(&Frame::event("", "1"));
    assert_eq!(bytes, "data: 1\n\n", "an empty `id` would reset the last event id");
}
