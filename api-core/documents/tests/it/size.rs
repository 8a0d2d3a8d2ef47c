//! Documents of large APIs.

use std::time::Instant;

use api_core::description::{Description, Endpoint, Output, Path, Segment};
use api_core::error::ProblemDetails;
use api_core::model::{Declaration, Field, Shape, Struct, UnknownFields};
use api_documents::openapi::Version;
use api_documents::{Mounted, Outline};
use api_testing::everything::EverythingApi;

/// Returns an API with many endpoints, each with a type of its own.
fn large(endpoints: usize) -> &'static Description {
    let known = EverythingApi::DESCRIPTION;
    let endpoint = |number: usize| {
        let template = known.endpoints[number % known.endpoints.len()];
        let mut path = vec![Segment::Literal(format!("part{number}").leak())];
        path.extend(template.path.0);
        let mut endpoint: Endpoint = *template;
        endpoint.name = format!("{}_{number}", template.name).leak();
        endpoint.path = Path(path.leak());
        if template.exchange.is_unary() {
            let fields = ["one", "two", "three", "four"].map(|name| Field::plain(name, "A field.", &Shape::Boolean));
            let shape = Shape::Struct(Struct {
                declaration: Declaration { name: format!("Type{number}").leak(), arguments: &[], docs: "A type." },
                fields: fields.to_vec().leak(),
                unknown_fields: UnknownFields::Ignored,
            });
            let output = Output::new(200, "application/json", Some(Box::leak(Box::new(shape))));
            endpoint.outputs = vec![output].leak();
        }
        &*Box::leak(Box::new(endpoint))
    };
    let endpoints: Vec<&'static Endpoint> = (0..endpoints).map(endpoint).collect();
    Box::leak(Box::new(Description { endpoints: endpoints.leak(), ..*known }))
}

/// `cargo test --release -p api-documents size -- --nocapture` prints the times.
#[test]
fn each_document_of_500_endpoints_takes_less_than_50_milliseconds() {
    let description = large(500);
    let outline = || {
        let outline = Outline::new("Large", "1").mounted(Mounted::described(description, &ProblemDetails));
        outline.check().expect("an outline without mistakes")
    };
    let documents: [(&str, &dyn Fn() -> String); 5] = [
        ("OpenAPI", &|| outline().openapi().write(Version::V3_1)),
        ("AsyncAPI", &|| outline().asyncapi().write()),
        ("TypeScript", &|| outline().typescript().write()),
        ("Markdown", &|| outline().markdown()),
        ("page", &|| outline().page().html().to_owned()),
    ];
    // Code that is not optimized takes several times as long.
    let limit = if cfg!(debug_assertions) { 1000 } else { 50 };
    for (name, write) in documents {
        let text = write();
        assert!(text.contains("part499") || name == "AsyncAPI", "{name}");
        let times = (0..10).map(|_| {
            let start = Instant::now();
            assert_eq!(write().len(), text.len(), "{name}");
            start.elapsed()
        });
        let best = times.min().expect("a time");
        println!("{name}: {} bytes in {best:?}", text.len());
        assert!(best.as_millis() < limit, "{name}: {best:?}");
    }
}
