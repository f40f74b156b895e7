//! A stateful stand-in of the channel's HTTP API.
