//! The server's half: which offer is taken, and the answer to it (RFC 7692 §5.1 and §7.1).

use http::HeaderValue;

use super::parameters::{ClientBits, Parameters};
use super::{Agreed, NAME, PermessageDeflate, WindowBits};
use crate::Extension;

/// Takes the first acceptable offer in the client's order, and says what to answer in `Sec-WebSocket-Extensions`.
///
/// Each offer is judged alone. One that cannot be taken is declined, which is no error: without any the messages are not compressed.
pub fn negotiate(wanted: &PermessageDeflate, offers: &[Extension]) -> Option<(Agreed, HeaderValue)> {
    offers.iter().filter(|offer| offer.name == NAME).find_map(|offer| {
        let offered = Parameters::read(offer).ok()?;
        let (agreed, answer) = judge(wanted, offered)?;
        Some((agreed, HeaderValue::try_from(answer.write()).ok()?))
    })
}

fn judge(wanted: &PermessageDeflate, offered: Parameters) -> Option<(Agreed, Parameters)> {
    // zlib cannot keep to a window of 256 bytes, so an offer that asks for it is declined.
    let server_window = match offered.server_max_window_bits {
        None => wanted.server_max_window_bits,
        Some(bits) => WindowBits::new(bits).ok()?.min(wanted.server_max_window_bits),
    };
    // §7.1.2.2: a client that does not offer it may compress with the whole 32 KiB, whatever is wanted here. That is taken, since a
    // decompressor may always have a larger window than the data needs.
    let (client_window, answered) = match offered.client_max_window_bits {
        None => (WindowBits::MAX, None),
        Some(bits) => client_window(wanted.client_max_window_bits, bits),
    };
    let agreed = Agreed {
        server_no_context_takeover: wanted.server_no_context_takeover || offered.server_no_context_takeover,
        client_no_context_takeover: wanted.client_no_context_takeover || offered.client_no_context_takeover,
        server_window,
        client_window,
    };
    // §7.1.2.1: what was asked for must be confirmed; unasked it may be said, and need not where it changes nothing.
    let says_window = offered.server_max_window_bits.is_some() || server_window < WindowBits::MAX;
    let answer = Parameters {
        server_no_context_takeover: agreed.server_no_context_takeover,
        client_no_context_takeover: agreed.client_no_context_takeover,
        server_max_window_bits: says_window.then_some(server_window.get()),
        client_max_window_bits: answered.map(ClientBits::AtMost),
    };
    Some((agreed, answer))
}

/// The client's window, and what to say of it, for an offer that lets us say it.
fn client_window(wanted: WindowBits, offered: ClientBits) -> (WindowBits, Option<u8>) {
    match offered {
        ClientBits::Any => (wanted, (wanted < WindowBits::MAX).then_some(wanted.get())),
        ClientBits::AtMost(bits) => match WindowBits::new(bits) {
            Ok(bits) => (bits.min(wanted), Some(bits.min(wanted).get())),
            // It promises 8 by itself (§7.1.2.2), and 8 is all that could be answered; every window here is large enough for that.
            Err(_) => (WindowBits::MIN, None),
        },
    }
}
