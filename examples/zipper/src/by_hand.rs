//! An endpoint and a WebSocket without a trait.

use api_core::Body;
use api_core::context::{AnyBody, Context};
use api_core::description::{Verb, VerbSet};
use api_core::error::Problem;
use api_core::prelude::*;
use api_core::routing::{Miss, Routed, open_websocket, problem_response};
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response};

use crate::notes::Book;

/// The maximum size of an uploaded book in bytes.
const LARGEST_BOOK: usize = 64 * 1024;

/// `GET /book.txt` returns all notes as lines, `PUT /book.txt` adds each line as a note.
pub(crate) async fn book_as_text(context: &mut Context<'_>, body: &mut dyn AnyBody) -> Routed {
    if !is_whole_path(context, "book.txt") {
        return Miss::NotFound.into();
    }
    let Some(book) = context.extensions().get::<Book>().cloned() else { return Miss::NotFound.into() };
    match context.verb() {
        // Also for HEAD, whose response loses its body later.
        Some(Verb::Get) => {}
        Some(Verb::Put) => {
            if let Err(problem) = write_lines(&book, body).await {
                return Routed::problem(&problem, context);
            }
        }
        _ => return Miss::MethodNotAllowed(VerbSet::EMPTY.with(Verb::Get).with(Verb::Put)).into(),
    }
    let lines: String = book.all().into_iter().map(|note| note.text + "\n").collect();
    let mut response = Response::new(Body::from(lines));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response.into()
}

async fn write_lines(book: &Book, body: &mut dyn AnyBody) -> Result<(), Problem> {
    let bytes = body.bytes(LARGEST_BOOK).await?;
    let text = std::str::from_utf8(&bytes).map_err(|_| Problem::bad_request("the book must be UTF-8"))?;
    for line in text.lines() {
        book.write(line.to_owned()).map_err(|_| Problem::bad_request("the book is full"))?;
    }
    Ok(())
}

/// `GET /live/{from}` opens a WebSocket, which sends each new note as text from the number `from`.
pub(crate) async fn live(context: &mut Context<'_>) -> Routed {
    if !context.pop_segment().is_some_and(|segment| segment.is("live")) {
        return Miss::NotFound.into();
    }
    let Some(from) = context.pop_capture::<u32>("from").filter(|_| context.end_of_path()) else {
        return Miss::NotFound.into();
    };
    let Some(book) = context.extensions().get::<Book>().cloned() else {
        return Routed::Response(problem_response(&Problem::not_found(), context));
    };
    let response = open_websocket(context, |pending| async move {
        let mut added = book.follow();
        // If accepting fails, the client is gone.
        let Ok(connection) = pending.accept().await else { return Ok(()) };
        let old: Vec<_> = book.all().into_iter().filter(|note| note.number >= from).collect();
        // A note that was added since `follow` is in both.
        let mut next = old.last().map_or(from, |note| note.number.saturating_add(1));
        if connection.send_texts(old.into_iter().map(|note| note.text)).await.is_err() {
            return Ok(());
        }
        while let Ok(Next::Event(Event { body: note, .. })) = added.next().await {
            if note.number >= next {
                next = note.number.saturating_add(1);
                if connection.send_text(&note.text).await.is_err() {
                    break;
                }
            }
        }
        Ok::<(), Error>(())
    });
    Routed::Response(response.await)
}

fn is_whole_path(context: &mut Context<'_>, name: &str) -> bool {
    context.pop_segment().is_some_and(|segment| segment.is(name)) && context.end_of_path()
}
