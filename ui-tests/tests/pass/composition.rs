//! Alternatives that do not collide, or are not known to.
#![allow(unused_imports)]

use std::sync::Arc;

use api_core::routing::{BoxRoutes, NotFound, Routes};
use api_core::{Body, Compose, api, routes};
use ui_tests::{Oops, Room, any};

struct Lobby;

#[api(errors = Oops)]
trait Rooms {
    #[get("/rooms/new")]
    async fn new_room(&self) -> Result<Room, Oops>;

    #[get("/rooms/{id}")]
    async fn room(&self, id: u32) -> Result<Room, Oops>;

    #[get("/a/{x}")]
    async fn number(&self, x: u32) -> Result<Room, Oops>;
}

impl Rooms for Lobby {
    async fn new_room(&self) -> Result<Room, Oops> {
        any()
    }

    async fn room(&self, _: u32) -> Result<Room, Oops> {
        any()
    }

    async fn number(&self, _: u32) -> Result<Room, Oops> {
        any()
    }
}

#[api(errors = Oops)]
trait Names {
    #[get("/rooms/{name}/name")]
    async fn name(&self, name: String) -> Result<Room, Oops>;

    #[post("/rooms/{name}")]
    async fn create(&self, name: String) -> Result<Room, Oops>;

    #[get("/{y}/b")]
    async fn letter(&self, y: String) -> Result<Room, Oops>;
}

impl Names for Lobby {
    async fn name(&self, _: String) -> Result<Room, Oops> {
        any()
    }

    async fn create(&self, _: String) -> Result<Room, Oops> {
        any()
    }

    async fn letter(&self, _: String) -> Result<Room, Oops> {
        any()
    }
}

#[api(errors = Oops)]
trait Wide {
    #[get("/rooms/{*rest}")]
    async fn rest(&self, rest: String) -> Result<Room, Oops>;
}

impl Wide for Lobby {
    async fn rest(&self, _: String) -> Result<Room, Oops> {
        any()
    }
}

#[api(errors = Oops)]
trait Deep {
    #[get("/{*rest}")]
    async fn everything(&self, rest: String) -> Result<Room, Oops>;
}

impl Deep for Lobby {
    async fn everything(&self, _: String) -> Result<Room, Oops> {
        any()
    }
}

#[api(base = "/v2", errors = Oops)]
trait Rooms2 {
    #[get("/rooms/new")]
    async fn newest(&self) -> Result<Room, Oops>;
}

impl Rooms2 for Lobby {
    async fn newest(&self) -> Result<Room, Oops> {
        any()
    }
}

/// Neither crosses the other, because a number is not `b`. The wider routes come last.
fn in_order() -> impl Routes<Body> {
    routes![RoomsApi::serve(Lobby), NamesApi::serve(Lobby), WideApi::serve(Lobby), DeepApi::serve(Lobby)]
}

fn below_prefixes() -> impl Routes<Body> {
    routes![
        RoomsApi::serve(Lobby),
        "/v1" => RoomsApi::serve(Lobby),
        "/v1/eu" => routes!["/west" => RoomsApi::serve(Lobby), "/east" => RoomsApi::serve(Lobby)],
        Rooms2Api::serve(Lobby),
    ]
}

/// Generic over the session, whose type does not matter.
fn generic<S: Rooms + Names + Send + Sync + 'static>(session: Arc<S>) -> impl Routes<Body> {
    routes![RoomsApi::serve(session.clone()), NamesApi::serve(session)]
}

/// What is not known, or may leave a request to the next, hides nothing.
fn on_purpose(enabled: bool) -> impl Routes<Body> {
    let rooms = || RoomsApi::serve(Lobby);
    routes![
        rooms().overriding(),
        enabled.then(rooms),
        rooms().when(|context| context.expect_header("x-version", "1")),
        rooms().rewrite(|_| None),
        rooms().nest("/v1"),
        rooms().around(|context, next| Box::pin(async move { next.route(context).await })),
        vec![rooms(), rooms()],
        rooms().boxed(),
        NotFound,
        rooms(),
    ]
}

fn with_closures(token: &str) {
    let token = token.to_owned();
    let routes = routes![
        RoomsApi::serve_with(move |context| match context.header_text("authorization") {
            Some(given) if given == token => Ok(Lobby),
            _ => Err(Oops::Gone),
        }),
        NamesApi::serve(Lobby),
    ];
    let _: BoxRoutes<Body> = routes.boxed();
}

fn main() {
    let _: [BoxRoutes<Body>; 4] =
        [in_order().boxed(), below_prefixes().boxed(), generic(Arc::new(Lobby)).boxed(), on_purpose(true).boxed()];
    with_closures("secret");
    let _: (BoxRoutes<Body>, BoxRoutes<Body>) = (routes![].boxed(), routes![RoomsApi::serve(Lobby)].boxed());
    let _ =
        RoomsApi::serve(Lobby).or_else(NamesApi::serve(Lobby)).or_else((WideApi::serve(Lobby), DeepApi::serve(Lobby)));
}
