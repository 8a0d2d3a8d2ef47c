//! The program against the service that its trait was not written with.

use api_server::{Listener, serve};
use chatkit::api::Chatkit as _;
use chatkit::client::ChatkitClient;
use chatkit::model::{CreateRoom, CreateUser};
use chatkit::server::Backend;
use chatkit_digest::{DigestApi, post};
use pusher_platform::token::Grant;
use pusher_platform::{InstanceLocator, Key, PlatformEnvironment};

#[tokio::test]
async fn a_digest_is_posted_into_a_room() {
    let instance: InstanceLocator = "v1:us1:8f1e0c52".parse().unwrap();
    let key: Key = "id:secret".parse().unwrap();
    let backend = Backend::new(instance.clone(), std::slice::from_ref(&key));
    let listening = serve(Listener::bind("127.0.0.1:0").await.unwrap(), backend.server());
    let address = format!("http://{}", listening.local_addr());
    let server = tokio::spawn(async move { listening.await });
    let caller = |grant| PlatformEnvironment::new(instance.clone()).at(&address).signing(&key, grant);
    let application = ChatkitClient::connect(&caller(Grant::superuser())).unwrap().chatkit;
    let new = CreateUser { id: "ada".into(), name: "Ada".to_owned(), avatar_url: None, custom_data: None };
    application.create_user(new).await.unwrap();
    let ada = ChatkitClient::connect(&caller(Grant::user("ada"))).unwrap().chatkit;
    for (id, name) in [("news", "News"), ("digest", "Digests")] {
        let new = CreateRoom { id: Some(id.into()), name: name.to_owned(), ..CreateRoom::default() };
        ada.create_room(new).await.unwrap();
    }
    let service = caller(Grant::user("ada")).connect::<DigestApi>().unwrap();
    let text = post(&service, "ada", "digest").await.unwrap();
    assert_eq!(text, "The rooms of Ada:\nNews: 0 messages of 0 people");
    server.abort();
}
