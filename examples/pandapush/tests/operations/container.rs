//! Dockerfile, compose file and nginx configuration agree with each other and with the program. No engine runs them.

use std::fs;
use std::path::{Path, PathBuf};

use saphyr::{LoadableYamlNode as _, Yaml};

use super::help::{help_of_serve, is_variable, options};
use super::node::command;

/// The options whose defaults decide how long a container may take to end.
const SECONDS_TO_END: [(&str, u64); 2] = [("--shutdown-delay", 0), ("--drain-time", 30)];

#[test]
fn the_image_builds_and_runs_this_program() {
    let help = help_of_serve();
    let dockerfile = read("Dockerfile");
    let lines: Vec<&str> = dockerfile.lines().collect();
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let version = manifest.lines().find_map(|line| line.strip_prefix("rust-version = ")).unwrap().trim_matches('"');
    assert!(lines.contains(&&*format!("FROM rust:{version}-slim-bookworm AS build")), "{dockerfile}");
    assert!(dockerfile.contains("cargo build --release --locked --package pandapush"));
    assert!(dockerfile.contains("/source/target/release/pandapush /usr/local/bin/pandapush"));
    for (name, _) in variables(&dockerfile) {
        assert!(is_variable(&help, name), "{name} is no variable of `serve`");
    }
    let port = port(&dockerfile);
    assert!(lines.contains(&&*format!("EXPOSE {port}")));
    let check = lines.iter().find_map(|line| line.trim().strip_prefix("CMD [\"/usr/local/bin/pandapush\", ")).unwrap();
    assert_eq!(check, format!("\"health\", \"http://127.0.0.1:{port}\"]"));
    for arguments in [["health", "--help"], ["serve", "--help"]] {
        assert!(command().args(arguments).output().unwrap().status.success());
    }
    assert!(lines.iter().any(|line| line.starts_with("FROM") && line.ends_with(":nonroot")), "it runs as root");
}

#[test]
fn the_compose_file_names_what_exists() {
    let help = help_of_serve();
    let text = read("compose.yaml");
    let documents = Yaml::load_from_str(&text).unwrap();
    let compose = &documents[0];
    let services = compose["services"].as_mapping().unwrap();
    let is_service = |name: &str| compose["services"].contains_mapping_key(name);
    let nodes: Vec<&Yaml<'_>> = services.values().filter(|service| service.contains_mapping_key("build")).collect();
    assert_eq!(nodes.len(), 2);
    for node in nodes {
        for name in node["environment"].as_mapping().unwrap().keys() {
            let name = name.as_str().unwrap();
            assert!(is_variable(&help, name), "{name} is no variable of `serve`");
        }
        let context = folder().join(node["build"]["context"].as_str().unwrap());
        assert!(context.join(node["build"]["dockerfile"].as_str().unwrap()).is_file());
        let grace = node["stop_grace_period"].as_str().unwrap().trim_end_matches('s').parse::<u64>().unwrap();
        let ends_in: u64 = SECONDS_TO_END.map(|(option, default)| default_of(&help, option, default)).iter().sum();
        assert!(grace > ends_in, "a node is killed before it has ended");
        assert!(is_service(node["environment"]["DATABASE_ADDRESS"].as_str().unwrap()));
        let (redis, port) = node["environment"]["REDIS_HOSTS"].as_str().unwrap().split_once(':').unwrap();
        assert!(is_service(redis) && port == "6379");
    }
    for (name, service) in services {
        assert!(service.contains_mapping_key("image"), "{name:?}");
        for needed in dependencies(service) {
            assert!(is_service(needed), "{name:?} depends on {needed}");
        }
        for mount in service.as_mapping_get("volumes").and_then(Yaml::as_sequence).into_iter().flatten() {
            let source = mount.as_str().unwrap().split(':').next().unwrap();
            let exists = match source.strip_prefix("./") {
                Some(file) => folder().join(file).is_file(),
                None => compose["volumes"].contains_mapping_key(source),
            };
            assert!(exists, "{source} does not exist");
        }
    }
}

#[test]
fn the_proxy_leads_to_the_nodes_of_the_compose_file() {
    let compose = read("compose.yaml");
    let port = port(&read("Dockerfile")).to_owned();
    let proxy = read("nginx.conf");
    let servers = proxy.lines().filter_map(|line| line.trim().strip_prefix("server ")?.split(' ').next());
    let servers: Vec<&str> = servers.filter(|server| *server != "{").collect();
    assert_eq!(servers.len(), 2);
    for server in servers {
        let (name, of_server) = server.split_once(':').unwrap();
        assert_eq!(of_server, port);
        assert!(compose.contains(&format!("\n  {name}: *node\n")), "{name}");
    }
    let read_timeout = proxy.split("proxy_read_timeout ").nth(1).unwrap().split("s;").next().unwrap();
    assert!(read_timeout.parse::<u64>().unwrap() > default_of(&help_of_serve(), "--hold", 30), "polls are cut");
}

#[test]
fn the_page_for_operators_shows_the_proxy_and_names_every_variable() {
    let page = fs::read_to_string(root().join("docs/pandapush-in-production.md")).unwrap();
    assert!(page.contains(&format!("```nginx\n{}```", read("nginx.conf"))));
    for (name, explained) in options(&help_of_serve()) {
        let variable = explained.split("[env: ").nth(1).unwrap().split([']', '=']).next().unwrap();
        let end = variable.strip_prefix("DATABASE").map_or(variable, |end| if end.is_empty() { variable } else { end });
        assert!(page.contains(&format!("`{variable}")) || page.contains(&format!("`{end}")), "{name}: {variable}");
    }
}

/// Returns the names of services that a service waits for.
fn dependencies<'a>(service: &'a Yaml<'a>) -> Vec<&'a str> {
    let needed = service.as_mapping_get("depends_on");
    let names = needed.and_then(Yaml::as_sequence).into_iter().flatten();
    let keys = needed.and_then(Yaml::as_mapping).into_iter().flat_map(|mapping| mapping.keys());
    names.chain(keys).filter_map(Yaml::as_str).collect()
}

/// Returns the variables that a Dockerfile sets.
fn variables(dockerfile: &str) -> Vec<(&str, &str)> {
    let joined = dockerfile.split("\nENV ").nth(1).unwrap();
    let lines = joined.lines().map(|line| line.trim_end_matches('\\').trim());
    lines.map_while(|line| line.split_once('=').filter(|(name, _)| !name.contains(' '))).collect()
}

fn port(dockerfile: &str) -> &str {
    let variables = variables(dockerfile);
    variables.iter().find(|(name, _)| *name == "PANDAPUSH_LISTEN").unwrap().1.rsplit(':').next().unwrap()
}

/// Returns the default of an option, which must be what the files were written for.
fn default_of(help: &str, option: &str, expected: u64) -> u64 {
    let (_, explained) = options(help).into_iter().find(|(name, _)| name.starts_with(option)).unwrap();
    assert!(explained.contains(&format!("[default: {expected}]")), "{explained}");
    expected
}

fn read(name: &str) -> String {
    fs::read_to_string(folder().join(name)).unwrap()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn root() -> PathBuf {
    folder().join("../..")
}
