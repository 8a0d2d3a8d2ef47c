//! An answer that is one value or a stream of events, as the method decides.

use http::header::CONTENT_TYPE;
use http::{Response, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::body::Body;
use crate::call::{Arguments, ContentType, Reply, ReplyForm};
use crate::description::Output;
use crate::dialect::Dialect;
use crate::error::{Failure, FailureKind};
use crate::model::Model;

use super::stream::{IsSubscription, Subscription};

/// The answer of a `#[subscribe]` method by `POST` that is one value as JSON, or a stream of events.
///
/// The method decides, usually by a field of its body, as language models do with `stream`. If `Accept` decides, an
/// argument `#[accept]` of the type [`OneOrStreamType`] has what it asks for. A client finds out which of both it is by
/// the media type.
///
/// ```
/// use api_core::routing::InProcess;
/// use api_core::{Error, Event, Model, OneOrStream, Subscription, api};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
/// struct Prompt {
///     text: String,
///     #[serde(default)]
///     stream: bool,
/// }
///
/// #[api]
/// trait Chat {
///     #[subscribe("/chat", method = post, end = "[DONE]")]
///     async fn complete(&self, #[body] prompt: Prompt) -> Result<OneOrStream<String, String>, Error>;
/// }
///
/// struct Parrot;
///
/// impl Chat for Parrot {
///     async fn complete(&self, prompt: Prompt) -> Result<OneOrStream<String, String>, Error> {
///         if !prompt.stream {
///             return Ok(OneOrStream::One(prompt.text));
///         }
///         let words: Vec<_> = prompt.text.split(' ').map(|word| Event::new(word.to_owned())).collect();
///         Ok(OneOrStream::Stream(Subscription::new(futures_util::stream::iter(words))))
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let client = ChatApi::connect(InProcess::new(ChatApi::serve(Parrot)));
/// let prompt = Prompt { text: "hello to you".to_owned(), stream: false };
/// assert_eq!(client.complete(prompt.clone()).await?.one()?, "hello to you");
/// let mut words = client.complete(Prompt { stream: true, ..prompt }).await?.stream()?;
/// words.next().await?;
/// # Ok(()) }
/// ```
#[derive(Debug)]
pub enum OneOrStream<T, E> {
    /// One value, as `application/json`.
    One(T),
    /// A stream of events.
    Stream(Subscription<E>),
}

impl<T, E> OneOrStream<T, E> {
    /// Returns the value.
    ///
    /// # Errors
    /// Returns a failure if the answer is a stream.
    pub fn one(self) -> Result<T, Failure> {
        match self {
            Self::One(value) => Ok(value),
            Self::Stream(_) => {
                Err(Failure::new(FailureKind::Decode, "the answer is a stream of events, and one value was expected"))
            }
        }
    }

    /// Returns the stream.
    ///
    /// # Errors
    /// Returns a failure if the answer is one value.
    pub fn stream(self) -> Result<Subscription<E>, Failure> {
        match self {
            Self::Stream(events) => Ok(events),
            Self::One(_) => {
                Err(Failure::new(FailureKind::Decode, "the answer is one value, and a stream of events was expected"))
            }
        }
    }
}

impl<T, E> IsSubscription for OneOrStream<T, E> {
    type Item = E;
}

impl<T, E> Reply for OneOrStream<T, E>
where
    T: Model + Serialize + DeserializeOwned + Send + 'static,
    E: Model + Serialize + DeserializeOwned + Send + 'static,
{
    const OUTPUTS: &'static [Output] =
        &[Output::new(200, "text/event-stream", Some(E::SHAPE)), Output::new(200, "application/json", Some(T::SHAPE))];

    fn encode(self, form: &ReplyForm) -> Result<Response<Body>, Failure> {
        match self {
            Self::One(value) => Reply::encode(value, form),
            Self::Stream(events) => events.encode(form),
        }
    }

    async fn decode(response: Response<Body>, form: &ReplyForm) -> Result<Self, Failure> {
        let found = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if response.status() == StatusCode::NO_CONTENT || form.endpoint.answers_with_events(found) {
            return Subscription::decode(response, form).await.map(Self::Stream);
        }
        <T as Reply>::decode(response, form).await.map(Self::One)
    }
}

/// What `Accept` asks for: the type of an argument `#[accept]` of a method that returns [`OneOrStream`].
///
/// Without a preference it is one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OneOrStreamType {
    /// One value.
    One,
    /// A stream of events, in any dialect.
    Stream,
}

impl ContentType for OneOrStreamType {
    const MEDIA_TYPES: &'static [&'static str] = &["application/json", "text/event-stream"];

    fn at(index: usize) -> Option<Self> {
        [Self::One, Self::Stream].get(index).copied()
    }

    fn index(self) -> usize {
        match self {
            Self::One => 0,
            Self::Stream => 1,
        }
    }

    fn accept(arguments: &mut Arguments<'_, '_>, _: &'static str) -> Option<Self> {
        arguments.accept(OFFERED).map(|index| if index == 0 { Self::One } else { Self::Stream })
    }
}

/// One value, and the media types of [`Dialect::BY_ACCEPT`].
const OFFERED: &[&str] = &{
    let mut offered = ["application/json"; 1 + Dialect::BY_ACCEPT.len()];
    let mut index = 0;
    while index < Dialect::BY_ACCEPT.len() {
        offered[index + 1] = Dialect::BY_ACCEPT[index].media_type();
        index += 1;
    }
    offered
};
