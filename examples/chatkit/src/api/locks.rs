//! The locks of the services: each version is a contract with clients that nobody can change any more.

use api_contract::Locked;

use super::{
    ChatkitApi, ChatkitAuthorizerApi, ChatkitBeamsTokenProviderApi, ChatkitCursorsApi, ChatkitFilesApi,
    ChatkitPresenceApi, ChatkitPushNotificationsApi, ChatkitSchedulerApi, ChatkitTokenProviderApi, ChatkitV2Api,
    ChatkitV7Api, PresignedFilesApi,
};

/// The description of an API and the file of its lock.
macro_rules! locked {
    ($api:ident, $name:literal) => {
        Locked {
            description: $api::DESCRIPTION,
            file: concat!(env!("CARGO_MANIFEST_DIR"), "/contracts/", $name, ".contract"),
        }
    };
}

/// All locks. `chatkit contract` keeps them.
pub const LOCKS: [Locked; 12] = [
    locked!(ChatkitApi, "chatkit-v6"),
    locked!(ChatkitV7Api, "chatkit-v7"),
    locked!(ChatkitV2Api, "chatkit-v2"),
    locked!(ChatkitCursorsApi, "cursors"),
    locked!(ChatkitPresenceApi, "presence"),
    locked!(ChatkitAuthorizerApi, "authorizer"),
    locked!(ChatkitSchedulerApi, "scheduler"),
    locked!(ChatkitFilesApi, "files"),
    locked!(ChatkitPushNotificationsApi, "push-notifications"),
    locked!(ChatkitBeamsTokenProviderApi, "beams-token-provider"),
    locked!(ChatkitTokenProviderApi, "token-provider"),
    locked!(PresignedFilesApi, "presigned-files"),
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
