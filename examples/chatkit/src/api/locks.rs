//! The locks of the services: each version is a contract with clients that nobody can change any more.

use api_contract::{Locked, locked};

use super::{
    ChatkitApi, ChatkitAuthorizerApi, ChatkitBeamsTokenProviderApi, ChatkitCursorsApi, ChatkitFilesApi,
    ChatkitPresenceApi, ChatkitPushNotificationsApi, ChatkitSchedulerApi, ChatkitTokenProviderApi, ChatkitV2Api,
    ChatkitV7Api, PresignedFilesApi,
};

/// All locks. `chatkit contract` keeps them.
pub const LOCKS: [Locked; 12] = [
    locked!(ChatkitApi, "contracts/chatkit-v6.contract"),
    locked!(ChatkitV7Api, "contracts/chatkit-v7.contract"),
    locked!(ChatkitV2Api, "contracts/chatkit-v2.contract"),
    locked!(ChatkitCursorsApi, "contracts/cursors.contract"),
    locked!(ChatkitPresenceApi, "contracts/presence.contract"),
    locked!(ChatkitAuthorizerApi, "contracts/authorizer.contract"),
    locked!(ChatkitSchedulerApi, "contracts/scheduler.contract"),
    locked!(ChatkitFilesApi, "contracts/files.contract"),
    locked!(ChatkitPushNotificationsApi, "contracts/push-notifications.contract"),
    locked!(ChatkitBeamsTokenProviderApi, "contracts/beams-token-provider.contract"),
    locked!(ChatkitTokenProviderApi, "contracts/token-provider.contract"),
    locked!(PresignedFilesApi, "contracts/presigned-files.contract"),
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
