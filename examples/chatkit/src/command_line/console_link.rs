//! The address of the web console, with its parameters.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};
use pusher_platform::InstanceLocator;

/// Returns the address for a browser. An unspecified address becomes loopback, because without TLS browsers sign tokens
/// only there.
pub(super) fn browser_address(scheme: &str, address: SocketAddr) -> String {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    format!("{scheme}://{}", SocketAddr::new(ip, address.port()))
}

/// Returns the address of the console. Parameters are in the fragment, which browsers do not send. Only the demo key is
/// included; the console prompts for another key.
pub(super) fn console_link(seen: &str, instance: &InstanceLocator, demo_key: Option<&str>) -> String {
    let seen = seen.trim_end_matches('/');
    let key = demo_key.map_or_else(String::new, |key| format!("&key={}", in_fragment(key)));
    format!("{seen}/#instance={}{key}", in_fragment(&instance.to_string()))
}

/// Escapes a value for the fragment, except for the colons in locators and keys.
fn in_fragment(text: &str) -> PercentEncode<'_> {
    const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b':').remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    utf8_percent_encode(text, ESCAPED)
}

#[cfg(test)]
mod tests {
    use super::{browser_address, console_link};

    #[test]
    fn the_console_of_an_unspecified_address_is_on_loopback() {
        for (address, seen) in [
            ("0.0.0.0:81", "http://127.0.0.1:81"),
            ("[::]:81", "http://[::1]:81"),
            ("192.0.2.1:81", "http://192.0.2.1:81"),
        ] {
            assert_eq!(browser_address("http", address.parse().unwrap()), seen);
        }
    }

    #[test]
    fn a_link_contains_no_key_except_the_demo_key() {
        let instance = "v1:us1:own".parse().unwrap();
        assert_eq!(console_link("https://chat.example/", &instance, None), "https://chat.example/#instance=v1:us1:own");
        let demo = console_link("http://[::1]:81", &instance, Some("i:s+&"));
        assert_eq!(demo, "http://[::1]:81/#instance=v1:us1:own&key=i:s%2B%26");
    }
}
