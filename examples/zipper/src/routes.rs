//! How the routes are put together.

use api_core::body::RequestBody;
use api_core::context::Context;
use api_core::error::Problem;
use api_core::prelude::*;
use api_core::routing::{Routed, Routes, from_fn, missed};
use http::HeaderValue;
use http::uri::PathAndQuery;

use crate::api::{NotesApi, PlainNotesApi};
use crate::by_hand::{book_as_text, live};
use crate::notes::{Book, Books};

/// Returns the routes of all tenants.
pub fn routes<B: RequestBody>(books: Books) -> impl Routes<B> {
    let current = NotesApi::serve_with(book).when(|context| context.expect_header("api-version", "2"));
    let by_hand =
        (from_fn(|context, body| Box::pin(book_as_text(context, body))), from_fn(|context, _| Box::pin(live(context))));
    // The first that does not miss answers, so version 1 gets what the condition of version 2 excludes.
    let tenant = (current, PlainNotesApi::serve_with(book), by_hand).rewrite(legacy_path);
    tenant.when(move |context| enter(&books, context)).around(|context, next| {
        Box::pin(async move {
            // Any miss becomes the response of this server here, and has the field too.
            let mut response = match next.route(context).await {
                Routed::Response(response) => response,
                Routed::Miss(miss) => missed(miss, context),
            };
            let tried = context.evidence().expected_headers().len();
            response.headers_mut().insert("x-versions-tried", HeaderValue::from(tried));
            Routed::Response(response)
        })
    })
}

/// Finds the tenant in the host name, `acme.notes.example`, and passes the book down.
fn enter(books: &Books, context: &mut Context<'_>) -> bool {
    // Over HTTP/2 the host is in the request target.
    let authority = context.head().uri.host();
    let host = authority.or_else(|| context.header_text("host")).unwrap_or_default();
    let Some(book) = host.split('.').next().and_then(|tenant| books.of(tenant)) else { return false };
    context.extensions_mut().insert(book);
    true
}

/// Opens the session of both versions: the book that [`enter`] found.
fn book(context: &mut Context<'_>) -> Result<Book, Error> {
    Ok(context.extensions().get::<Book>().cloned().ok_or_else(Problem::not_found)?)
}

/// `/legacy/list.php` was the address of the notes once.
fn legacy_path(context: &mut Context<'_>) -> Option<PathAndQuery> {
    let is_legacy = context.pop_segment()?.is("legacy") && context.pop_segment()?.is("list.php");
    (is_legacy && context.end_of_path()).then(|| PathAndQuery::from_static("/notes"))
}
