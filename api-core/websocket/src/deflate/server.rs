//! The server's half of the negotiation: the choice of an offer, and its answer (RFC 7692 §5.1 and §7.1).

use http::HeaderValue;

use super::parameters::{ClientBits, Parameters};
use super::{EXTENSION_NAME, Negotiated, PermessageDeflate, WindowBits};
use crate::header::Extension;

/// Returns the parameters of the first acceptable offer in the client's order, and the answer for
/// `Sec-WebSocket-Extensions`.
///
/// An offer that is not acceptable is declined, which is not an error. Returns `None` if all offers are declined.
/// Messages are not compressed then.
pub fn negotiate(wanted: &PermessageDeflate, offers: &[Extension]) -> Option<(Negotiated, HeaderValue)> {
    offers.iter().filter(|offer| offer.name == EXTENSION_NAME).find_map(|offer| {
        let offered = Parameters::read(offer).ok()?;
        let (negotiated, answer) = answer_to(wanted, offered)?;
        Some((negotiated, HeaderValue::try_from(answer.write()).ok()?))
    })
}

fn answer_to(wanted: &PermessageDeflate, offered: Parameters) -> Option<(Negotiated, Parameters)> {
    // The compressor does not support a window of 256 bytes, so an offer that requires it is declined.
    let server_window = match offered.server_max_window_bits {
        None => wanted.server_max_window_bits,
        Some(bits) => WindowBits::new(bits).ok()?.min(wanted.server_max_window_bits),
    };
    // §7.1.2.2: a client that does not offer `client_max_window_bits` may compress with 32 KiB. That is acceptable,
    // since a decompressor may have a larger window than the data needs.
    let (client_window, answered) = match offered.client_max_window_bits {
        None => (WindowBits::MAX, None),
        Some(bits) => client_window(wanted.client_max_window_bits, bits),
    };
    let negotiated = Negotiated {
        server_no_context_takeover: wanted.server_no_context_takeover || offered.server_no_context_takeover,
        client_no_context_takeover: wanted.client_no_context_takeover || offered.client_no_context_takeover,
        server_window,
        client_window,
    };
    // §7.1.2.1: an offered window must be confirmed. Otherwise the answer contains one only if it is smaller than the
    // default.
    let confirms_window = offered.server_max_window_bits.is_some() || server_window < WindowBits::MAX;
    let answer = Parameters {
        server_no_context_takeover: negotiated.server_no_context_takeover,
        client_no_context_takeover: negotiated.client_no_context_takeover,
        server_max_window_bits: confirms_window.then_some(server_window.get()),
        client_max_window_bits: answered.map(ClientBits::AtMost),
    };
    Some((negotiated, answer))
}

/// Returns the client's window and its value in the answer, for an offer that permits one.
fn client_window(wanted: WindowBits, offered: ClientBits) -> (WindowBits, Option<u8>) {
    match offered {
        ClientBits::Any => (wanted, (wanted < WindowBits::MAX).then_some(wanted.get())),
        ClientBits::AtMost(bits) => match WindowBits::new(bits) {
            Ok(bits) => (bits.min(wanted), Some(bits.min(wanted).get())),
            // The client limits itself to 8 bits (§7.1.2.2). The answer could only repeat that, and every window is
            // large enough.
            Err(_) => (WindowBits::MIN, None),
        },
    }
}
