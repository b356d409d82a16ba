//! Asks a listener whether it speaks TLS: librdkafka only says "all brokers down" when plain text
//! goes to a TLS port.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// The first bytes of a TLS answer: an alert (21) or a handshake (22), then major version 3 (RFC 8446 §5.1).
const ALERT: u8 = 21;
const HANDSHAKE: u8 = 22;

/// Whether `address` answers a TLS greeting with TLS. No answer in `limit` is a no.
pub(crate) async fn speaks_tls(address: &str, limit: Duration) -> bool {
    timeout(limit, greet(address))
        .await
        .ok()
        .flatten()
        .unwrap_or(false)
}

async fn greet(address: &str) -> Option<bool> {
    let mut stream = TcpStream::connect(address).await.ok()?;
    stream.write_all(&client_hello()).await.ok()?;
    let mut head = [0_u8; 3];
    stream.read_exact(&mut head).await.ok()?;
    Some(matches!(head[0], ALERT | HANDSHAKE) && head[1] == 3)
}

/// A TLS 1.2 `ClientHello` with one common cipher suite and no extension (RFC 5246 §7.4.1.2). A server
/// that likes none of it still answers with an alert, which tells as much.
fn client_hello() -> Vec<u8> {
    let mut body = vec![3, 3];
    body.extend([0x54; 32]);
    body.extend([0, 0, 2, 0xc0, 0x2f, 1, 0]);
    let mut handshake = vec![1, 0, 0, body.len() as u8];
    handshake.extend(body);
    let mut record = vec![HANDSHAKE, 3, 1, 0, handshake.len() as u8];
    record.extend(handshake);
    record
}
