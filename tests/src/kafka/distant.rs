use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    thread,
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    runtime,
    sync::{mpsc, oneshot},
    time::{Instant, sleep_until},
};

/// A broker as it is far away: an address on loopback behind which every byte needs its time to the broker and back.
/// It ends when it is dropped.
#[derive(Debug)]
pub struct Distant {
    address: String,
    _end: oneshot::Sender<()>,
}

impl Distant {
    /// Listens on `port`, which the broker advertises for its listener at `broker`.
    pub(super) fn start(port: u16, broker: SocketAddr, round_trip: Duration) -> Distant {
        let (end, ended) = oneshot::channel::<()>();
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .expect("the port that the broker advertises is free");
        listener
            .set_nonblocking(true)
            .expect("a socket takes options");
        let runtime = runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        // A thread of its own: the caller's may be blocked by what it measures.
        thread::spawn(move || {
            runtime.block_on(async {
                let listener = TcpListener::from_std(listener).expect("inside of a runtime");
                tokio::select! {
                    () = accept(listener, broker, round_trip) => (),
                    _ = ended => (),
                }
            });
        });
        Distant {
            address: format!("127.0.0.1:{port}"),
            _end: end,
        }
    }

    /// `host:port` for a client's bootstrap servers.
    pub fn address(&self) -> &str {
        &self.address
    }
}

async fn accept(listener: TcpListener, broker: SocketAddr, round_trip: Duration) {
    while let Ok((client, _)) = listener.accept().await {
        // TCP's own handshake is a round trip too.
        let established = Instant::now() + round_trip;
        tokio::spawn(async move {
            let Ok(broker) = TcpStream::connect(broker).await else {
                return;
            };
            for stream in [&client, &broker] {
                // Without it small requests would wait for more than this delays them.
                drop(stream.set_nodelay(true));
            }
            let (from_client, to_client) = client.into_split();
            let (from_broker, to_broker) = broker.into_split();
            tokio::join!(
                delay(from_client, to_broker, round_trip / 2, established),
                delay(from_broker, to_client, round_trip / 2, established),
            );
        });
    }
}

/// Hands every byte on that much later, and none before the connection is established; then the end.
async fn delay(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    by: Duration,
    established: Instant,
) {
    // What can be under way at once: 64 MiB.
    let (arriving, mut arrived) = mpsc::channel::<(Instant, Vec<u8>)>(1024);
    let read = async move {
        let mut buffer = vec![0; 64 << 10];
        loop {
            let count = from.read(&mut buffer).await.unwrap_or(0);
            let at = Instant::now().max(established) + by;
            if count == 0 || arriving.send((at, buffer[..count].to_vec())).await.is_err() {
                return;
            }
        }
    };
    let write = async move {
        while let Some((at, bytes)) = arrived.recv().await {
            sleep_until(at).await;
            to.write_all(&bytes).await?;
        }
        to.shutdown().await
    };
    let ((), written): ((), io::Result<()>) = tokio::join!(read, write);
    // A side that has gone ends the other.
    drop(written);
}
