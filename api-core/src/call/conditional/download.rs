//! The answer to a request for a file: whole, a part of it, or the statement that the client has it.

use std::time::SystemTime;

use headers::{ETag, HeaderMapExt as _, LastModified};
use http::HeaderMap;
use http::header::LAST_MODIFIED;

use crate::Reply;
use crate::error::{Failure, FailureKind, Problem};

use super::super::byte_stream::ByteStream;
use super::super::header_fields::{HeaderFields, WithHeaders};
use super::conditions::{Conditions, Unsatisfiable, Validators, Verdict};

/// The answer to a request for something that has ranges and versions. A server makes it with [`Representation`].
///
/// ```
/// use api_core::call::{ByteStream, Conditions, Download, Representation};
/// use api_core::{Error, api};
///
/// #[api]
/// trait Files {
///     #[get("/files/{name}")]
///     async fn read(&self, name: String, #[headers] conditions: Conditions) -> Result<Download, Error>;
/// }
///
/// struct Greeting;
///
/// impl Files for Greeting {
///     async fn read(&self, _: String, conditions: Conditions) -> Result<Download, Error> {
///         const TEXT: &str = "hello, world";
///         let greeting = Representation::new(TEXT.len() as u64).etag("\"v1\"").media_type("text/plain");
///         Ok(greeting.answer(&conditions, |range| ByteStream::from(&TEXT[range.start as usize..range.end as usize]))?)
///     }
/// }
///
/// # use api_core::routing::InProcess;
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let client = FilesApi::connect(InProcess::new(FilesApi::serve(Greeting)));
/// let read = client.read("greeting".to_owned(), Conditions::default().bytes(7..)).await;
/// let Download::Part(part) = read.unwrap() else { panic!("the whole") };
/// assert_eq!(part.headers.content_range, "bytes 7-11/12");
/// assert_eq!(part.value.collect(100).await.unwrap(), "world");
/// let again = client.read("greeting".to_owned(), Conditions::unless("\"v1\"")).await;
/// assert!(matches!(again, Ok(Download::Unchanged(_))));
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Reply)]
#[reply(crate = crate)]
pub enum Download {
    /// All of it.
    #[reply(status = 200)]
    Whole(WithHeaders<ByteStream, OfDownload>),
    /// A part of it.
    #[reply(status = 206)]
    Part(WithHeaders<ByteStream, OfPart>),
    /// The client has the current version.
    #[reply(status = 304)]
    Unchanged(WithHeaders<(), OfDownload>),
}

/// The header fields of a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, HeaderFields)]
#[header_fields(crate = crate)]
pub struct OfDownload {
    /// The media type.
    pub content_type: Option<String>,
    /// The entity tag.
    pub etag: Option<String>,
    /// The date of the last change.
    pub last_modified: Option<String>,
    /// The unit in which parts can be asked for.
    pub accept_ranges: Option<String>,
}

/// The header fields of a part.
#[derive(Debug, Clone, Default, PartialEq, Eq, HeaderFields)]
#[header_fields(crate = crate)]
pub struct OfPart {
    /// The range, and the length of the whole: `bytes 7-11/12`.
    pub content_range: String,
    /// The media type.
    pub content_type: Option<String>,
    /// The entity tag.
    pub etag: Option<String>,
    /// The date of the last change.
    pub last_modified: Option<String>,
}

/// What a server knows of a file: its length, its version and its media type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Representation {
    length: u64,
    validators: Validators,
    media_type: Option<String>,
}

impl Representation {
    /// Creates the description of something with this length in bytes.
    pub fn new(length: u64) -> Self {
        Self { length, validators: Validators::default(), media_type: None }
    }

    /// Sets the entity tag, with its quotes: `"v7"`, or `W/"v7"` for a weak one.
    #[must_use]
    pub fn etag(mut self, tag: impl Into<String>) -> Self {
        self.validators.etag = Some(tag.into());
        self
    }

    /// Sets the time of the last change.
    #[must_use]
    pub fn last_modified(mut self, time: SystemTime) -> Self {
        self.validators.last_modified = Some(time);
        self
    }

    /// Sets the media type. Default: `application/octet-stream`.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// Returns the answer to a request with these conditions. `content` opens a range of bytes, of which the end is
    /// exclusive; it is called once, and not for a 304. Several ranges in one request are answered with the whole.
    ///
    /// # Errors
    /// Returns a failure that the server answers with 412 if a condition fails, with 416 and `Content-Range` if the
    /// range is outside of the length, and with 500 if the entity tag is none.
    pub fn answer(
        self,
        conditions: &Conditions,
        content: impl FnOnce(std::ops::Range<u64>) -> ByteStream,
    ) -> Result<Download, Failure> {
        let Self { length, validators, media_type } = self;
        if let Some(tag) = validators.etag.as_ref().filter(|tag| tag.parse::<ETag>().is_err()) {
            let problem =
                Problem::internal(format!("`{tag}` is no entity tag: it is a text in quotes, as in `\"v7\"`"));
            return Err(refused(problem));
        }
        let (etag, last_modified) = (validators.etag.clone(), validators.last_modified.and_then(date));
        match conditions.verdict(&validators) {
            Verdict::Perform => {}
            Verdict::Failed => return Err(refused(Problem::precondition_failed())),
            Verdict::Unchanged => {
                let headers = OfDownload { etag, last_modified, ..OfDownload::default() };
                return Ok(Download::Unchanged(WithHeaders { value: (), headers }));
            }
        }
        match conditions.part(&validators, length) {
            Err(Unsatisfiable) => Err(refused(Problem::range_not_satisfiable(length))),
            Ok(None) => {
                let accept_ranges = Some("bytes".to_owned());
                let headers = OfDownload { content_type: media_type, etag, last_modified, accept_ranges };
                Ok(Download::Whole(WithHeaders { value: content(0..length), headers }))
            }
            Ok(Some((first, last))) => {
                let content_range = format!("bytes {first}-{last}/{length}");
                let headers = OfPart { content_range, content_type: media_type, etag, last_modified };
                Ok(Download::Part(WithHeaders { value: content(first..last.saturating_add(1)), headers }))
            }
        }
    }
}

/// Returns a date as RFC 9110 §5.6.7 writes it. `None` if it is outside of what can be written.
fn date(time: SystemTime) -> Option<String> {
    let mut fields = HeaderMap::new();
    fields.typed_insert(LastModified::from(time));
    fields.get(LAST_MODIFIED)?.to_str().ok().map(str::to_owned)
}

/// Returns a failure that becomes the response to the request which is being answered.
fn refused(problem: Problem) -> Failure {
    Failure::new(FailureKind::Encode, "the request cannot be answered with the content").caused_by(problem)
}
