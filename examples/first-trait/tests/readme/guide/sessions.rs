//! Sessions: a value of the trait for each request.

use std::collections::HashMap;
use std::sync::Arc;

use api_core::prelude::*;
use api_core::routing::Routes;
use api_core::session::Sessions;
use http::{HeaderName, HeaderValue};

#[api(security = bearer)]
trait Notes {
    #[get("/notes")]
    async fn notes(&self) -> Result<Vec<String>, Error>;
}

struct Session {
    tenant: String,
}

impl Notes for Session {
    async fn notes(&self) -> Result<Vec<String>, Error> {
        Ok(vec![format!("a note of {}", self.tenant)])
    }
}

fn with_a_function() -> impl Routes<api_core::Body> {
    NotesApi::serve_with(|context: &mut Context<'_>| {
        let tenant: String = context.header("x-tenant")?; // 400 if it is absent
        if context.header_text("authorization") != Some("Bearer 6a37c6cb") {
            return Err(Error::unauthorized("unknown_token"));
        }
        Ok(Session { tenant })
    })
}

struct Database(HashMap<String, Arc<Session>>);

impl Database {
    async fn find(&self, credentials: &str) -> Option<Arc<Session>> {
        tokio::task::yield_now().await; // as a query of a database would
        self.0.get(credentials).cloned()
    }
}

impl Sessions<Error> for Database {
    type Session = Session;
    type Handle = Arc<Session>; // or the session itself

    async fn open(&self, context: &mut Context<'_>) -> Result<Arc<Session>, Error> {
        let credentials = context.header_text("authorization").unwrap_or_default();
        self.find(credentials).await.ok_or_else(|| Error::unauthorized("unknown_token"))
    }
}

fn with_a_database(database: Database) -> impl Routes<api_core::Body> {
    NotesApi::serve_sessions(database)
}

async fn notes_of(
    routes: impl Routes<api_core::Body>,
    fields: &[(&'static str, &'static str)],
) -> Result<Vec<String>, Error> {
    let mut client = NotesApi::connect(InProcess::new(routes));
    for (name, value) in fields {
        client = client.header(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    client.notes().await
}

#[tokio::test]
async fn a_function_opens_sessions() {
    let (tenant, token) = (("x-tenant", "acme"), ("authorization", "Bearer 6a37c6cb"));
    assert_eq!(notes_of(with_a_function(), &[tenant, token]).await.unwrap(), ["a note of acme"]);
    assert!(notes_of(with_a_function(), &[tenant]).await.unwrap_err().is("unknown_token"));
    assert_eq!(notes_of(with_a_function(), &[token]).await.unwrap_err().status().unwrap(), 400);
}

#[tokio::test]
async fn an_async_factory_opens_sessions() {
    let session = Arc::new(Session { tenant: "acme".to_owned() });
    let database = || Database(HashMap::from([("Bearer 7".to_owned(), session.clone())]));
    let routes = with_a_database(database());
    assert_eq!(notes_of(routes, &[("authorization", "Bearer 7")]).await.unwrap(), ["a note of acme"]);
    assert_eq!(notes_of(with_a_database(database()), &[]).await.unwrap_err().status().unwrap(), 401);
}
