//! The topic by hand on hyper.

use std::convert::Infallible;
use std::io;

use bytes::Bytes;
use futures_util::stream;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, Full, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::sync::broadcast;

use super::publishing::{WAITING, publish, server_sent};

type Answer = Response<UnsyncBoxBody<Bytes, Infallible>>;

pub(super) async fn serve(listener: TcpListener) -> io::Result<()> {
    let events = broadcast::Sender::new(WAITING);
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let events = events.clone();
        tokio::spawn(async move {
            let events = &events;
            let service = service_fn(async move |request| Ok::<_, Infallible>(answer(events, &request).await));
            // The client may drop the connection.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

async fn answer(events: &broadcast::Sender<Bytes>, request: &Request<Incoming>) -> Answer {
    if request.method() == Method::GET && request.uri().path() == "/ticks" {
        return subscribe(events.subscribe());
    }
    let count = request.uri().path().strip_prefix("/ticks/").and_then(|count| count.parse().ok());
    let (status, body) = match count {
        Some(count) => {
            let subscribers = publish(events, count, |tick| Bytes::from(server_sent(&tick))).await;
            (StatusCode::OK, subscribers.to_string())
        }
        None => (StatusCode::NOT_FOUND, String::new()),
    };
    let mut response = Response::new(Full::from(body).boxed_unsync());
    *response.status_mut() = status;
    response
}

fn subscribe(receiver: broadcast::Receiver<Bytes>) -> Answer {
    let frames = stream::unfold(receiver, async |mut receiver| {
        let event = receiver.recv().await.ok()?;
        Some((Ok(Frame::data(event)), receiver))
    });
    let mut response = Response::new(StreamBody::new(frames).boxed_unsync());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    response
}
