//! A file as a response body.

use api_core::call::{ByteStream, Reply, ReplyForm};
use api_core::description::Output;
use api_core::{Body, Failure};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderValue, Response};

/// An uploaded file, unchanged.
#[derive(Debug, Clone, PartialEq)]
pub struct Download {
    /// The announced media type.
    pub content_type: String,
    /// The content.
    pub content: ByteStream,
}

impl Reply for Download {
    const OUTPUTS: &'static [Output] =
        &[Output::new(200, "*/*", None).docs("The file, with its announced media type.").streamed()];

    fn encode(self, form: &ReplyForm) -> Result<Response<Body>, Failure> {
        let content_type = HeaderValue::try_from(&self.content_type);
        let disposition = if is_shown(&self.content_type) { "inline" } else { "attachment" };
        let mut response = self.content.encode(form)?;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, content_type.unwrap_or(HeaderValue::from_static("application/octet-stream")));
        // An uploaded file must not run scripts in the browser with the origin of this host.
        headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static(disposition));
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, max-age=3600"));
        Ok(response)
    }

    async fn decode(response: Response<Body>, form: &ReplyForm) -> Result<Self, Failure> {
        let content_type = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let content_type = content_type.unwrap_or("application/octet-stream").to_owned();
        Ok(Self { content_type, content: ByteStream::decode(response, form).await? })
    }
}

/// Whether a browser may display the content inline. Images, videos and recordings run no script, except SVG. Of a list
/// of media types, a browser may use any.
fn is_shown(content_type: &str) -> bool {
    if content_type.contains(',') {
        return false;
    }
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let kind = essence.split('/').next().unwrap_or_default();
    matches!(kind, "image" | "video" | "audio") && !essence.contains("svg")
}

#[cfg(test)]
mod tests {
    use super::is_shown;

    #[test]
    fn content_that_could_run_scripts_is_not_shown_inline() {
        for (content_type, shown) in [
            ("image/png", true),
            ("VIDEO/mp4; codecs=x", true),
            ("audio/ogg", true),
            ("image/svg+xml", false),
            ("image/png, text/html", false),
            ("video/x;a=b, text/html", false),
            ("text/html", false),
            ("application/pdf", false),
            ("", false),
        ] {
            assert_eq!(is_shown(content_type), shown, "{content_type}");
        }
    }
}
