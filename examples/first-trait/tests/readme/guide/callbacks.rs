//! Callbacks: an API that callers serve, at a URL that they give.

use std::sync::Mutex;

use api_core::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Hook {
    url: String,
}

/// Tells what happens in a room. Whoever adds a hook serves it.
#[api]
trait RoomEvents {
    #[post("/")]
    async fn said(&self, #[body] text: String) -> Result<(), Error>;
}

#[api]
trait Hooks {
    #[post("/hooks", callback(RoomEventsApi = "{$request.body#/url}"))]
    async fn add(&self, #[body] hook: Hook) -> Result<(), Error>;
    #[post("/messages")]
    async fn say(&self, #[body] text: String) -> Result<(), Error>;
}

#[derive(Default)]
struct Notifier {
    allowed: Vec<String>,
    hooks: Mutex<Vec<String>>,
}

impl Hooks for Notifier {
    async fn add(&self, hook: Hook) -> Result<(), Error> {
        let host = hook.url.parse::<http::Uri>().ok().and_then(|url| url.host().map(str::to_owned));
        if !host.is_some_and(|host| self.allowed.contains(&host)) {
            return Err(Error::new(http::StatusCode::UNPROCESSABLE_ENTITY, "url_not_allowed"));
        }
        self.hooks.lock().expect("no panic").push(hook.url);
        Ok(())
    }
    async fn say(&self, text: String) -> Result<(), Error> {
        let hooks = self.hooks.lock().expect("no panic").clone();
        for url in hooks {
            let receiver = api_client::connect::<RoomEventsApi>(url.as_str())?;
            receiver.said(text.clone()).await?;
        }
        Ok(())
    }
}

#[derive(Default)]
struct Heard(Mutex<Vec<String>>);

impl RoomEvents for Heard {
    async fn said(&self, text: String) -> Result<(), Error> {
        self.0.lock().expect("no panic").push(text);
        Ok(())
    }
}

#[tokio::test]
async fn the_caller_serves_what_the_server_calls() {
    let heard = std::sync::Arc::new(Heard::default());
    let routes = RoomEventsApi::serve(heard.clone()).nest("/hook");
    let receiver = api_server::spawn("127.0.0.1:0", routes).await.unwrap();
    let url = format!("http://{}/hook", receiver.local_addr());
    let notifier = Notifier { allowed: vec!["127.0.0.1".to_owned()], ..Notifier::default() };
    let client = HooksApi::connect(InProcess::new(HooksApi::serve(notifier)));
    client.add(Hook { url }).await.unwrap();
    client.say("hello".to_owned()).await.unwrap();
    assert_eq!(*heard.0.lock().unwrap(), ["hello"]);
    let refused = client.add(Hook { url: "http://169.254.169.254/".to_owned() }).await.unwrap_err();
    assert_eq!(refused.kind(), Some("url_not_allowed"));
}
