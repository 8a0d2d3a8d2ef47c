//! Streams of events.

use api_core::prelude::*;
use futures_util::stream;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Prompt {
    text: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Piece {
    text: String,
}

#[api]
trait Models {
    #[subscribe("/completions", method = post)]
    async fn complete(&self, #[body] prompt: Prompt) -> Result<Subscription<Piece>, Error>;
}

impl Models for () {
    async fn complete(&self, prompt: Prompt) -> Result<Subscription<Piece>, Error> {
        let words: Vec<String> = prompt.text.split(' ').map(str::to_owned).collect();
        Ok(Subscription::new(stream::iter(words.into_iter().map(|text| Event::new(Piece { text })))))
    }
}

#[tokio::test]
async fn a_prompt_is_answered_piece_by_piece() {
    let client = ModelsApi::connect(InProcess::new(ModelsApi::serve(())));
    let mut pieces = client.complete(Prompt { text: "to be".to_owned() }).await.unwrap();
    for text in ["to", "be"] {
        assert_eq!(pieces.next().await.unwrap(), Next::Event(Event::new(Piece { text: text.to_owned() })));
    }
    assert!(matches!(pieces.next().await.unwrap(), Next::End(end) if end.is_normal()));
}
