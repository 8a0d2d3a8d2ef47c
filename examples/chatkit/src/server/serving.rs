//! All services as routes, as a server, and as an in-process transport.

use std::time::Duration;

use api_core::body::RequestBody;
use api_core::context::{Context, RoutingSettings, Slashes};
use api_core::routing::{Cors, InProcess, Mount, NotFound, Routes, ServiceSettings};
use api_core::{Body, Compose, routes};
use api_server::{IncomingBody, Server};
use http::Method;
use pusher_platform::shared_socket::{PlatformSocketApi, SharedSocket};
use pusher_platform::{PlatformErrors, sdk_headers};

use super::backend::Backend;
use super::renamed::{Elsewhere, Renamed, RequestTemplate};
use crate::api::{
    ChatkitApi, ChatkitAuthorizerApi, ChatkitBeamsTokenProviderApi, ChatkitCursorsApi, ChatkitFilesApi,
    ChatkitPresenceApi, ChatkitPushNotificationsApi, ChatkitSchedulerApi, ChatkitTokenProviderApi, ChatkitV2Api,
    ChatkitV7Api, PresignedFilesApi,
};

/// A recorded response of version 4 has no unread count. In version 6 it has one.
const NEW_ROOM: RequestTemplate = (Some(Method::POST), "rooms");

/// From version 5 on, a message is deleted under the path of its room.
const ANY_MESSAGE: RequestTemplate = (None, "messages/*");

/// The responses have unread counts from version 4 on.
const ROOMS_OF_USER: RequestTemplate = (Some(Method::GET), "users/*/rooms");
const JOIN: RequestTemplate = (Some(Method::POST), "users/*/rooms/*/join");

/// Creates a session factory with a clone of the backend.
macro_rules! session {
    ($backend:expr) => {
        session!($backend, session)
    };
    ($backend:expr, $open:ident) => {{
        let backend = $backend.clone();
        move |context: &mut Context<'_>| backend.$open(context)
    }};
}

/// Creates a session factory for endpoints without a token.
macro_rules! anonymous_session {
    ($backend:expr) => {{
        let backend = $backend.clone();
        move |context: &mut Context<'_>| backend.anonymous_session(context)
    }};
}

/// Creates a session factory for presigned addresses.
macro_rules! with_pass {
    ($backend:expr) => {{
        let backend = $backend.clone();
        move |context: &mut Context<'_>| backend.with_pass(context)
    }};
}

impl Backend {
    /// Returns the routes of every service and version, and of the WebSocket on which subscriptions to all of them
    /// share a connection.
    pub fn routes<B: RequestBody>(&self) -> impl Routes<B> + Compose + use<B> {
        let subscriptions = InProcess::with(self.services::<Body>(), settings());
        PlatformSocketApi::serve(SharedSocket::new(subscriptions)).or_else(self.services())
    }

    /// Returns the routes of every service and version. Older versions are served by newer ones under their own paths.
    fn services<B: RequestBody>(&self) -> impl Routes<B> + Compose + use<B> {
        let current = InProcess::with(self.current::<Body>(), settings());
        let older =
            |prefix, name, elsewhere| Mount::new(prefix, Renamed { name, elsewhere, services: current.clone() });
        let in_version_2 = |requests| Elsewhere { name: "/services/chatkit/v2", requests };
        let older = (
            older("/services/chatkit/v5", "/services/chatkit/v6", in_version_2(&[NEW_ROOM])),
            older("/services/chatkit/v4", "/services/chatkit/v6", in_version_2(&[NEW_ROOM, ANY_MESSAGE])),
            older(
                "/services/chatkit/v3",
                "/services/chatkit/v6",
                in_version_2(&[NEW_ROOM, ANY_MESSAGE, ROOMS_OF_USER, JOIN]),
            ),
            older("/services/chatkit/v1", "/services/chatkit/v2", Elsewhere::NOTHING),
            older("/services/chatkit_authorizer/v1", "/services/chatkit_authorizer/v2", Elsewhere::NOTHING),
        );
        self.current().or_else(older)
    }

    /// Returns the routes of each version that has a trait.
    fn current<B: RequestBody>(&self) -> impl Routes<B> + Compose + use<B> {
        routes![
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
            ChatkitTokenProviderApi::serve_with(anonymous_session!(self)),
            PresignedFilesApi::serve_with(with_pass!(self)),
        ]
    }

    /// Returns an in-process transport.
    pub fn in_process(&self) -> InProcess<impl Routes<Body> + use<>> {
        InProcess::with(self.routes::<Body>(), settings())
    }

    /// Returns a server for a listener.
    pub fn server(&self) -> Server<impl Routes<IncomingBody> + use<>> {
        self.server_beside(NotFound)
    }

    /// Returns a server with additional routes, for example of a web page.
    pub fn server_beside<R: Routes<IncomingBody>>(&self, others: R) -> Server<impl Routes<IncomingBody> + use<R>> {
        Server::with(self.routes::<IncomingBody>().or_else(others), settings())
    }
}

/// Returns what clients of the platform expect of every response (`PROTOCOL.md` §1 to §3): double slashes count as one,
/// errors have the platform's format, and browsers of any origin may send requests.
fn settings() -> ServiceSettings {
    let headers = ["authorization", "content-type", "last-event-id"].into_iter().chain(sdk_headers::ALL);
    ServiceSettings::default()
        .error_format(&PlatformErrors)
        .routing(RoutingSettings::default().slashes(Slashes::Merge))
        .cors(Cors::any_origin().allow_headers(headers).max_age(Duration::from_hours(24)))
}
