//! What a document cannot be made of.

use api_documents::{Mistake, Mounted, Outline};
use api_testing::everything::EverythingApi;

#[test]
fn all_mistakes_of_an_outline_are_reported_at_once() {
    let outline = Outline::new("", "")
        .server("rooms.example", "")
        .api::<EverythingApi>()
        .mounted(Mounted::of::<EverythingApi>().under("v1"))
        .mounted(Mounted::of::<EverythingApi>().under("/{tenant}"))
        .mounted(Mounted::of::<EverythingApi>().under("/v1/"))
        .api::<EverythingApi>();
    let mistakes = outline.check().unwrap_err();
    assert_eq!(
        mistakes.0,
        [
            Mistake::NoTitle,
            Mistake::NoVersion,
            Mistake::Server("rooms.example".to_owned()),
            Mistake::Prefix("v1".to_owned()),
            Mistake::Prefix("/{tenant}".to_owned()),
            Mistake::Prefix("/v1/".to_owned()),
            Mistake::Twice("Everything".to_owned()),
        ]
    );
    assert_eq!(mistakes.to_string().lines().count(), 7);
}

#[test]
fn one_api_may_be_under_two_prefixes() {
    let outline = Outline::new("Twice", "1").api::<EverythingApi>();
    let document = outline.mounted(Mounted::of::<EverythingApi>().under("/v1")).check().unwrap().openapi();
    let text = document.write(api_documents::openapi::Version::V3_1);
    assert!(text.contains("\"/everything/{tenant}/echo\": {") && text.contains("\"/v1/everything/{tenant}/echo\": {"));
    assert!(
        text.contains("\"operationId\": \"Everything_echo\"") && text.contains("\"operationId\": \"Everything2_echo\"")
    );
}
