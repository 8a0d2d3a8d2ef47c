//! The host of an instance's cluster, and the addresses derived from it.

use std::fmt;
use std::str::FromStr;

use crate::InstanceLocator;

/// The domain of the public clusters.
const PUBLIC_DOMAIN: &str = "pusherplatform.io";
const HTTPS_PORT: u16 = 443;

/// A host name and a port, reached over TLS.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Host {
    name: String,
    port: u16,
}

impl Host {
    /// Returns the public host of the locator's cluster: `{cluster}.pusherplatform.io`, port 443.
    pub fn of_cluster(locator: &InstanceLocator) -> Self {
        Self::of_cluster_in(locator, PUBLIC_DOMAIN)
    }

    /// Returns the host of the cluster in another domain: `{cluster}.{domain}`, port 443.
    pub fn of_cluster_in(locator: &InstanceLocator, domain: &str) -> Self {
        Self { name: format!("{}.{domain}", locator.cluster()), port: HTTPS_PORT }
    }

    /// Returns the host name without the port.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the port, also if it is 443.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Returns the base of every request address, e.g. `https://us1.pusherplatform.io`.
    pub fn base_url(&self) -> String {
        format!("https://{self}")
    }

    /// Returns the address of the shared WebSocket, e.g. `wss://us1.pusherplatform.io/ws`.
    pub fn websocket_url(&self) -> String {
        format!("wss://{self}/ws")
    }

    /// Returns the base address of one version of a service of an instance, without a trailing slash.
    pub fn service_url(&self, service: &str, version: &str, locator: &InstanceLocator) -> String {
        format!("https://{self}/services/{service}/{version}/{}", locator.instance_id())
    }
}

impl FromStr for Host {
    type Err = ParseHostError;

    /// Parses `name` or `name:port`. An IPv6 address is written in brackets.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, port) = match text.rsplit_once(':') {
            // The last colon of a bracketed address does not separate a port.
            Some((name, port)) if !port.ends_with(']') => {
                (name, port.parse().map_err(|_| ParseHostError::Port { found: port.to_owned() })?)
            }
            _ => (text, HTTPS_PORT),
        };
        let bracketed = name.starts_with('[') && name.ends_with(']');
        let illegal = |c: char| matches!(c, '/' | '?' | '#' | '@') || c.is_whitespace() || c.is_control();
        if name.is_empty() || name.contains(illegal) || (!bracketed && name.contains([':', '[', ']'])) {
            return Err(ParseHostError::Name { found: name.to_owned() });
        }
        Ok(Self { name: name.to_owned(), port })
    }
}

impl fmt::Display for Host {
    /// Writes the authority of an address. Port 443 is omitted.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        if self.port != HTTPS_PORT {
            write!(f, ":{}", self.port)?;
        }
        Ok(())
    }
}

/// The error of a text that is not a host.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseHostError {
    /// The name is empty or contains a character that a host name cannot contain, for example because of a scheme or a
    /// path.
    #[error("`{found}` is not a host name; expected `name` or `name:port`, without a scheme or a path")]
    Name {
        /// The text found in place of a name.
        found: String,
    },
    /// The port is not a number from 0 to 65535.
    #[error("`{found}` is not a port; expected `name` or `name:port` with a port from 0 to 65535")]
    Port {
        /// The text found in place of a port.
        found: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locator() -> InstanceLocator {
        "v1:us1:8f1e0c52".parse().unwrap()
    }

    #[test]
    fn a_cluster_has_a_public_host() {
        let host = Host::of_cluster(&locator());
        assert_eq!(host.base_url(), "https://us1.pusherplatform.io");
        assert_eq!(host.websocket_url(), "wss://us1.pusherplatform.io/ws");
        assert_eq!(
            host.service_url("chatkit", "v6", &locator()),
            "https://us1.pusherplatform.io/services/chatkit/v6/8f1e0c52"
        );
    }

    #[test]
    fn a_cluster_can_be_in_another_domain() {
        assert_eq!(Host::of_cluster_in(&locator(), "example.org").name(), "us1.example.org");
    }

    #[test]
    fn a_host_is_parsed_with_and_without_a_port() {
        for (text, name, port, shown) in [
            ("localhost", "localhost", 443, "localhost"),
            ("localhost:8443", "localhost", 8443, "localhost:8443"),
            ("localhost:443", "localhost", 443, "localhost"),
            ("[::1]", "[::1]", 443, "[::1]"),
            ("[::1]:8443", "[::1]", 8443, "[::1]:8443"),
        ] {
            let host: Host = text.parse().unwrap();
            assert_eq!((host.name(), host.port()), (name, port), "{text:?}");
            assert_eq!(host.to_string(), shown);
        }
    }

    #[test]
    fn an_invalid_host_is_rejected() {
        for text in ["", ":443", "a b", "https://localhost", "localhost/path", "user@localhost", "::1"] {
            assert!(text.parse::<Host>().is_err(), "{text:?}");
        }
        let error = "localhost:http".parse::<Host>().unwrap_err();
        assert_eq!(error, ParseHostError::Port { found: "http".to_owned() });
    }
}
