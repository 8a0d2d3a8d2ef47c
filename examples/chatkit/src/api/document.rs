//! The document of all services.

use api_documents::Outline;
use pusher_platform::PlatformErrors;

use super::{
    ChatkitApi, ChatkitAuthorizerApi, ChatkitBeamsTokenProviderApi, ChatkitCursorsApi, ChatkitFilesApi,
    ChatkitPresenceApi, ChatkitPushNotificationsApi, ChatkitSchedulerApi, ChatkitTokenProviderApi, ChatkitV2Api,
    ChatkitV7Api, PresignedFilesApi,
};

/// Returns what the OpenAPI document of all services and versions is made of. `chatkit openapi` prints it.
pub fn outline() -> Outline {
    Outline::new("Chatkit", env!("CARGO_PKG_VERSION"))
        .docs("The services of Chatkit, each version with paths of its own.")
        .server_errors(&PlatformErrors)
        .api::<ChatkitApi>()
        .api::<ChatkitV7Api>()
        .api::<ChatkitV2Api>()
        .api::<ChatkitCursorsApi>()
        .api::<ChatkitPresenceApi>()
        .api::<ChatkitAuthorizerApi>()
        .api::<ChatkitSchedulerApi>()
        .api::<ChatkitFilesApi>()
        .api::<ChatkitPushNotificationsApi>()
        .api::<ChatkitBeamsTokenProviderApi>()
        .api::<ChatkitTokenProviderApi>()
        .api::<PresignedFilesApi>()
}
