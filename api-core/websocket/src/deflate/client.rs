//! The client's half: the offer, and what may be answered to it (RFC 7692 §5.1 and §7.1).

use std::error::Error;
use std::fmt;

use http::HeaderValue;

use super::parameters::{ClientBits, Fault, Parameters};
use super::{Agreed, NAME, PermessageDeflate, WindowBits};
use crate::Extension;

/// The value of `Sec-WebSocket-Extensions` that offers this.
///
/// The server may always ask for a smaller window of the client.
pub fn offer(wanted: &PermessageDeflate) -> HeaderValue {
    HeaderValue::try_from(offered(wanted).write()).unwrap_or(HeaderValue::from_static(NAME))
}

fn offered(wanted: &PermessageDeflate) -> Parameters {
    let smaller = |window: WindowBits| (window < WindowBits::MAX).then_some(window.get());
    Parameters {
        server_no_context_takeover: wanted.server_no_context_takeover,
        client_no_context_takeover: wanted.client_no_context_takeover,
        server_max_window_bits: smaller(wanted.server_max_window_bits),
        client_max_window_bits: Some(
            smaller(wanted.client_max_window_bits).map_or(ClientBits::Any, ClientBits::AtMost),
        ),
    }
}

/// Reads the extensions that a server answered with; `None` if it declined, and `wanted` is `None` if nothing was offered.
///
/// # Errors
/// If the answer does not fit to the offer: the connection must be failed (RFC 7692 §5.1, RFC 6455 §4.1).
pub fn accept(wanted: Option<&PermessageDeflate>, answer: &[Extension]) -> Result<Option<Agreed>, DeflateRefused> {
    let Some(wanted) = wanted else {
        return answer.first().map_or(Ok(None), |extension| Err(DeflateRefused::NotOffered(extension.name.clone())));
    };
    let mut agreed = None;
    for extension in answer {
        if extension.name != NAME {
            return Err(DeflateRefused::NotOffered(extension.name.clone()));
        }
        if agreed.replace(judge(wanted, extension)?).is_some() {
            return Err(DeflateRefused::Twice);
        }
    }
    Ok(agreed)
}

fn judge(wanted: &PermessageDeflate, answer: &Extension) -> Result<Agreed, DeflateRefused> {
    let answered = Parameters::read(answer)?;
    // §7.1.1.1 and §7.1.2.1: a server accepts these by saying them too.
    if wanted.server_no_context_takeover && !answered.server_no_context_takeover {
        return Err(DeflateRefused::Missing(Parameters::SERVER_NO_CONTEXT_TAKEOVER));
    }
    let server_window = match answered.server_max_window_bits {
        None if wanted.server_max_window_bits < WindowBits::MAX => {
            return Err(DeflateRefused::Missing(Parameters::SERVER_MAX_WINDOW_BITS));
        }
        None => WindowBits::MAX,
        Some(bits) => bounded(bits, wanted.server_max_window_bits, Parameters::SERVER_MAX_WINDOW_BITS)?,
    };
    let client_window = match answered.client_max_window_bits {
        None => wanted.client_max_window_bits,
        Some(ClientBits::Any) => return Err(DeflateRefused::Value(Parameters::CLIENT_MAX_WINDOW_BITS)),
        Some(ClientBits::AtMost(8)) => return Err(DeflateRefused::WindowTooSmall),
        Some(ClientBits::AtMost(bits)) => {
            bounded(bits, wanted.client_max_window_bits, Parameters::CLIENT_MAX_WINDOW_BITS)?
        }
    };
    Ok(Agreed {
        server_no_context_takeover: answered.server_no_context_takeover,
        // Ours to do, also where the server does not ask for it.
        client_no_context_takeover: answered.client_no_context_takeover || wanted.client_no_context_takeover,
        server_window,
        client_window,
    })
}

/// An answered window that is at most the offered one. One of 8 is decompressed with 9, which is enough for it.
fn bounded(answered: u8, offered: WindowBits, parameter: &'static str) -> Result<WindowBits, DeflateRefused> {
    let window = WindowBits::new(answered).unwrap_or(WindowBits::MIN);
    if window > offered {
        return Err(DeflateRefused::WindowTooLarge { parameter, answered, offered: offered.get() });
    }
    Ok(window)
}

/// Why a server's answer about extensions cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DeflateRefused {
    /// An extension that was not offered.
    NotOffered(String),
    /// permessage-deflate more than once.
    Twice,
    /// A parameter that it does not have.
    Unknown(String),
    /// A parameter more than once.
    Repeated(&'static str),
    /// A parameter's value is missing, or wrong, or there although the parameter has none.
    Value(&'static str),
    /// A parameter that was asked for is not confirmed.
    Missing(&'static str),
    /// A window larger than the offered one.
    WindowTooLarge {
        /// The parameter.
        parameter: &'static str,
        /// The answer.
        answered: u8,
        /// The most that was offered.
        offered: u8,
    },
    /// The server asks for a window of 256 bytes, with which nothing here can compress.
    WindowTooSmall,
}

impl From<Fault> for DeflateRefused {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Unknown(name) => Self::Unknown(name),
            Fault::Repeated(name) => Self::Repeated(name),
            Fault::Value(name) => Self::Value(name),
        }
    }
}

impl fmt::Display for DeflateRefused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotOffered(name) => {
                write!(formatter, "the server answered with the extension `{name}`, which was not offered")
            }
            Self::Twice => write!(formatter, "the server answered with {NAME} twice, expected once"),
            Self::Unknown(name) => write!(formatter, "{NAME} has no parameter `{name}`, which the server answered"),
            Self::Repeated(name) => write!(formatter, "the server answered `{name}` twice, expected once"),
            Self::Value(name) if name.ends_with("takeover") => {
                write!(formatter, "the server answered `{name}` with a value, expected none")
            }
            Self::Value(name) => write!(formatter, "the server answered no good `{name}`, expected a value from 8 to 15"),
            Self::Missing(name) => write!(formatter, "the server took an offer with `{name}` and did not confirm that"),
            Self::WindowTooLarge { parameter, answered, offered } => {
                write!(formatter, "the server answered `{parameter}={answered}`, expected at most {offered}")
            }
            Self::WindowTooSmall => formatter.write_str(
                "the server asks for `client_max_window_bits=8`, expected 9 at least, the smallest that can be compressed with",
            ),
        }
    }
}

impl Error for DeflateRefused {}
