//! The instance locator: platform version, cluster and instance id.

use std::fmt;
use std::str::FromStr;

/// The locator of one instance, written `platform version:cluster:instance id`, e.g. `v1:us1:8f1e0c52`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct InstanceLocator {
    platform_version: String,
    cluster: String,
    instance_id: String,
}

impl InstanceLocator {
    /// Returns the platform version. Nothing depends on it.
    pub fn platform_version(&self) -> &str {
        &self.platform_version
    }

    /// Returns the cluster, from which the host name is derived.
    pub fn cluster(&self) -> &str {
        &self.cluster
    }

    /// Returns the instance id, as it appears in paths and access tokens.
    pub fn instance_id(&self) -> &str {
        &self.instance_id
    }
}

impl FromStr for InstanceLocator {
    type Err = ParseInstanceLocatorError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts: Vec<&str> = text.split(':').collect();
        let [platform_version, cluster, instance_id] = parts[..] else {
            return Err(ParseInstanceLocatorError::PartCount { found: parts.len() });
        };
        Ok(Self {
            platform_version: part("platform version", platform_version)?,
            cluster: part("cluster", cluster)?,
            instance_id: part("instance id", instance_id)?,
        })
    }
}

impl fmt::Display for InstanceLocator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.platform_version, self.cluster, self.instance_id)
    }
}

/// The error of a text that is not an instance locator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseInstanceLocatorError {
    /// The number of parts is not three.
    #[error(
        "the instance locator has {found} parts where three are expected: `platform version:cluster:instance id`, \
         e.g. `v1:us1:8f1e0c52`"
    )]
    PartCount {
        /// The number of parts found.
        found: usize,
    },
    /// A part is empty, `.` or `..`, or contains a character that is illegal in a host name or a path.
    #[error(
        "the {part} of the instance locator is empty, `.` or `..`, or holds a slash, a space or a control character; \
         expected `platform version:cluster:instance id`, e.g. `v1:us1:8f1e0c52`"
    )]
    IllegalPart {
        /// The name of the part.
        part: &'static str,
    },
}

fn part(name: &'static str, text: &str) -> Result<String, ParseInstanceLocatorError> {
    let illegal = |c: char| c == '/' || c.is_whitespace() || c.is_control();
    if matches!(text, "" | "." | "..") || text.contains(illegal) {
        return Err(ParseInstanceLocatorError::IllegalPart { part: name });
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locator_of_three_parts_is_parsed_and_formatted() {
        let locator: InstanceLocator = "v1:us1:8f1e0c52-1b2c".parse().unwrap();
        assert_eq!(locator.platform_version(), "v1");
        assert_eq!(locator.cluster(), "us1");
        assert_eq!(locator.instance_id(), "8f1e0c52-1b2c");
        assert_eq!(locator.to_string(), "v1:us1:8f1e0c52-1b2c");
    }

    #[test]
    fn another_number_of_parts_is_rejected() {
        for (text, found) in [("", 1), ("v1", 1), ("v1:us1", 2), ("v1:us1:id:more", 4)] {
            let error = text.parse::<InstanceLocator>().unwrap_err();
            assert_eq!(error, ParseInstanceLocatorError::PartCount { found }, "{text:?}");
        }
    }

    #[test]
    fn the_error_names_the_invalid_part() {
        for (text, part) in [
            (":us1:id", "platform version"),
            ("v1::id", "cluster"),
            ("v1:u s1:id", "cluster"),
            ("v1:us1:", "instance id"),
            ("v1:us1:a/b", "instance id"),
            ("v1:us1:a\n", "instance id"),
            ("v1:us1:.", "instance id"),
            ("v1:us1:..", "instance id"),
        ] {
            let error = text.parse::<InstanceLocator>().unwrap_err();
            assert_eq!(error, ParseInstanceLocatorError::IllegalPart { part }, "{text:?}");
            assert!(error.to_string().contains(part));
        }
    }
}
