//! stub
#[derive(Debug,Clone,Copy,PartialEq,Eq)] pub enum Dialect { Elements, ServerSentEvents, Ndjson }
impl Dialect { pub const ALL: [Self;3]=[Self::Elements,Self::ServerSentEvents,Self::Ndjson]; pub const OVER_GET:[Self;2]=[Self::ServerSentEvents,Self::Ndjson]; pub fn media_type(self)->&'static str{""} pub fn index(self)->usize{self as usize} }
