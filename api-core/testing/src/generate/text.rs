//! Random text of a length or of a format.

use super::random::SmallRandom;
use super::refusal::Refusal;

/// Characters that software often handles wrongly, among ordinary ones.
const LETTERS: [char; 20] =
    ['a', 'b', 'z', 'A', '0', '9', ' ', '-', '_', '.', '/', '"', '\\', '\n', '\0', 'ß', 'é', '€', '\u{202e}', '🦀'];

/// Returns text of `least` to `most` characters.
pub(super) fn of_length(least: usize, most: usize, random: &mut SmallRandom) -> String {
    let length = match random.below(4) {
        0 => least,
        1 => most,
        _ => least + random.below(most - least + 1),
    };
    (0..length).filter_map(|_| random.choose(&LETTERS)).collect()
}

/// Returns text of a named format.
pub(super) fn of_format(format: &str, random: &mut SmallRandom) -> Result<String, Refusal> {
    let (a, b) = (random.bits(), random.bits());
    let (year, month, day) = (1970 + a % 100, 1 + b % 12, 1 + a % 28);
    let (hour, minute, second) = (a % 24, b % 60, a % 60);
    let date = format!("{year:04}-{month:02}-{day:02}");
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    Ok(match format {
        "char" => random.choose(&LETTERS).copied().unwrap_or('a').to_string(),
        "uuid" => {
            format!("{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}", a >> 32, a & 0xffff, b & 0xfff, (b >> 12) & 0xfff, b >> 16)
        }
        "date" => date,
        "time" => time,
        "date-time" => format!("{date}T{time}Z"),
        "local-date-time" => format!("{date}T{time}"),
        "zoned-date-time" => format!("{date}T{time}+00:00[UTC]"),
        "token" => format!("{}{a:x}/*", if b % 2 == 0 { "A:" } else { "*" }),
        "unix-date" => format!("@{}", i64::try_from(a % 4_102_444_800).unwrap_or_default()),
        "display-string" => format!("{a:x} \u{e9}\"%\u{1f600}"),
        "duration" => format!("PT{hour}H{minute}M"),
        "uri" => format!("https://example.org/{a:x}"),
        "email" => format!("{a:x}@example.org"),
        "ip" | "ipv4" => format!("192.0.2.{}", a % 256),
        "ipv6" => format!("2001:db8::{:x}", 1 + a % 0xfffe),
        "socket-address" | "socket-address-v4" => format!("192.0.2.{}:{}", a % 256, b % 65_536),
        "socket-address-v6" => format!("[2001:db8::{:x}]:{}", 1 + a % 0xfffe, b % 65_536),
        "decimal" => decimal(a, b),
        "semver" => semver(a, b),
        "semver-requirement" => {
            let operator = random.choose(&["^", "~", ">=", "<", "="]).copied().unwrap_or("");
            format!("{operator}{}", semver(a, b))
        }
        _ => return Err(Refusal::Format(format.to_owned())),
    })
}

/// Returns a decimal number in plain notation, with a sign and digits behind the point for some. It keeps its digits in
/// all types of decimals, the smallest of which holds 28.
fn decimal(a: u64, b: u64) -> String {
    let sign = if a.is_multiple_of(2) { "" } else { "-" };
    let whole = 1 + a % 1_000_000_000_000;
    match b % 3 {
        0 => format!("{sign}{whole}"),
        1 => format!("{sign}{whole}.{:02}", b % 100),
        _ => format!("{sign}0.{:012}", whole % 1_000_000_000_000),
    }
}

/// Returns a semantic version, some of a release that is prepared.
fn semver(a: u64, b: u64) -> String {
    let release = if a.is_multiple_of(3) { "-rc.1" } else { "" };
    format!("{}.{}.{}{release}", a % 20, b % 100, a % 7)
}
