//! Free loopback ports.

use std::net::{Ipv4Addr, TcpListener};

use crate::random;

/// Different ports of 127.0.0.1 that nothing listens on at this moment.
///
/// They lie below the range that the system gives to outgoing connections: a client that tries
/// again and again while a broker is down would otherwise end up connected to itself, and keep the
/// broker from coming back on its port.
pub(crate) fn free<const N: usize>() -> [u16; N] {
    // All are held until the last is found.
    let held: Vec<TcpListener> = (0..1000 * N)
        .map(|_| 15_000 + random::below(17_000) as u16)
        .filter_map(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok())
        .take(N)
        .collect();
    let ports = held
        .iter()
        .filter_map(|listener| listener.local_addr().ok());
    let ports: Vec<u16> = ports.map(|address| address.port()).collect();
    ports
        .try_into()
        .expect("too few free ports between 15000 and 32000")
}
