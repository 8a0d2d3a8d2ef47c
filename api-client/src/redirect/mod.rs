//! The layer that follows redirects.

mod location;
mod policy;

use api_core::client::RequestMetadata;
use api_core::description::Verb;
use api_core::error::{Failure, FailureKind};
use api_core::{Body, Transport};
use http::header::{
    AUTHORIZATION, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_LOCATION, CONTENT_TYPE, COOKIE, EXPECT,
    HOST, LOCATION, PROXY_AUTHORIZATION, TRANSFER_ENCODING,
};
use http::request::Parts;
use http::{HeaderMap, Method, Request, Response, StatusCode, Uri};

use crate::credentials::{Refused, WithoutCredentials};

use self::location::{is_downgrade, resolve, same_origin};

pub use self::policy::RedirectPolicy;

/// Maximum length of a `Location` in an error message, in characters.
const SHOWN: usize = 256;

/// A layer that follows redirects according to a [`RedirectPolicy`].
///
/// It applies to every request, also to those that open a subscription or a WebSocket. A subscription that was lost is
/// opened at its own address again. Each request of a chain has the retries and the time limits of one call.
///
/// A chain that is longer than the policy allows, or comes back to a request that was sent before, is a failure that
/// names the last `Location`. So is a body that would have to be sent again but is a stream.
#[derive(Debug, Clone)]
pub struct FollowRedirects<S> {
    inner: S,
    policy: RedirectPolicy,
}

impl<S: Transport> FollowRedirects<S> {
    /// Wraps a service.
    pub fn new(inner: S, policy: RedirectPolicy) -> Self {
        Self { inner, policy }
    }

    /// Returns the service below.
    pub(crate) fn inner(&self) -> &S {
        &self.inner
    }

    /// Returns whether redirects may be followed.
    pub(crate) fn is_on(&self) -> bool {
        !self.policy.is_off()
    }

    async fn follow(&self, mut request: Request<Body>) -> Result<Response<Body>, Failure> {
        // At most one for each redirect that the policy allows.
        let mut sent: Vec<(Method, Uri)> = Vec::new();
        loop {
            let body = request.body().try_clone();
            let (head, original) = request.into_parts();
            let again = head.clone();
            let response = self.inner.send(Request::from_parts(head, original)).await?;
            let Some(step) = self.step(&again, &response)? else { return Ok(response) };
            let previous = (again.method.clone(), again.uri.clone());
            request = redirected(again, body, &step)?;
            sent.push(previous);
            if sent.iter().any(|(method, uri)| method == request.method() && uri == request.uri()) {
                return Err(unfollowed(&step, "the redirects are a loop"));
            }
            if sent.len() > usize::from(self.policy.limit) {
                let limit = self.policy.limit;
                let why = format!("these are more than {limit} redirects, the limit of the client's `RedirectPolicy`");
                return Err(unfollowed(&step, &why));
            }
            tracing::debug!(path = request.uri().path(), status = step.status.as_u16(), "following a redirect");
        }
    }

    /// Returns the step to the next request. `None` if the response is to be returned.
    fn step(&self, head: &Parts, response: &Response<Body>) -> Result<Option<Step>, Failure> {
        let status = response.status();
        let Some(keeps_method) = keeps_method(status, &head.method) else { return Ok(None) };
        let Some(location) = response.headers().get(LOCATION) else { return Ok(None) };
        let declared = head.extensions.get::<RequestMetadata>().map_or(&[][..], |sent| sent.endpoint.outputs);
        if declared.iter().any(|output| output.status == status.as_u16()) {
            return Ok(None);
        }
        let shown: String = String::from_utf8_lossy(location.as_bytes()).chars().take(SHOWN).collect();
        let single = response.headers().get_all(LOCATION).iter().count() == 1;
        let target = location.to_str().ok().filter(|_| single).and_then(|text| resolve(&head.uri, text));
        let Some(target) = target else {
            let why = "expected one address that begins with `https://` or `http://`, or one relative to the request's";
            return Err(unfollowed(&Step { status, shown, target: Uri::default(), keeps_method }, why));
        };
        let leaves = !same_origin(&head.uri, &target);
        if is_downgrade(&head.uri, &target) || (leaves && !self.policy.other_origins) {
            tracing::debug!(location = shown, "the policy does not follow this redirect");
            return Ok(None);
        }
        Ok(Some(Step { status, shown, target, keeps_method }))
    }
}

/// A redirect that is followed.
struct Step {
    status: StatusCode,
    /// `Location` for messages.
    shown: String,
    target: Uri,
    keeps_method: bool,
}

/// Returns whether a redirect keeps the method, or `None` if the response is not one to follow (RFC 9110 §15.4).
fn keeps_method(status: StatusCode, method: &Method) -> Option<bool> {
    let safe = *method != Method::OPTIONS && Verb::of(method).is_some_and(Verb::is_safe);
    match status {
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND if safe || *method == Method::OPTIONS => Some(true),
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => (*method == Method::POST).then_some(false),
        StatusCode::SEE_OTHER => Some(safe),
        StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => Some(true),
        _ => None,
    }
}

/// Builds the next request from the head and the body of the previous one.
fn redirected(mut head: Parts, body: Option<Body>, step: &Step) -> Result<Request<Body>, Failure> {
    // It belongs to the first request of the chain.
    head.extensions.remove::<Refused>();
    let body = if step.keeps_method {
        body.ok_or_else(|| unfollowed(step, "the body of the request is a stream, which cannot be sent again"))?
    } else {
        head.method = Method::GET;
        remove_content_fields(&mut head.headers);
        Body::empty()
    };
    if !same_origin(&head.uri, &step.target) {
        remove_credentials(&mut head.headers);
        head.extensions.insert(WithoutCredentials);
    }
    head.uri = step.target.clone();
    Ok(Request::from_parts(head, body))
}

fn remove_content_fields(headers: &mut HeaderMap) {
    let fields =
        [CONTENT_TYPE, CONTENT_LENGTH, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LOCATION, TRANSFER_ENCODING, EXPECT];
    for name in fields {
        headers.remove(name);
    }
}

/// Removes what another origin must not see. The layer of credentials removes its own field.
fn remove_credentials(headers: &mut HeaderMap) {
    let sensitive = headers.iter().filter(|(_, value)| value.is_sensitive()).map(|(name, _)| name.clone());
    let secret: Vec<_> = sensitive.chain([AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION, HOST]).collect();
    for name in secret {
        headers.remove(name);
    }
}

fn unfollowed(step: &Step, why: &str) -> Failure {
    let message = format!("the redirect {} to `{}` was not followed: {why}", step.status.as_u16(), step.shown);
    Failure::new(FailureKind::Decode, message)
}

impl<S: Transport> Transport for FollowRedirects<S> {
    async fn send(&self, request: Request<Body>) -> Result<Response<Body>, Failure> {
        if self.policy.is_off() {
            return self.inner.send(request).await;
        }
        // Boxed, so that the future of a client without a policy does not grow.
        Box::pin(self.follow(request)).await
    }
}
