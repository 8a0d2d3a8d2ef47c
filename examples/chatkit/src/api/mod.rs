//! The API: one trait per service and version.
//!
//! A server implements these traits, see [`server`](crate::server). Their clients implement them as well, see
//! [`client`](crate::client).

mod authorizer;
mod cursors;
mod download;
mod error;
mod files;
mod presence;
mod presigned;
mod push;
mod scheduler;
mod token_provider;
mod v2;
mod v6;
mod v7;

use api_core::description::Description;

pub use authorizer::{ChatkitAuthorizer, ChatkitAuthorizerApi, chatkit_authorizer_calls};
pub use cursors::{ChatkitCursors, ChatkitCursorsApi, CursorSet, chatkit_cursors_calls};
pub use download::Download;
pub use error::ChatkitError;
pub use files::{ChatkitFiles, ChatkitFilesApi, chatkit_files_calls};
pub use presence::{ChatkitPresence, ChatkitPresenceApi, chatkit_presence_calls};
pub use presigned::{PresignedFiles, PresignedFilesApi, presigned_files_calls};
pub use push::{
    ChatkitBeamsTokenProvider, ChatkitBeamsTokenProviderApi, ChatkitPushNotifications, ChatkitPushNotificationsApi,
    chatkit_beams_token_provider_calls, chatkit_push_notifications_calls,
};
pub use scheduler::{ChatkitScheduler, ChatkitSchedulerApi, chatkit_scheduler_calls};
pub use token_provider::{ChatkitTokenProvider, ChatkitTokenProviderApi, chatkit_token_provider_calls};
pub use v2::{ChatkitV2, ChatkitV2Api, chatkit_v2_calls};
pub use v6::{Chatkit, ChatkitApi, chatkit_calls};
pub use v7::{ChatkitV7, ChatkitV7Api, chatkit_v7_calls};

/// The descriptions of every service and version. If several contain an endpoint of the same name, the first takes
/// precedence.
pub const DESCRIPTIONS: [&Description; 12] = [
    ChatkitApi::DESCRIPTION,
    ChatkitV7Api::DESCRIPTION,
    ChatkitV2Api::DESCRIPTION,
    ChatkitCursorsApi::DESCRIPTION,
    ChatkitPresenceApi::DESCRIPTION,
    ChatkitAuthorizerApi::DESCRIPTION,
    ChatkitSchedulerApi::DESCRIPTION,
    ChatkitFilesApi::DESCRIPTION,
    ChatkitPushNotificationsApi::DESCRIPTION,
    ChatkitBeamsTokenProviderApi::DESCRIPTION,
    ChatkitTokenProviderApi::DESCRIPTION,
    PresignedFilesApi::DESCRIPTION,
];
