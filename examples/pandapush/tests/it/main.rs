//! What the wire shows of one node: every row of the reference's tables. `world` is the fixture.

mod advice;
mod authentication;
mod bounds;
mod channels;
mod defects;
mod delivery;
mod envelope;
mod presence;
mod publishing;
mod routes;
mod sessions;
mod shutdown;
mod slow_reader;
mod statistics;
mod tenancy;
mod transports;
mod untrusted_input;
mod world;
