//! Patterns that the usual engine does not read: the laws hold for them, and both ends check them.

use api_core::routing::InProcess;
use api_core::{Error, Model, api};
use api_testing::laws::{self, Laws};
use serde::{Deserialize, Serialize};

/// A label without two hyphens beside each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[model(pattern = "^[a-z]((?!--)[a-z-])+$", max_length = 12)]
struct Label(String);

#[api]
trait Labels {
    #[post("/labels/{first}")]
    async fn add(&self, first: Label, #[query] more: Vec<Label>, #[body] label: Label) -> Result<Label, Error>;
}

struct Echo;

impl Labels for Echo {
    async fn add(&self, _: Label, _: Vec<Label>, label: Label) -> Result<Label, Error> {
        Ok(label)
    }
}

#[test]
fn the_laws_hold_for_patterns_with_look_around() {
    laws::check::<LabelsApi>(&Laws::new(60, 1));
}

#[tokio::test]
async fn a_value_that_does_not_match_is_refused() {
    let client = LabelsApi::connect(InProcess::new(LabelsApi::serve(Echo)));
    let label = |text: &str| Label(text.to_owned());
    assert_eq!(client.add(label("ab"), vec![], label("a-b")).await.unwrap(), label("a-b"));
    let refused = client.add(label("ab"), vec![], label("a--b")).await.unwrap_err();
    assert_eq!(refused.status().map(|status| status.as_u16()), Some(422));
}
