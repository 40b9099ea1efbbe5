//! The pages, over an invented city in memory: requests as a browser sends them.

#![allow(clippy::unwrap_used)]

mod after;
mod city;
mod desk;
mod drawn;
mod find;
mod guards;
mod measures;
mod readings;
mod several;
mod wallet;
