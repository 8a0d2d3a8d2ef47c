//! The topic in axum.

use std::convert::Infallible;
use std::io;

use axum::extract::{Path, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::routing::{get, post};
use axum::serve::ListenerExt as _;
use axum::{Json, Router};
use futures_util::stream::{self, Stream};
use tokio::net::TcpListener;
use tokio::sync::broadcast;

use super::publishing::{Tick, WAITING, publish};

type Events = broadcast::Sender<Tick>;

async fn subscribe(State(events): State<Events>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let ticks = stream::unfold(events.subscribe(), async |mut receiver| {
        let tick = receiver.recv().await.ok()?;
        Some((Ok(Event::default().json_data(&tick).unwrap_or_default()), receiver))
    });
    Sse::new(ticks).keep_alive(KeepAlive::default())
}

async fn publish_many(State(events): State<Events>, Path(count): Path<u64>) -> Json<usize> {
    Json(publish(&events, count, |tick| tick).await)
}

pub(super) async fn serve(listener: TcpListener) -> io::Result<()> {
    let app = Router::new().route("/ticks", get(subscribe)).route("/ticks/{count}", post(publish_many));
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    axum::serve(listener, app.with_state(broadcast::Sender::new(WAITING))).await
}
