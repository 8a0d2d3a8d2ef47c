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
        "duration" => format!("PT{hour}H{minute}M"),
        "uri" => format!("https://example.org/{a:x}"),
        "email" => format!("{a:x}@example.org"),
        "ip" | "ipv4" => format!("192.0.2.{}", a % 256),
        "ipv6" => format!("2001:db8::{:x}", 1 + a % 0xfffe),
        _ => return Err(Refusal::Format(format.to_owned())),
    })
}
