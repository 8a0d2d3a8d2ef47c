//! What every command needs: an instance and its key.

use clap::Args;
use pusher_platform::{InstanceLocator, Key};

/// Used where no instance is given; it is printed, so that nobody takes it for a secret.
const DEMO_INSTANCE: &str = "v1:us1:00000000-0000-0000-0000-000000000000";

/// Used where no key is given.
const DEMO_KEY: &str = "demo-key:demo-secret";

/// Which instance, and the right to it.
#[derive(Debug, Clone, Args)]
pub(super) struct Credentials {
    /// The instance's locator, `v1:us1:ID`; a demo instance if not given.
    #[arg(long, env = "CHATKIT_INSTANCE", global = true, value_name = "LOCATOR")]
    instance: Option<InstanceLocator>,
    /// The instance's key, `ID:SECRET`; a demo key if not given.
    #[arg(long, env = "CHATKIT_KEY", global = true, hide_env_values = true, value_name = "ID:SECRET")]
    key: Option<Key>,
}

impl Credentials {
    /// The instance.
    pub(super) fn instance(&self) -> InstanceLocator {
        self.instance.clone().unwrap_or_else(|| DEMO_INSTANCE.parse().expect("the demo instance is well-formed"))
    }

    /// The instance, if one was given.
    pub(super) fn given_instance(&self) -> Option<&InstanceLocator> {
        self.instance.as_ref()
    }

    /// Its key.
    pub(super) fn key(&self) -> Key {
        self.key.clone().unwrap_or_else(|| DEMO_KEY.parse().expect("the demo key is well-formed"))
    }

    /// The key, if it is the demo one: all that may be printed of it.
    pub(super) fn demo_key(&self) -> Option<&'static str> {
        self.key.is_none().then_some(DEMO_KEY)
    }

    /// What to print of them: the demo ones whole, since somebody has to type them; never anybody's own secret.
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
    fn demo_credentials_are_well_formed_and_announced() {
        let none = Credentials { instance: None, key: None };
        assert_eq!(none.key().id(), "demo-key");
        assert_eq!(none.instance().cluster(), "us1");
        assert!(none.demo().is_some());
    }

    #[test]
    fn a_secret_of_one_s_own_is_never_announced() {
        let own = Credentials { instance: None, key: Some("id:very-secret".parse().unwrap()) };
        assert!(!own.demo().unwrap_or_default().contains("very-secret"));
    }
}
