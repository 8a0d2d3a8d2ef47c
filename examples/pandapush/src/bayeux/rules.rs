//! What each message must contain. When several errors apply, the later test wins, as in Faye.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;

use super::{BayeuxError, ConnectionType, Message, meta};
use crate::broker::{ClientId, Milliseconds};
use crate::channel::{Address, Kind, is_name, is_name_or_pattern};

/// A valid connect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connect {
    /// The client.
    pub client: ClientId,
    /// How it is connected.
    pub connection: ConnectionType,
    /// How long the client wants the connect to be held at most.
    pub timeout: Option<Milliseconds>,
    /// The id of the message, as it was written.
    pub id: Option<String>,
}

/// A valid subscribe or unsubscribe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// The client.
    pub client: ClientId,
    /// The channels and patterns, at least one.
    pub channels: Vec<String>,
}

/// Checks a handshake.
///
/// # Errors
///
/// Returns the error of the reply.
pub fn handshake(message: &Message<'_>) -> Result<(), BayeuxError> {
    let types = message.member("supportedConnectionTypes");
    let types: Vec<Value> = types
        .and_then(|types| serde_json::from_str(types.get()).ok())
        .ok_or(BayeuxError::Missing("supportedConnectionTypes"))?;
    let names: Vec<&str> = types.iter().filter_map(Value::as_str).collect();
    if !names.iter().any(|name| ConnectionType::from_name(name).is_some()) {
        return Err(BayeuxError::ConnectionTypes(names.join(",")));
    }
    message.member("version").map(drop).ok_or(BayeuxError::Missing("version"))
}

/// Checks a connect. `is_known` tells whether a client has a session.
///
/// # Errors
///
/// Returns the error of the reply.
pub fn connect(message: &Message<'_>, is_known: impl FnOnce(&ClientId) -> bool) -> Result<Connect, BayeuxError> {
    let name = message.member("connectionType").ok_or(BayeuxError::Missing("connectionType"))?;
    let connection = serde_json::from_str::<String>(name.get()).ok();
    let connection = connection.as_deref().and_then(ConnectionType::from_name);
    let connection = connection.ok_or_else(|| BayeuxError::ConnectionTypes(shown(name)))?;
    let client = client(message, is_known)?;
    let advice: Option<Value> = message.member("advice").and_then(|advice| serde_json::from_str(advice.get()).ok());
    let timeout = advice.as_ref().and_then(|advice| advice.get("timeout")).and_then(Value::as_f64);
    // A negative time is over at once, and a fraction of a millisecond is none.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float converts by saturating")]
    let timeout = timeout.map(|milliseconds| milliseconds as Milliseconds);
    let id = message.member("id").map(|id| id.get().to_owned());
    Ok(Connect { client, connection, timeout, id })
}

/// Checks that a message is from a known client, which is all that a disconnect needs.
///
/// # Errors
///
/// Returns the error of the reply.
pub fn client(message: &Message<'_>, is_known: impl FnOnce(&ClientId) -> bool) -> Result<ClientId, BayeuxError> {
    let id = message.member("clientId").ok_or(BayeuxError::Missing("clientId"))?;
    let unknown = || BayeuxError::UnknownClient(shown(id));
    let client = serde_json::from_str::<String>(id.get()).map_err(|_| unknown())?;
    let client = ClientId::from_text(&client);
    if is_known(&client) { Ok(client) } else { Err(unknown()) }
}

/// Checks a subscribe or unsubscribe. All channels must be valid.
///
/// # Errors
///
/// Returns the error of the reply.
pub fn subscription(
    message: &Message<'_>,
    is_known: impl FnOnce(&ClientId) -> bool,
) -> Result<Subscription, BayeuxError> {
    let channels = channels(message).ok_or(BayeuxError::Missing("subscription"))?;
    let client = client(message, is_known)?;
    for channel in &channels {
        if !is_name_or_pattern(channel) {
            return Err(BayeuxError::InvalidChannel(channel.clone()));
        }
        if !meta::is_subscribable(channel) {
            return Err(BayeuxError::Forbidden(channel.clone()));
        }
    }
    Ok(Subscription { client, channels })
}

/// Returns the channels of a subscription: a text, or an array of texts. `None` without any.
pub fn channels(message: &Message<'_>) -> Option<Vec<String>> {
    let subscription = message.member("subscription")?.get();
    let one = serde_json::from_str::<String>(subscription).map(|channel| vec![channel]);
    let channels = one.or_else(|_| serde_json::from_str::<Vec<String>>(subscription)).ok()?;
    (!channels.is_empty()).then_some(channels)
}

/// Checks a publication by a client, whose credentials were checked before. Returns its data.
///
/// # Errors
///
/// Returns the error of the reply.
pub fn publication<'a>(message: &Message<'a>) -> Result<Cow<'a, RawValue>, BayeuxError> {
    let channel = &message.channel;
    let data = message.data().ok_or(BayeuxError::Missing("data"))?;
    if !is_name(channel) {
        return Err(BayeuxError::InvalidChannel(channel.clone()));
    }
    match Address::parse(channel).map(|address| address.kind) {
        Ok(Kind::Meta) => Err(BayeuxError::Forbidden(channel.clone())),
        Ok(Kind::Presence) if looks_like_presence(data) => Err(BayeuxError::ReservedForPresence(channel.clone())),
        _ => Ok(without_credentials(data)),
    }
}

/// Removes the member `__auth`, in which old clients of the original sent credentials, so that no subscriber sees them.
fn without_credentials(data: &RawValue) -> Cow<'_, RawValue> {
    let object = data.get().contains("__auth").then(|| serde_json::from_str::<BTreeMap<String, &RawValue>>(data.get()));
    let Some(Ok(mut object)) = object else { return Cow::Borrowed(data) };
    if object.remove("__auth").is_none() {
        return Cow::Borrowed(data);
    }
    serde_json::value::to_raw_value(&object).map_or(Cow::Borrowed(data), Cow::Owned)
}

/// Returns whether data has the form of the server's own events on presence channels. Values are not decoded: what has
/// bounds here, such as the depth of nesting or the size of a number, has none or others in a browser.
pub fn looks_like_presence(data: &RawValue) -> bool {
    if !data.get().starts_with('{') {
        return false;
    }
    // Names that are no Unicode text could hide another one.
    let object: Result<BTreeMap<String, &RawValue>, _> = serde_json::from_str(data.get());
    object.map_or(true, |object| object.contains_key("subscribe") || object.contains_key("unsubscribe"))
}

/// Returns a value as it appears in an error: a text without its quotes.
fn shown(value: &RawValue) -> String {
    serde_json::from_str::<String>(value.get()).unwrap_or_else(|_| value.get().to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::messages;
    use super::*;

    fn message(text: &str) -> Message<'_> {
        messages(text).unwrap().remove(0)
    }

    /// The table of the reference, section 9.3.
    #[test]
    fn every_error_has_its_text_and_the_later_test_wins() {
        let handshakes = [
            (r#""supportedConnectionTypes":["websocket"]"#, "402:version:Missing required parameter"),
            (r#""version":"1.0""#, "402:supportedConnectionTypes:Missing required parameter"),
            (r#""version":"""#, "402:supportedConnectionTypes:Missing required parameter"),
            (r#""version":"1.0","supportedConnectionTypes":["a","b"]"#, "301:a,b:Connection types not supported"),
            (r#""version":"1.0","supportedConnectionTypes":[]"#, "301::Connection types not supported"),
        ];
        for (members, text) in handshakes {
            let request = format!(r#"{{"channel":"/meta/handshake",{members}}}"#);
            assert_eq!(handshake(&message(&request)).unwrap_err().to_string(), text, "{members}");
        }
        let connects = [
            (r#""clientId":"x","connectionType":"websocket""#, "401:x:Unknown client"),
            (r#""clientId":5,"connectionType":"websocket""#, "401:5:Unknown client"),
            (r#""connectionType":"websocket""#, "402:clientId:Missing required parameter"),
            (r#""clientId":"x","connectionType":"flash""#, "301:flash:Connection types not supported"),
            (r#""clientId":"x""#, "402:connectionType:Missing required parameter"),
            (r#""a":1"#, "402:connectionType:Missing required parameter"),
        ];
        for (members, text) in connects {
            let request = format!(r#"{{"channel":"/meta/connect",{members}}}"#);
            assert_eq!(connect(&message(&request), |_| false).unwrap_err().to_string(), text, "{members}");
        }
        let subscriptions = [
            (r#""subscription":"/a/public/x""#, "402:clientId:Missing required parameter"),
            (r#""clientId":"k","subscription":"/a.b""#, "405:/a.b:Invalid channel"),
            (r#""clientId":"k","subscription":"/meta/public/x""#, "403:/meta/public/x:Forbidden channel"),
            (
                r#""clientId":"k","subscription":["/a/public/x","/service/public/x"]"#,
                "403:/service/public/x:Forbidden channel",
            ),
            (r#""clientId":"x","subscription":"/a.b""#, "401:x:Unknown client"),
            (r#""clientId":"k""#, "402:subscription:Missing required parameter"),
            (r#""clientId":"k","subscription":5"#, "402:subscription:Missing required parameter"),
            (r#""clientId":"k","subscription":[]"#, "402:subscription:Missing required parameter"),
            (r#""clientId":"k","subscription":[null]"#, "402:subscription:Missing required parameter"),
        ];
        for (members, text) in subscriptions {
            let request = format!(r#"{{"channel":"/meta/subscribe",{members}}}"#);
            let checked = subscription(&message(&request), |client| client.as_str() == "k");
            assert_eq!(checked.unwrap_err().to_string(), text, "{members}");
        }
        let publications = [
            (r#""channel":"/a/public/*""#, "402:data:Missing required parameter"),
            (r#""channel":"/a/public/*","data":1"#, "405:/a/public/*:Invalid channel"),
            (r#""channel":"/a/public/x/","data":1"#, "405:/a/public/x/:Invalid channel"),
            (r#""channel":"/a/meta/x","data":1"#, "403:/a/meta/x:Forbidden channel"),
            (r#""channel":"/a/presence/x","data":{"subscribe":{}}"#, "403:/a/presence/x:Reserved for presence"),
            (r#""channel":"/a/presence/x","data":{"unsubscribe":1}"#, "403:/a/presence/x:Reserved for presence"),
        ];
        for (members, text) in publications {
            assert_eq!(publication(&message(&format!("{{{members}}}"))).unwrap_err().to_string(), text, "{members}");
        }
    }

    #[test]
    fn valid_messages_pass() {
        let request = r#"{"channel":"/meta/handshake","version":"9","supportedConnectionTypes":["x","long-polling"]}"#;
        assert_eq!(handshake(&message(request)), Ok(()));
        let request = concat!(
            r#"{"channel":"/meta/connect","clientId":"k","connectionType":"eventsource","id":"a","#,
            r#""advice":{"timeout":0}}"#
        );
        let expected = Connect {
            client: ClientId::from_text("k"),
            connection: ConnectionType::EventSource,
            timeout: Some(0),
            id: Some("\"a\"".to_owned()),
        };
        assert_eq!(connect(&message(request), |_| true), Ok(expected));
        let request = r#"{"channel":"/meta/subscribe","clientId":"k","subscription":["/a/public/x","/a/public/**"]}"#;
        assert_eq!(subscription(&message(request), |_| true).unwrap().channels.len(), 2);
        for data in ["null", "{}", "[]", "\"subscribe\"", "{\"x\":{\"subscribe\":1}}"] {
            let request = format!(r#"{{"channel":"/a/presence/x","data":{data}}}"#);
            assert_eq!(publication(&message(&request)).unwrap().get(), data);
        }
    }

    #[test]
    fn credentials_in_the_data_are_not_delivered() {
        let request = r#"{"channel":"/a/public/x","data":{"b":1,"__auth":{"token":"t"},"a":[2.50]}}"#;
        assert_eq!(publication(&message(request)).unwrap().get(), r#"{"a":[2.50],"b":1}"#);
        let request = r#"{"channel":"/a/public/x","data":{"b":"__auth"}}"#;
        assert_eq!(publication(&message(request)).unwrap().get(), r#"{"b":"__auth"}"#);
    }
}
