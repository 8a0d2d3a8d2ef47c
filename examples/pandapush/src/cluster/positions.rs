//! Positions in the logs of several applications.

use std::collections::BTreeMap;

use redis_topic::Position;

/// How far the events of a session were delivered, for each application.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Positions(pub BTreeMap<String, Position>);

impl Positions {
    /// Encodes the positions: `application position` on a line each.
    pub fn encode(&self) -> String {
        self.0.iter().fold(String::new(), |text, (application, position)| text + &format!("{application} {position}\n"))
    }

    /// Decodes positions. Lines that are none are left out.
    pub fn decode(text: &str) -> Self {
        let position = |line: &str| {
            let (application, position) = line.split_once(' ')?;
            Some((application.to_owned(), position.parse().ok()?))
        };
        Self(text.lines().filter_map(position).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_decoded_as_they_were() {
        let positions = Positions::decode("a 5-1\nb 7-0\nnothing\n");
        assert_eq!(positions.0.len(), 2);
        assert_eq!(Positions::decode(&positions.encode()), positions);
    }
}
