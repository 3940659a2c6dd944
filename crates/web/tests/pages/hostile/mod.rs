//! Hostile people and hostile requests: who gets in where, by every address, and each row of the list of attacks.

mod closed;
mod duties;
mod entries;
mod entries_api;
mod forms;
mod http;
mod imports;
mod matrix;
mod references;
mod rows;
mod socket;
mod talk;
mod tenancy;
mod whose;
pub mod world;
