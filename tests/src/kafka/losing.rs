use std::{
    collections::HashSet,
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// A broker whose answers to some requests get lost: it has done what it was asked, and nobody hears of it. It ends when
/// it is dropped.
#[derive(Debug)]
pub struct Losing {
    address: String,
    loses: Arc<AtomicBool>,
    accepting: JoinHandle<()>,
}

impl Losing {
    /// Listens on `port`, which the broker advertises for its listener at `broker`. `apis` are numbers of Kafka's protocol.
    pub(super) async fn start(port: u16, broker: SocketAddr, apis: &'static [i16]) -> Losing {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .await
            .expect("the port that the broker advertises is free");
        let loses = Arc::new(AtomicBool::new(false));
        let accepting = tokio::spawn(accept(listener, broker, apis, Arc::clone(&loses)));
        Losing {
            address: format!("127.0.0.1:{port}"),
            loses,
            accepting,
        }
    }

    /// `host:port` for a client's bootstrap servers.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Whether answers get lost from now on; at first none does.
    pub fn lose(&self, loses: bool) {
        self.loses.store(loses, Ordering::Relaxed);
    }
}

impl Drop for Losing {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept(
    listener: TcpListener,
    broker: SocketAddr,
    apis: &'static [i16],
    loses: Arc<AtomicBool>,
) {
    while let Ok((client, _)) = listener.accept().await {
        let loses = Arc::clone(&loses);
        tokio::spawn(async move {
            let Ok(broker) = TcpStream::connect(broker).await else {
                return;
            };
            let (from_client, to_client) = client.into_split();
            let (from_broker, to_broker) = broker.into_split();
            let lost = Mutex::new(HashSet::new());
            let asked = hand_on(from_client, to_broker, |frame| {
                let (Some(api), Some(id)) = (frame.first_chunk(), frame.get(4..8)) else {
                    return true;
                };
                if apis.contains(&i16::from_be_bytes(*api)) && loses.load(Ordering::Relaxed) {
                    lost.lock().expect("no panic").insert(id.to_vec());
                }
                true
            });
            let answered = hand_on(from_broker, to_client, |frame| {
                let id = frame.get(..4).unwrap_or_default();
                !lost.lock().expect("no panic").remove(id)
            });
            // A side that has gone ends the other.
            tokio::select! {
                _ = asked => {}
                _ = answered => {}
            }
        });
    }
}

/// Hands on each frame that is wanted, whole.
async fn hand_on(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    is_wanted: impl Fn(&[u8]) -> bool,
) -> io::Result<()> {
    loop {
        let length = from.read_u32().await?;
        let mut frame = vec![0; length as usize];
        from.read_exact(&mut frame).await?;
        if is_wanted(&frame) {
            to.write_u32(length).await?;
            to.write_all(&frame).await?;
        }
    }
}
