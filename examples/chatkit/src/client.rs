//! The client: the same traits over a connection.

use api_client::LayeredTransport;
use api_core::{Client, Failure};
use pusher_platform::PlatformEnvironment;

use crate::api::{
    ChatkitApi, ChatkitAuthorizerApi, ChatkitBeamsTokenProviderApi, ChatkitCursorsApi, ChatkitFilesApi,
    ChatkitPresenceApi, ChatkitPushNotificationsApi, ChatkitSchedulerApi, ChatkitV2Api, ChatkitV7Api,
};

/// The clients of all services for one caller. They share their connections.
///
/// ```no_run
/// use chatkit::api::Chatkit as _;
/// use chatkit::client::ChatkitClient;
/// use pusher_platform::PlatformEnvironment;
/// use pusher_platform::token::Grant;
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let environment = PlatformEnvironment::new("v1:us1:8f1e0c52".parse()?)
///     .at("http://127.0.0.1:8080")
///     .signing(&"key-id:key-secret".parse()?, Grant::user("alice"));
/// let chatkit = ChatkitClient::connect(&environment)?;
/// println!("{:?}", chatkit.chatkit.user("bob".into()).await?);
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct ChatkitClient {
    /// Service `chatkit`, version 6.
    pub chatkit: Client<ChatkitApi, LayeredTransport>,
    /// Service `chatkit`, version 2.
    pub v2: Client<ChatkitV2Api, LayeredTransport>,
    /// Service `chatkit`, version 7.
    pub v7: Client<ChatkitV7Api, LayeredTransport>,
    /// Service `chatkit_cursors`.
    pub cursors: Client<ChatkitCursorsApi, LayeredTransport>,
    /// Service `chatkit_presence`.
    pub presence: Client<ChatkitPresenceApi, LayeredTransport>,
    /// Service `chatkit_authorizer`.
    pub authorizer: Client<ChatkitAuthorizerApi, LayeredTransport>,
    /// Service `chatkit_scheduler`.
    pub scheduler: Client<ChatkitSchedulerApi, LayeredTransport>,
    /// Service `chatkit_files`.
    pub files: Client<ChatkitFilesApi, LayeredTransport>,
    /// Service `chatkit_push_notifications`.
    pub notifications: Client<ChatkitPushNotificationsApi, LayeredTransport>,
    /// Service `chatkit_beams_token_provider`.
    pub beams: Client<ChatkitBeamsTokenProviderApi, LayeredTransport>,
}

impl ChatkitClient {
    /// Creates the clients of all services of an instance. Nothing is sent yet.
    ///
    /// # Errors
    /// Returns an error if the environment's address is invalid.
    pub fn connect(environment: &PlatformEnvironment) -> Result<Self, Failure> {
        Ok(Self {
            chatkit: environment.connect()?,
            v2: environment.connect()?,
            v7: environment.connect()?,
            cursors: environment.connect()?,
            presence: environment.connect()?,
            authorizer: environment.connect()?,
            scheduler: environment.connect()?,
            files: environment.connect()?,
            notifications: environment.connect()?,
            beams: environment.connect()?,
        })
    }
}
