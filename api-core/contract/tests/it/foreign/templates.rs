//! Code that drafts hold as it is, run here.

use api_core::call::Reply as _;

mod replies {
    #![allow(missing_docs, unreachable_pub, reason = "this is code of another crate")]

    include!("../../../src/draft/templates/of_bytes.rs");

    of_bytes! { ApplicationPdf "application/pdf" }
}

#[test]
fn bytes_have_their_media_type() {
    let output = replies::ApplicationPdf::OUTPUTS[0];
    assert_eq!((output.status, output.media_type), (200, Some("application/pdf")));
}
