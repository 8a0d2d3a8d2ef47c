//! The four parameters of an offer or an answer, each at most once (RFC 7692 §7.1).

use crate::header::Extension;

/// An error in the parameters. An offer with an error is declined. An answer with an error fails the connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    Unknown(String),
    Repeated(&'static str),
    Value(&'static str),
}

/// The client's window. In an offer it needs no value (§7.1.2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ClientBits {
    Any,
    AtMost(u8),
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Parameters {
    pub(super) server_no_context_takeover: bool,
    pub(super) client_no_context_takeover: bool,
    /// From 8 to 15.
    pub(super) server_max_window_bits: Option<u8>,
    pub(super) client_max_window_bits: Option<ClientBits>,
}

impl Parameters {
    pub(super) const SERVER_NO_CONTEXT_TAKEOVER: &'static str = "server_no_context_takeover";
    pub(super) const CLIENT_NO_CONTEXT_TAKEOVER: &'static str = "client_no_context_takeover";
    pub(super) const SERVER_MAX_WINDOW_BITS: &'static str = "server_max_window_bits";
    pub(super) const CLIENT_MAX_WINDOW_BITS: &'static str = "client_max_window_bits";

    pub(super) fn read(extension: &Extension) -> Result<Self, Fault> {
        let mut read = Self::default();
        for (name, value) in &extension.parameters {
            let value = value.as_deref();
            match name.as_str() {
                Self::SERVER_NO_CONTEXT_TAKEOVER => {
                    flag(&mut read.server_no_context_takeover, Self::SERVER_NO_CONTEXT_TAKEOVER, value)?;
                }
                Self::CLIENT_NO_CONTEXT_TAKEOVER => {
                    flag(&mut read.client_no_context_takeover, Self::CLIENT_NO_CONTEXT_TAKEOVER, value)?;
                }
                Self::SERVER_MAX_WINDOW_BITS => {
                    let bits = value.and_then(window).ok_or(Fault::Value(Self::SERVER_MAX_WINDOW_BITS))?;
                    once(&mut read.server_max_window_bits, Self::SERVER_MAX_WINDOW_BITS, bits)?;
                }
                Self::CLIENT_MAX_WINDOW_BITS => {
                    let bits = match value {
                        None => ClientBits::Any,
                        Some(value) => {
                            ClientBits::AtMost(window(value).ok_or(Fault::Value(Self::CLIENT_MAX_WINDOW_BITS))?)
                        }
                    };
                    once(&mut read.client_max_window_bits, Self::CLIENT_MAX_WINDOW_BITS, bits)?;
                }
                _ => return Err(Fault::Unknown(name.clone())),
            }
        }
        Ok(read)
    }

    /// Writes the name of the extension and the parameters.
    pub(super) fn write(self) -> String {
        let mut text = super::EXTENSION_NAME.to_owned();
        let mut add = |name: &str, value: Option<u8>| {
            text.push_str("; ");
            text.push_str(name);
            if let Some(value) = value {
                text.push('=');
                text.push_str(&value.to_string());
            }
        };
        if self.server_no_context_takeover {
            add(Self::SERVER_NO_CONTEXT_TAKEOVER, None);
        }
        if self.client_no_context_takeover {
            add(Self::CLIENT_NO_CONTEXT_TAKEOVER, None);
        }
        if self.server_max_window_bits.is_some() {
            add(Self::SERVER_MAX_WINDOW_BITS, self.server_max_window_bits);
        }
        match self.client_max_window_bits {
            None => {}
            Some(ClientBits::Any) => add(Self::CLIENT_MAX_WINDOW_BITS, None),
            Some(ClientBits::AtMost(bits)) => add(Self::CLIENT_MAX_WINDOW_BITS, Some(bits)),
        }
        text
    }
}

fn flag(flag: &mut bool, name: &'static str, value: Option<&str>) -> Result<(), Fault> {
    if value.is_some() {
        return Err(Fault::Value(name));
    }
    if std::mem::replace(flag, true) { Err(Fault::Repeated(name)) } else { Ok(()) }
}

fn once<T>(place: &mut Option<T>, name: &'static str, value: T) -> Result<(), Fault> {
    if place.replace(value).is_some() { Err(Fault::Repeated(name)) } else { Ok(()) }
}

/// Parses a decimal number from 8 to 15, without leading zeros (§7.1.2).
fn window(value: &str) -> Option<u8> {
    match value {
        "8" => Some(8),
        "9" => Some(9),
        "10" => Some(10),
        "11" => Some(11),
        "12" => Some(12),
        "13" => Some(13),
        "14" => Some(14),
        "15" => Some(15),
        _ => None,
    }
}
