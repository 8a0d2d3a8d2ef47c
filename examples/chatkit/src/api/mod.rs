//! The API: one trait per service and version.
//!
//! A server implements these traits, see [`server`](crate::server). Their clients implement them as well, see
//! [`client`](crate::client).

mod authorizer;
mod cursors;
mod document;
mod download;
mod error;
mod files;
mod locks;
mod presence;
mod presigned;
mod push;
mod scheduler;
mod token_provider;
mod v2;
mod v6;
mod v7;

use api_core::description::Description;

pub use authorizer::*;
pub use cursors::*;
pub use document::outline;
pub use download::Download;
pub use error::ChatkitError;
pub use files::*;
pub use locks::LOCKS;
pub use presence::*;
pub use presigned::*;
pub use push::*;
pub use scheduler::*;
pub use token_provider::*;
pub use v2::*;
pub use v6::*;
pub use v7::*;

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
