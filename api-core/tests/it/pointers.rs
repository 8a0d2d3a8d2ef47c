//! Pointers to an implementation are implementations.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use api_core::routing::InProcess;
use api_core::{Error, Subscription, api};

#[api]
trait Counters {
    #[post("/counters/{name}")]
    async fn add(&self, name: String, #[query] step: u32) -> Result<u32, Error>;

    #[subscribe("/counters")]
    async fn follow(&self) -> Result<Subscription<u32>, Error>;

    #[get("/nothing")]
    async fn nothing(&self) -> Result<(), Error> {
        Ok(())
    }
}

#[derive(Default)]
struct Counter(AtomicU32);

impl Counters for Counter {
    async fn add(&self, _: String, step: u32) -> Result<u32, Error> {
        Ok(self.0.fetch_add(step, Ordering::SeqCst) + step)
    }

    async fn follow(&self) -> Result<Subscription<u32>, Error> {
        Ok(Subscription::none())
    }

    async fn nothing(&self) -> Result<(), Error> {
        Err(Error::not_found("of_the_implementation"))
    }
}

async fn answers(counters: impl Counters + Send + 'static) {
    let client = CountersApi::connect(InProcess::new(CountersApi::serve(counters)));
    assert_eq!(client.add("a".to_owned(), 2).await.unwrap(), 2);
    assert_eq!(client.add("a".to_owned(), 3).await.unwrap(), 5);
    assert!(client.nothing().await.is_err(), "the method of the implementation runs, not the default");
}

#[tokio::test]
async fn each_pointer_is_served_as_its_target() {
    static COUNTER: Counter = Counter(AtomicU32::new(0));
    answers(&COUNTER).await;
    answers(Box::new(Counter::default())).await;
    answers(Arc::new(Box::new(Counter::default()))).await;
    let shared = Arc::new(Counter::default());
    answers(Arc::clone(&shared)).await;
    assert_eq!(shared.0.load(Ordering::SeqCst), 5);
    assert_eq!(shared.follow().await.map(drop).ok(), Some(()));
}
