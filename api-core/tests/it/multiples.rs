//! Multiples of a number, in each place of a request.

use api_core::routing::{ServiceSettings, respond};
use api_core::{Body, Error, Model, api};
use http::Request;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[model(multiple_of = 5)]
struct Step(i16);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Price {
    #[model(multiple_of = 0.01)]
    amount: f64,
    #[serde(default)]
    #[model(multiple_of = 0.1)]
    tax: f32,
}

#[api]
trait Shop {
    #[put("/steps/{first}")]
    async fn step(
        &self,
        first: Step,
        #[query] next: Option<Step>,
        #[header] x_last: Option<Step>,
        #[body] price: Price,
    ) -> Result<(), Error>;

    #[put("/forms")]
    async fn form(&self, #[body(form)] price: Price) -> Result<(), Error>;
}

struct Open;

impl Shop for Open {
    async fn step(&self, _: Step, _: Option<Step>, _: Option<Step>, _: Price) -> Result<(), Error> {
        Ok(())
    }

    async fn form(&self, _: Price) -> Result<(), Error> {
        Ok(())
    }
}

async fn answer(target: &str, last: &str, body: &str) -> (u16, String) {
    let is_form = target == "/forms";
    let media_type = if is_form { "application/x-www-form-urlencoded" } else { "application/json" };
    let request = Request::put(target).header("x-last", last).header("content-type", media_type);
    let (head, body) = request.body(Body::from(body.to_owned())).unwrap().into_parts();
    let response = respond(&ShopApi::serve(Open), &ServiceSettings::default(), &head, body).await;
    let status = response.status().as_u16();
    (status, String::from_utf8(response.body().as_bytes().unwrap().to_vec()).unwrap())
}

#[tokio::test]
async fn what_is_no_multiple_is_refused_in_each_place_of_a_request() {
    let table = [
        ("/steps/5?next=-10", "0", r#"{"amount":0.07}"#, 204, ""),
        ("/steps/5", "5", r#"{"amount":1e2,"tax":0.3}"#, 204, ""),
        ("/steps/6", "5", r#"{"amount":1}"#, 400, "a multiple of 5"),
        ("/steps/5?next=7", "5", r#"{"amount":1}"#, 400, "\"/query/next\",\"problem\":\"is 7\""),
        ("/steps/5", "-3", r#"{"amount":1}"#, 400, "is -3"),
        ("/steps/5", "5", r#"{"amount":0.075}"#, 422, "is 0.075"),
        ("/steps/5", "5", r#"{"amount":19.99,"tax":0.35}"#, 422, "is 0.35"),
        ("/forms", "5", "amount=19.99&tax=0.7", 204, ""),
        ("/forms", "5", "amount=19.999", 422, "a multiple of 0.01"),
        ("/forms", "5", "amount=inf", 422, "amount"),
    ];
    for (target, last, body, status, expected) in table {
        let (found, text) = answer(target, last, body).await;
        assert_eq!(found, status, "{target} {last} {body}: {text}");
        assert!(text.contains(expected), "{target} {last} {body}: {text}");
    }
}
