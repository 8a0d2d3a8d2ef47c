//! The laws of the lists of a handshake, and of the negotiation of compression.

use http::header::{SEC_WEBSOCKET_EXTENSIONS, SEC_WEBSOCKET_PROTOCOL};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::deflate::{EXTENSION_NAME, Negotiated, PermessageDeflate, WindowBits, negotiate, offer, verify_answer};
use crate::header::{Extension, MAX_EXTENSIONS, MAX_PARAMETERS, MAX_SUBPROTOCOLS, extensions, subprotocols};

use super::choices;

/// Reads lines as lists of extensions and of subprotocols, as an offer and as an answer. The first byte selects the
/// options of the server, the second those of the client: two flags, and three bits for each window.
///
/// # Panics
/// Panics if the law does not hold.
pub fn negotiation(bytes: &[u8]) {
    let ([server, client], text) = choices(bytes);
    let (server, client) = (wanted(server), wanted(client));
    let lines: Vec<HeaderValue> =
        text.split(|byte| *byte == b'\n').filter_map(|line| HeaderValue::from_bytes(line).ok()).collect();
    of_protocols(&lines);
    let found = extensions(&fields(&SEC_WEBSOCKET_EXTENSIONS, &lines)).unwrap_or_default();
    of_extensions(&found);
    as_offer(&server, &found);
    as_answer(&client, &found);

    let (agreed, answer) = negotiate(&server, &read(&offer(&client))).expect("an offer of the client is accepted");
    both(&server, &client, agreed, &read(&answer));
}

fn wanted(choice: u8) -> PermessageDeflate {
    let window = |bits: u8| WindowBits::new(9 + bits % 7).unwrap_or_default();
    PermessageDeflate::new()
        .server_no_context_takeover(choice & 1 != 0)
        .client_no_context_takeover(choice & 2 != 0)
        .server_max_window_bits(window(choice >> 2 & 7))
        .client_max_window_bits(window(choice >> 5))
}

fn fields(name: &HeaderName, lines: &[HeaderValue]) -> HeaderMap {
    lines.iter().map(|line| (name.clone(), line.clone())).collect()
}

fn read(value: &HeaderValue) -> Vec<Extension> {
    extensions(&fields(&SEC_WEBSOCKET_EXTENSIONS, std::slice::from_ref(value))).expect("a written list can be read")
}

fn of_protocols(lines: &[HeaderValue]) {
    let Ok(found) = subprotocols(&fields(&SEC_WEBSOCKET_PROTOCOL, lines)) else { return };
    assert!(found.len() <= MAX_SUBPROTOCOLS);
    let line = HeaderValue::try_from(found.join(", ")).expect("tokens make a header value");
    assert_eq!(subprotocols(&fields(&SEC_WEBSOCKET_PROTOCOL, &[line])), Ok(found), "subprotocols, written again");
}

fn of_extensions(found: &[Extension]) {
    assert!(found.len() <= MAX_EXTENSIONS);
    assert!(found.iter().all(|one| !one.name.is_empty() && one.parameters.len() <= MAX_PARAMETERS));
    let parameter = |(name, value): &(String, Option<String>)| match value {
        Some(value) => format!("; {name}={value}"),
        None => format!("; {name}"),
    };
    let written = found.iter().map(|one| one.name.clone() + &one.parameters.iter().map(parameter).collect::<String>());
    let line = HeaderValue::try_from(written.collect::<Vec<_>>().join(", ")).expect("tokens make a header value");
    assert_eq!(read(&line), found, "extensions, written again");
}

/// Checks that a server keeps its own limits, and that a client that offers everything accepts the answer.
fn as_offer(server: &PermessageDeflate, offers: &[Extension]) {
    let Some((agreed, answer)) = negotiate(server, offers) else { return };
    assert!(offers.iter().any(|offer| offer.name == EXTENSION_NAME));
    let answered = read(&answer);
    if let [offer] = offers.iter().filter(|offer| offer.name == EXTENSION_NAME).collect::<Vec<_>>().as_slice() {
        confirms(offer, &answered);
    }
    let limits = wants(server);
    assert!(agreed.server_window <= limits.server_window);
    assert!(agreed.server_no_context_takeover || !limits.server_no_context_takeover);
    assert!(agreed.client_no_context_takeover || !limits.client_no_context_takeover);
    let taken = verify_answer(Some(&PermessageDeflate::new()), &answered);
    let taken = taken.expect("a client that offers everything accepts the answer").expect("an answer");
    assert_eq!(
        Negotiated { client_window: agreed.client_window, ..taken },
        agreed,
        "both ends have the same parameters: {answer:?}"
    );
}

/// Checks that an answer confirms the offer and goes no further (RFC 7692 §7.1).
fn confirms(offer: &Extension, answered: &[Extension]) {
    let contains = |one: &Extension, name: &str| one.parameters.iter().any(|(other, _)| other == name);
    let [answer] = answered else { panic!("expected one answer, found {}", answered.len()) };
    for name in ["server_no_context_takeover", "server_max_window_bits"] {
        assert!(contains(answer, name) || !contains(offer, name), "{name} is confirmed");
    }
    let name = "client_max_window_bits";
    assert!(contains(offer, name) || !contains(answer, name), "{name} is answered to a client that offers it");
}

/// Checks that a client accepts nothing beyond its offer.
fn as_answer(client: &PermessageDeflate, answer: &[Extension]) {
    assert_eq!(verify_answer(None, answer).is_ok(), answer.is_empty(), "nothing was offered");
    let Ok(agreed) = verify_answer(Some(client), answer) else { return };
    assert_eq!(agreed.is_some(), !answer.is_empty());
    let (Some(agreed), limits) = (agreed, wants(client)) else { return };
    assert!(agreed.server_window <= limits.server_window && agreed.client_window <= limits.client_window);
    assert!(agreed.server_no_context_takeover || !limits.server_no_context_takeover);
    assert!(agreed.client_no_context_takeover || !limits.client_no_context_takeover);
}

/// Checks that client and server get the same parameters within the limits of both.
fn both(server: &PermessageDeflate, client: &PermessageDeflate, agreed: Negotiated, answer: &[Extension]) {
    assert_eq!(verify_answer(Some(client), answer), Ok(Some(agreed)), "both ends have the same parameters: {answer:?}");
    let (one, other) = (wants(server), wants(client));
    let least = Negotiated {
        server_no_context_takeover: one.server_no_context_takeover || other.server_no_context_takeover,
        client_no_context_takeover: one.client_no_context_takeover || other.client_no_context_takeover,
        server_window: one.server_window.min(other.server_window),
        client_window: one.client_window.min(other.client_window),
    };
    assert_eq!(agreed, least, "the limits of both ends hold");
}

/// Returns the limits of an end, as read from its offer.
fn wants(options: &PermessageDeflate) -> Negotiated {
    let offered = read(&offer(options));
    let parameter = |name: &str| {
        let all = offered.iter().flat_map(|one| &one.parameters);
        all.filter(|(other, _)| other == name).map(|(_, value)| value.as_deref()).next()
    };
    let window = |name: &str| {
        let bits = parameter(name).flatten().and_then(|value| value.parse().ok()).unwrap_or(15);
        WindowBits::new(bits).expect("a window")
    };
    Negotiated {
        server_no_context_takeover: parameter("server_no_context_takeover").is_some(),
        client_no_context_takeover: parameter("client_no_context_takeover").is_some(),
        server_window: window("server_max_window_bits"),
        client_window: window("client_max_window_bits"),
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::{both, negotiate, offer, read, wanted};

    #[test]
    #[should_panic(expected = "both ends have the same parameters")]
    fn a_server_that_does_not_confirm_its_window_breaks_the_law() {
        let (server, client) = (wanted(0), wanted(0xff));
        let (agreed, _) = negotiate(&server, &read(&offer(&client))).expect("an answer");
        both(&server, &client, agreed, &read(&HeaderValue::from_static("permessage-deflate")));
    }
}
