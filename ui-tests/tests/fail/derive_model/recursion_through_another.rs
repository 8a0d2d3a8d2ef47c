//! Two types that hold each other.

use api_core::Model;

#[derive(Model)]
pub struct Folder {
    pub files: Vec<File>,
}

#[derive(Model)]
pub struct File {
    pub folder: Option<Box<Folder>>,
}

fn main() {}
