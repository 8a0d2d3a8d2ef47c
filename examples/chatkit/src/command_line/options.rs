//! The options of every command: an instance and its key.

use clap::Args;
use pusher_platform::{InstanceLocator, Key};

/// The default instance.
const DEMO_INSTANCE: &str = "v1:us1:00000000-0000-0000-0000-000000000000";

/// The default key. It is printed, so that it is not mistaken for a secret.
const DEMO_KEY: &str = "demo-key:demo-secret";

/// The options about the instance and its key.
#[derive(Debug, Clone, Args)]
pub(super) struct Credentials {
    /// The instance locator, `v1:us1:ID`. Default: a demo instance.
    #[arg(long, env = "CHATKIT_INSTANCE", global = true, value_name = "LOCATOR")]
    instance: Option<InstanceLocator>,
    /// The key of the instance, `ID:SECRET`. Default: a demo key.
    #[arg(long, env = "CHATKIT_KEY", global = true, hide_env_values = true, value_name = "ID:SECRET")]
    key: Option<Key>,
}

impl Credentials {
    /// Returns the instance locator.
    pub(super) fn instance(&self) -> InstanceLocator {
        self.instance.clone().unwrap_or_else(|| DEMO_INSTANCE.parse().expect("the demo instance is well-formed"))
    }

    /// Returns the instance locator if it was given.
    #[cfg(feature = "sqlite")]
    pub(super) fn given_instance(&self) -> Option<&InstanceLocator> {
        self.instance.as_ref()
    }

    /// Returns the key.
    pub(super) fn key(&self) -> Key {
        self.key.clone().unwrap_or_else(|| DEMO_KEY.parse().expect("the demo key is well-formed"))
    }

    /// Returns the key if it is the demo key. No other key may be printed.
    pub(super) fn demo_key(&self) -> Option<&'static str> {
        self.key.is_none().then_some(DEMO_KEY)
    }

    /// Returns a line about the demo instance and demo key, if they are used. It never contains a secret.
    pub(super) fn demo(&self) -> Option<String> {
        let instance = self.instance.is_none().then(|| format!("instance {DEMO_INSTANCE}"));
        let key = self.demo_key().map(|key| format!("key {key}"));
        let parts: Vec<String> = [instance, key].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| format!("using the demo {}", parts.join(" and ")))
    }
}

#[cfg(test)]
mod tests {
    use super::Credentials;

    #[test]
    fn demo_credentials_are_well_formed_and_printed() {
        let none = Credentials { instance: None, key: None };
        assert_eq!(none.key().id(), "demo-key");
        assert_eq!(none.instance().cluster(), "us1");
        assert!(none.demo().is_some());
    }

    #[test]
    fn a_custom_key_is_never_printed() {
        let own = Credentials { instance: None, key: Some("id:very-secret".parse().unwrap()) };
        assert!(!own.demo().unwrap_or_default().contains("very-secret"));
    }
}
