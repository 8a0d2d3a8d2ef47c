//! Meta channels: the reference's section 8.

use serde_json::{Value, json};

use crate::world::{World, claims, key, sign};

const STATISTICS: &str = "/app/meta/statistics";

#[tokio::test]
async fn statistics_have_the_form_of_the_original_and_count_one_period() {
    let world = World::with(|settings| settings.node = "host-1".to_owned()).await;
    let client = world.client().await;
    let auth = json!({"token": sign(&claims(STATISTICS, &json!({"pub": false})))});
    assert_eq!(client.subscribe_with(STATISTICS, &auth).await["successful"], true);
    // The node publishes them by itself as well, so only what is in sum is compared.
    for _ in 0..3 {
        world.publish("/app/public/x", &json!(1)).await;
    }
    world.publish("/app/public/y", &json!(1)).await;
    world.hub.publish_statistics().await;
    let events = client.events().await;
    let sum = |member: &str| events.iter().filter_map(|event| event["data"]["stats"][member].as_u64()).sum::<u64>();
    assert_eq!(sum("publishes"), 4);
    assert!((2..=3).contains(&sum("publishedChannels")), "{events:?}");
    for event in &events {
        assert_eq!(event["channel"], STATISTICS);
        assert_eq!(event["data"]["source"], "host-1");
        assert_eq!((&event["data"]["stats"]["clients"], &event["data"]["stats"]["channels"]), (&json!(1), &json!(1)));
        let members: Vec<&String> = event["data"]["stats"].as_object().unwrap().keys().collect();
        assert_eq!(members, ["channels", "clients", "publishedChannels", "publishes"]);
    }
}

#[tokio::test]
async fn statistics_come_by_themselves() {
    let world = World::new().await;
    let client = world.client().await;
    client.subscribe(STATISTICS).await;
    let answer = world.exchange(&client.connect("long-polling")).await;
    assert_eq!(answer[1]["channel"], STATISTICS);
}

#[tokio::test]
async fn statistics_show_one_application_only() {
    let world = World::new().await;
    let (one, other) = (world.client().await, world.client().await);
    one.subscribe(STATISTICS).await;
    let auth = json!({"key": "otherkey", "secret": "secret of otherkey"});
    assert_eq!(other.subscribe_with("/other/meta/statistics", &auth).await["successful"], true);
    world.publish("/app/public/x", &json!(1)).await;
    world.hub.publish_statistics().await;
    let publishes = |events: &[Value]| -> u64 {
        events.iter().filter_map(|event| event["data"]["stats"]["publishes"].as_u64()).sum()
    };
    assert_eq!(publishes(&one.events().await), 1);
    assert_eq!(publishes(&other.events().await), 0);
}

#[tokio::test]
async fn internal_channels_are_closed_to_clients() {
    let world = World::new().await;
    let client = world.client().await;
    for channel in ["/internal/meta/config", "/internal/meta/statistics"] {
        assert_eq!(client.subscribe_with(channel, &key()).await["error"], "Could not find key", "{channel}");
        let publication = json!({"channel": channel, "data": {}, "ext": {"auth": key()}});
        assert_eq!(world.reply(&publication).await["error"], "Could not find key", "{channel}");
    }
}
