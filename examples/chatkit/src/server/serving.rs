//! Every service as routes, and these as a server or as a transport without a socket.

use std::time::Duration;

use api_core::body::RequestBody;
use api_core::context::{Context, Slashes};
use api_core::routing::{Cors, InProcess, Mount, NotFound, Routes, ServiceSettings};
use api_core::{Body, Compose};
use api_server::{IncomingBody, Server};
use pusher_platform::shared_socket::{PlatformSocketApi, SharedSocket};
use pusher_platform::{PlatformErrors, sdk_headers};

use super::Backend;
use super::renamed::Renamed;
use crate::api::{
    ChatkitApi, ChatkitAuthorizerApi, ChatkitBeamsTokenProviderApi, ChatkitCursorsApi, ChatkitFilesApi,
    ChatkitPresenceApi, ChatkitPushNotificationsApi, ChatkitSchedulerApi, ChatkitTokenProviderApi, ChatkitV2Api,
    ChatkitV7Api, PresignedFilesApi,
};

/// A session factory on a clone of the backend.
macro_rules! session {
    ($backend:expr) => {
        session!($backend, session)
    };
    ($backend:expr, $open:ident) => {{
        let backend = $backend.clone();
        move |context: &mut Context<'_>| backend.$open(context)
    }};
}

/// The same for endpoints that ask for no token.
macro_rules! visitor {
    ($backend:expr) => {{
        let backend = $backend.clone();
        move |context: &mut Context<'_>| backend.visitor(context)
    }};
}

/// The same for pre-signed addresses.
macro_rules! with_pass {
    ($backend:expr) => {{
        let backend = $backend.clone();
        move |context: &mut Context<'_>| backend.with_pass(context)
    }};
}

impl Backend {
    /// Every service and version as routes of one server, and the websocket on which subscriptions to all of them share a connection.
    pub fn routes<B: RequestBody>(&self) -> impl Routes<B> + Compose + use<B> {
        let subscriptions = InProcess::with(self.services::<Body>(), settings());
        PlatformSocketApi::serve(SharedSocket::new(subscriptions)).or_else(self.services())
    }

    /// Every service and version, the older ones that were no different under their own names too.
    fn services<B: RequestBody>(&self) -> impl Routes<B> + Compose + use<B> {
        let current = InProcess::with(self.current::<Body>(), settings());
        let older = |prefix, name, messages| Mount::new(prefix, Renamed { name, messages, services: current.clone() });
        let older = (
            older("/services/chatkit/v5", "/services/chatkit/v6", "/services/chatkit/v6"),
            // A message is deleted under its room since version 5.
            older("/services/chatkit/v4", "/services/chatkit/v6", "/services/chatkit/v2"),
            older("/services/chatkit/v3", "/services/chatkit/v6", "/services/chatkit/v2"),
            older(
                "/services/chatkit_authorizer/v1",
                "/services/chatkit_authorizer/v2",
                "/services/chatkit_authorizer/v2",
            ),
        );
        self.current().or_else(older)
    }

    /// Every service, each version that has a trait.
    fn current<B: RequestBody>(&self) -> impl Routes<B> + Compose + use<B> {
        (
            ChatkitApi::serve_with(session!(self)),
            ChatkitV2Api::serve_with(session!(self)),
            ChatkitV7Api::serve_with(session!(self)),
            ChatkitCursorsApi::serve_with(session!(self, session_in_any_room)),
            ChatkitPresenceApi::serve_with(session!(self)),
            ChatkitAuthorizerApi::serve_with(session!(self)),
            ChatkitSchedulerApi::serve_with(session!(self)),
            ChatkitFilesApi::serve_with(session!(self)),
            ChatkitPushNotificationsApi::serve_with(session!(self)),
            ChatkitBeamsTokenProviderApi::serve_with(session!(self)),
            ChatkitTokenProviderApi::serve_with(visitor!(self)),
            PresignedFilesApi::serve_with(with_pass!(self)),
        )
    }

    /// The same as a transport without a socket.
    pub fn in_process(&self) -> InProcess<impl Routes<Body> + use<>> {
        InProcess::with(self.routes::<Body>(), settings())
    }

    /// The same as a server for a listener.
    pub fn server(&self) -> Server<impl Routes<IncomingBody> + use<>> {
        self.server_beside(NotFound)
    }

    /// The same with others' routes beside the services, a page for instance.
    pub fn server_beside<R: Routes<IncomingBody>>(&self, others: R) -> Server<impl Routes<IncomingBody> + use<R>> {
        Server::with(self.routes::<IncomingBody>().or_else(others), settings())
    }
}

/// What the platform's clients expect of every answer (reference pusher-platform §1 and §2): doubled slashes count as one, errors
/// have the platform's form, browsers of any origin may call.
fn settings() -> ServiceSettings {
    let headers = ["authorization", "content-type", "last-event-id"].into_iter().chain(sdk_headers::ALL);
    let mut settings = ServiceSettings { error_format: &PlatformErrors, ..ServiceSettings::default() };
    settings.routing.slashes = Slashes::Merge;
    settings.cors = Some(Cors::any_origin().allow_headers(headers).max_age(Duration::from_hours(1)));
    settings
}
