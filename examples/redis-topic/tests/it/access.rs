//! Users of Redis: the rights that are needed, a password that is refused, and TLS.

use redis_topic::{Health, RedisLogs};

use crate::world::{World, append, entries, eventually, follow, options, payloads, within};

const README: &str = include_str!("../../README.md");

pub(crate) async fn the_rights_in_the_readme_suffice(world: World) {
    let server = world.start();
    let rights = README.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).expect("the rights");
    let user = ["ACL", "SETUSER", "node", "on", ">secret", "~topic:*", "&topic:*", "-@all"];
    let words: Vec<&str> = user.into_iter().chain(rights.split_whitespace()).collect();
    server.command(&words).unwrap();
    // Expiry is put off while the test runs.
    let options = options().unused_after(std::time::Duration::from_millis(400));
    let logs = RedisLogs::new(&format!("redis://node:secret@{}", server.address()), options).unwrap();
    let mut follower = follow(&logs, "room").await;
    for text in ["a", "b"] {
        append(&logs, "room", &[text]).await;
        assert_eq!(payloads(&mut follower, 1).await, entries(&[text]));
        server.command(&["CLIENT", "KILL", "TYPE", "pubsub"]).unwrap();
    }
    for number in 0..40 {
        let other =
            RedisLogs::new(&format!("redis://node:secret@{}", server.address()), crate::world::options()).unwrap();
        append(&other, "room", &[&number.to_string()]).await;
    }
    drop(follower);
    eventually("the channel is left", async || server.command(&["PUBSUB", "CHANNELS"]).unwrap() == "*0").await;
    // Every refusal is in Redis' log.
    assert_eq!(server.command(&["ACL", "LOG"]).unwrap(), "*0");
}

pub(crate) async fn a_refused_password_is_told_by_the_health(world: World) {
    let server = world.start();
    server.command(&["ACL", "SETUSER", "node", "on", ">secret", "allkeys", "allchannels", "allcommands"]).unwrap();
    let logs = RedisLogs::new(&format!("redis://node:wrong@{}", server.address()), options()).unwrap();
    let mut health = logs.watch_health();
    let refused = |health: &Health| matches!(health, Health::Disconnected { reason } if reason.contains("WRONGPASS"));
    within(health.wait_for(refused)).await.unwrap();
    // Once the password is right, no restart is needed.
    server.command(&["ACL", "SETUSER", "node", ">wrong"]).unwrap();
    within(health.wait_for(Health::is_connected)).await.unwrap();
    assert!(!format!("{logs:?}").contains("wrong"));
}

#[cfg(feature = "tls")]
pub(crate) async fn a_server_with_tls_is_reached_if_its_certificate_is_right(world: World) {
    let server = world.start();
    let (ours, other) = (peers::Authority::new(), peers::Authority::new());
    let [certificate, key] = ours.server().map(|path| path.display().to_string());
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port().to_string();
    let settings = ["tls-cert-file", &certificate, "tls-key-file", &key, "tls-auth-clients", "no", "tls-port", &port];
    server.command(&[&["CONFIG", "SET"], settings.as_slice()].concat()).unwrap();
    let connect = |authority: &peers::Authority| {
        let options = options().root_certificates(std::fs::read(authority.certificate()).unwrap());
        RedisLogs::new(&format!("rediss://localhost:{port}"), options).unwrap()
    };
    let logs = connect(&ours);
    let mut follower = follow(&logs, "room").await;
    append(&logs, "room", &["a"]).await;
    assert_eq!(payloads(&mut follower, 1).await, entries(&["a"]));
    let refusing = connect(&other);
    let mut health = refusing.watch_health();
    let refused = |health: &Health| matches!(health, Health::Disconnected { reason } if reason.contains("certificate"));
    within(health.wait_for(refused)).await.unwrap();
}
