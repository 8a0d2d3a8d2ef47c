//! The locks of the APIs: what programs that use the service rely on.

use api_contract::Locked;

use crate::admin::AdminApi;
use crate::publishing::PublishingApi;
use crate::server::MetadataApi;
use crate::transport::{PushApi, PushSocketApi, PushStreamApi};

/// The description of an API and the file of its lock.
macro_rules! locked {
    ($api:ident, $name:literal) => {
        Locked {
            description: $api::DESCRIPTION,
            file: concat!(env!("CARGO_MANIFEST_DIR"), "/contracts/", $name, ".contract"),
        }
    };
}

/// All locks. `pandapush contract` keeps them.
pub const LOCKS: [Locked; 6] = [
    locked!(MetadataApi, "metadata"),
    locked!(AdminApi, "admin"),
    locked!(PublishingApi, "publishing"),
    locked!(PushApi, "push"),
    locked!(PushSocketApi, "push-socket"),
    locked!(PushStreamApi, "push-stream"),
];

#[cfg(test)]
mod tests {
    use super::LOCKS;

    #[test]
    fn every_lock_is_that_of_the_code() {
        for locked in LOCKS {
            api_contract::assert_locked(locked.file, locked.description);
        }
    }
}
