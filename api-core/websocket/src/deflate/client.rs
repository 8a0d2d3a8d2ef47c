//! The client's half of the negotiation: the offer, and the check of its answer (RFC 7692 §5.1 and §7.1).

use std::error::Error;
use std::fmt;

use http::HeaderValue;

use super::parameters::{ClientBits, Fault, Parameters};
use super::{EXTENSION_NAME, Negotiated, PermessageDeflate, WindowBits};
use crate::header::Extension;

/// Returns the value of `Sec-WebSocket-Extensions` that offers compression with these options.
///
/// The offer always allows the server to limit the window of the client.
pub fn offer(wanted: &PermessageDeflate) -> HeaderValue {
    HeaderValue::try_from(offered(wanted).write()).unwrap_or(HeaderValue::from_static(EXTENSION_NAME))
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

/// Returns the parameters that a server has answered an offer with, `None` if it has declined.
///
/// `wanted` is `None` if nothing was offered.
///
/// # Errors
/// Returns an error if the answer does not match the offer. The connection must be failed (RFC 7692 §5.1, RFC 6455
/// §4.1).
pub fn verify_answer(
    wanted: Option<&PermessageDeflate>,
    answer: &[Extension],
) -> Result<Option<Negotiated>, AnswerError> {
    let Some(wanted) = wanted else {
        return answer.first().map_or(Ok(None), |extension| Err(AnswerError::NotOffered(extension.name.clone())));
    };
    let mut negotiated = None;
    for extension in answer {
        if extension.name != EXTENSION_NAME {
            return Err(AnswerError::NotOffered(extension.name.clone()));
        }
        if negotiated.replace(check(wanted, extension)?).is_some() {
            return Err(AnswerError::Twice);
        }
    }
    Ok(negotiated)
}

fn check(wanted: &PermessageDeflate, answer: &Extension) -> Result<Negotiated, AnswerError> {
    let answered = Parameters::read(answer)?;
    // §7.1.1.1 and §7.1.2.1: a server accepts these by including them in the answer.
    if wanted.server_no_context_takeover && !answered.server_no_context_takeover {
        return Err(AnswerError::Missing(Parameters::SERVER_NO_CONTEXT_TAKEOVER));
    }
    let server_window = match answered.server_max_window_bits {
        None if wanted.server_max_window_bits < WindowBits::MAX => {
            return Err(AnswerError::Missing(Parameters::SERVER_MAX_WINDOW_BITS));
        }
        None => WindowBits::MAX,
        Some(bits) => bounded(bits, wanted.server_max_window_bits, Parameters::SERVER_MAX_WINDOW_BITS)?,
    };
    let client_window = match answered.client_max_window_bits {
        None => wanted.client_max_window_bits,
        Some(ClientBits::Any) => return Err(AnswerError::Value(Parameters::CLIENT_MAX_WINDOW_BITS)),
        Some(ClientBits::AtMost(8)) => return Err(AnswerError::WindowTooSmall),
        Some(ClientBits::AtMost(bits)) => {
            bounded(bits, wanted.client_max_window_bits, Parameters::CLIENT_MAX_WINDOW_BITS)?
        }
    };
    Ok(Negotiated {
        server_no_context_takeover: answered.server_no_context_takeover,
        // The client may do so even if the server does not require it.
        client_no_context_takeover: answered.client_no_context_takeover || wanted.client_no_context_takeover,
        server_window,
        client_window,
    })
}

/// Returns the answered window, which may be at most the offered one. A window of 8 bits is decompressed with 9 bits.
fn bounded(answered: u8, offered: WindowBits, parameter: &'static str) -> Result<WindowBits, AnswerError> {
    let window = WindowBits::new(answered).unwrap_or(WindowBits::MIN);
    if window > offered {
        return Err(AnswerError::WindowTooLarge { parameter, answered, offered: offered.get() });
    }
    Ok(window)
}

/// The error of a server's answer to an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum AnswerError {
    /// An extension was not offered.
    NotOffered(String),
    /// permessage-deflate is answered more than once.
    Twice,
    /// A parameter is not defined for permessage-deflate.
    Unknown(String),
    /// A parameter is repeated.
    Repeated(&'static str),
    /// The value of a parameter is missing or invalid, or the parameter takes none.
    Value(&'static str),
    /// A parameter of the offer is not confirmed.
    Missing(&'static str),
    /// A window is larger than the offered one.
    WindowTooLarge {
        /// The parameter.
        parameter: &'static str,
        /// The answered value.
        answered: u8,
        /// The offered maximum.
        offered: u8,
    },
    /// The server requires a window of 256 bytes, which the compressor does not support.
    WindowTooSmall,
}

impl From<Fault> for AnswerError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Unknown(name) => Self::Unknown(name),
            Fault::Repeated(name) => Self::Repeated(name),
            Fault::Value(name) => Self::Value(name),
        }
    }
}

impl fmt::Display for AnswerError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotOffered(name) => {
                write!(formatter, "the server answered with the extension `{name}`, which was not offered")
            }
            Self::Twice => write!(formatter, "the server answered with {EXTENSION_NAME} twice, expected once"),
            Self::Unknown(name) => {
                write!(formatter, "the server answered with `{name}`, which is no parameter of {EXTENSION_NAME}")
            }
            Self::Repeated(name) => write!(formatter, "the server answered `{name}` twice, expected once"),
            Self::Value(name) if name.ends_with("takeover") => {
                write!(formatter, "the server answered `{name}` with a value, expected none")
            }
            Self::Value(name) => {
                write!(formatter, "the server answered `{name}` with an invalid value, expected 8 to 15")
            }
            Self::Missing(name) => {
                write!(formatter, "the server accepted an offer with `{name}` without confirming the parameter")
            }
            Self::WindowTooLarge { parameter, answered, offered } => {
                write!(formatter, "the server answered `{parameter}={answered}`, expected at most {offered}")
            }
            Self::WindowTooSmall => formatter.write_str(
                "the server answered `client_max_window_bits=8`, expected at least 9, the smallest supported window",
            ),
        }
    }
}

impl Error for AnswerError {}
