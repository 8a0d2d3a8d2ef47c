//! The table has a row for every endpoint, and the response to every row has exactly the members of `PROTOCOL.md`.

use std::collections::BTreeSet;

use chatkit::api::DESCRIPTIONS;
use http::header::CONTENT_TYPE;
use jiff::Timestamp;
use serde_json::Value;

use super::stage::Stage;
use super::table::{Row, rows};
use crate::wire::members;

#[test]
fn every_endpoint_has_a_row() {
    let rows: BTreeSet<(&str, &str)> = rows().map(|row| (row.api, row.endpoint)).collect();
    let endpoints: BTreeSet<(&str, &str)> =
        DESCRIPTIONS.iter().flat_map(|api| api.endpoints.iter().map(|endpoint| (api.name, endpoint.name))).collect();
    assert_eq!(
        rows.difference(&endpoints).collect::<Vec<_>>(),
        Vec::<&(&str, &str)>::new(),
        "rows without an endpoint"
    );
    assert_eq!(endpoints.difference(&rows).collect::<Vec<_>>(), Vec::<&(&str, &str)>::new(), "endpoints without a row");
}

/// Ensures that the request of a row reaches the endpoint of that row.
#[test]
fn every_row_has_the_method_path_and_requirements_of_its_endpoint() {
    for row in rows() {
        let api = DESCRIPTIONS.iter().find(|api| api.name == row.api).unwrap();
        let endpoint = api.endpoint(row.endpoint).unwrap();
        let declared: BTreeSet<&str> = endpoint.requires.iter().copied().collect();
        let needed: BTreeSet<&str> = row.needs.split(' ').filter(|need| !need.is_empty()).collect();
        assert_eq!((endpoint.verb.as_str(), declared), (row.method, needed), "{}::{}", row.api, row.endpoint);
        let path = row.path.split('?').next().unwrap();
        if !path.starts_with('{') {
            let template = endpoint.path.to_string();
            let fits = |(template, segment): (&str, &str)| template.starts_with('{') || template == segment;
            let mut pairs = template.trim_start_matches('/').split('/').zip(path.split('/'));
            let segments = template.trim_start_matches('/').split('/').count();
            assert!(pairs.all(fits) && segments == path.split('/').count(), "{path} at {template}");
        }
    }
}

#[tokio::test]
async fn every_response_has_the_status_and_exactly_the_members_of_its_row() {
    for row in rows() {
        let stage = Stage::new().await;
        let name = format!("{}::{}", row.api, row.endpoint);
        if row.is_subscription() {
            let mut events = stage.follow(&row, &stage.caller(&row)).await;
            match row.answer.strip_prefix("event:").unwrap() {
                "" => events.expect_no_line().await,
                event => drop(events.data(event).await),
            }
            continue;
        }
        let answer = stage.ask(&row, &stage.caller(&row)).await;
        assert_eq!(answer.status, row.status, "{name}: {}", answer.shown());
        match row.answer {
            "" => answer.empty(row.status),
            "bytes" => {
                assert_eq!(
                    (answer.shown().as_str(), answer.headers[CONTENT_TYPE].as_bytes()),
                    ("hello", &b"text/plain"[..])
                );
            }
            _ => check_members(&name, &row, &answer.json(row.status)),
        }
    }
}

fn check_members(name: &str, row: &Row, answer: &Value) {
    let Some(wanted) = row.answer.strip_prefix('[') else {
        return check_object(name, row.answer, answer);
    };
    let items = answer.as_array().unwrap_or_else(|| panic!("{name}: not an array: {answer}"));
    if !wanted.is_empty() {
        assert!(!items.is_empty(), "{name}: the array is empty");
        for item in items {
            check_object(name, wanted, item);
        }
    }
}

fn check_object(name: &str, wanted: &str, found: &Value) {
    let mut left = members(found);
    for member in wanted.split_whitespace() {
        let there = left.remove(member.trim_end_matches('?'));
        assert!(there || member.ends_with('?'), "{name}: {member} is missing: {found}");
    }
    assert!(left.is_empty(), "{name}: {left:?} is not in the table: {found}");
}

/// Optional members are absent rather than null: published SDKs treat the two differently. The members in the list of
/// all rooms are an exception.
#[tokio::test]
async fn no_response_contains_null_except_for_the_members_of_listed_rooms() {
    for row in rows().filter(|row| !row.is_subscription() && !matches!(row.answer, "" | "bytes")) {
        let stage = Stage::new().await;
        let answer = stage.ask(&row, &stage.caller(&row)).await;
        let body = serde_json::from_slice(&answer.body).unwrap();
        let listed = row.endpoint == "rooms" && row.api != "ChatkitV7";
        assert_eq!(has_null(&body), listed, "{}::{}: {body}", row.api, row.endpoint);
    }
}

/// The Swift SDK ends the app when a time has another form.
#[tokio::test]
async fn every_time_in_a_response_or_event_is_whole_seconds_in_utc() {
    let mut times = 0;
    for row in rows().filter(|row| !matches!(row.answer, "" | "bytes" | "event:")) {
        let stage = Stage::new().await;
        let caller = stage.caller(&row);
        let body = if row.is_subscription() {
            stage.follow(&row, &caller).await.body().await
        } else {
            serde_json::from_slice(&stage.ask(&row, &caller).await.body).unwrap()
        };
        for text in texts(&body) {
            let Ok(time) = text.parse::<Timestamp>() else { continue };
            let whole = Timestamp::from_second(time.as_second()).unwrap().to_string();
            assert_eq!(text, whole, "{}::{}: {body}", row.api, row.endpoint);
            times += 1;
        }
    }
    assert!(times > 100, "{times}");
}

/// Returns every string in a value.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(members) => members.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

/// Returns whether a value is or contains null. A search in the text could match the letters within a signature.
fn has_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.iter().any(has_null),
        Value::Object(members) => members.values().any(has_null),
        _ => false,
    }
}
