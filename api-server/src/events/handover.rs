//! The decision to take a subscription from hyper, and the place where its response waits for that.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use http::header::{CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING};
use http::request::Parts;
use http::{HeaderMap, Response, Version};

use crate::response_body::ResponseBody;

/// What a request says about its connection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    /// Over HTTP/1.1, where an answer may have chunks, and without a body that would have to be read after it.
    is_alone: bool,
}

impl Asked {
    /// Reads the head of a request. `has_body`: whether a body follows it.
    pub(crate) fn of(head: &Parts, has_body: bool) -> Self {
        Self { is_alone: head.version == Version::HTTP_11 && !has_body }
    }

    /// Returns whether events can be sent without hyper. A handler may have set fields that hyper interprets.
    pub(crate) fn permits<B>(self, response: &Response<B>) -> bool {
        let fields = response.headers();
        self.is_alone
            && response.status().is_success()
            && !fields.contains_key(CONTENT_LENGTH)
            && !fields.contains_key(TRANSFER_ENCODING)
    }
}

/// A subscription that hyper no longer sends.
#[derive(Debug)]
pub(crate) struct Subscribed {
    pub(super) response: Response<ResponseBody>,
    /// Whether one of the two ends asked to close the connection after the response (RFC 9112 §9.6).
    pub(super) closes: bool,
}

/// The place of at most one subscription, which waits until hyper has nothing more to write.
#[derive(Debug, Default)]
pub(crate) struct Handover {
    is_waiting: AtomicBool,
    subscribed: Mutex<Option<Box<Subscribed>>>,
}

impl Handover {
    /// Puts a response in its place. `request`: the fields of the request.
    pub(crate) fn put(&self, response: Response<ResponseBody>, request: &HeaderMap) {
        let closes = closes(request) || closes(response.headers());
        let subscribed = Box::new(Subscribed { response, closes });
        *self.subscribed.lock().unwrap_or_else(PoisonError::into_inner) = Some(subscribed);
        // The connection's task sets and reads it.
        self.is_waiting.store(true, Ordering::Relaxed);
    }

    /// Returns whether a subscription waits.
    pub(crate) fn is_waiting(&self) -> bool {
        self.is_waiting.load(Ordering::Relaxed)
    }

    pub(crate) fn take(&self) -> Option<Box<Subscribed>> {
        self.is_waiting.store(false, Ordering::Relaxed);
        self.subscribed.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

fn closes(fields: &HeaderMap) -> bool {
    let lists = fields.get_all(CONNECTION).iter().filter_map(|value| value.to_str().ok());
    lists.flat_map(|list| list.split(',')).any(|option| option.trim().eq_ignore_ascii_case("close"))
}

#[cfg(test)]
mod tests {
    use http::{Request, Response, Version};

    use super::{Asked, closes};

    #[test]
    fn only_a_response_in_chunks_to_a_request_without_a_body_is_taken_from_hyper() {
        let permits = |version, has_body, status: u16, field: Option<&str>| {
            let head = Request::builder().version(version).body(()).unwrap().into_parts().0;
            let response = Response::builder().status(status);
            let response = field.into_iter().fold(response, |response, name| response.header(name, "1"));
            Asked::of(&head, has_body).permits(&response.body(()).unwrap())
        };
        assert!(permits(Version::HTTP_11, false, 200, Some("x-limit")));
        assert!(!permits(Version::HTTP_10, false, 200, None), "HTTP/1.0 has no chunks");
        assert!(!permits(Version::HTTP_2, false, 200, None));
        assert!(!permits(Version::HTTP_11, true, 200, None));
        assert!(!permits(Version::HTTP_11, false, 404, None));
        assert!(!permits(Version::HTTP_11, false, 200, Some("content-length")));
        assert!(!permits(Version::HTTP_11, false, 200, Some("transfer-encoding")));
    }

    #[test]
    fn close_is_found_among_the_options_of_a_connection() {
        let fields = |values: &[&str]| {
            let request = values.iter().fold(Request::builder(), |request, value| request.header("connection", *value));
            request.body(()).unwrap().into_parts().0.headers
        };
        for (values, expected) in [
            (&[][..], false),
            (&["keep-alive"], false),
            (&["Close"], true),
            (&["upgrade, close"], true),
            (&["a", "close"], true),
        ] {
            assert_eq!(closes(&fields(values)), expected, "{values:?}");
        }
    }
}
