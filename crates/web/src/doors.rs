//! The listener: a connection that brings nothing loses its place, and where all places are taken the idlest goes first.

use std::collections::BTreeMap;
use std::future::Future as _;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, Sleep, sleep_until};

/// How long a connection may bring nothing that is answered: longer than an answer may take, and long enough for a page that
/// somebody reads.
const WAITS: Duration = Duration::from_secs(75);
/// How many connections are open at once; each takes a descriptor, of which a process often has 1,024.
const PLACES: usize = 768;

/// A listener that bounds what connections cost.
pub(crate) struct Doors {
    listener: TcpListener,
    places: Arc<Places>,
    waits: Duration,
    most: usize,
}

/// The connections that are open, by number: later ones are greater.
#[derive(Default)]
struct Places {
    open: Mutex<BTreeMap<u64, Arc<Place>>>,
    next: AtomicU64,
}

/// What is known of a connection.
#[derive(Default)]
struct Place {
    /// When it was last of use: brought or took something, or began; in a count that only grows.
    used: AtomicU64,
    /// Whether it has to go.
    is_shut: AtomicBool,
    waker: Mutex<Option<Waker>>,
}

/// A connection with its place, which it gives back when it ends.
pub(crate) struct Guest {
    stream: TcpStream,
    until: Pin<Box<Sleep>>,
    waits: Duration,
    number: u64,
    place: Arc<Place>,
    places: Arc<Places>,
}

/// Takes a lock. Nothing panics between two steps.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Doors {
    /// Returns the listener of a server.
    pub(crate) fn new(listener: TcpListener) -> Self {
        Self::with(listener, WAITS, PLACES)
    }

    fn with(listener: TcpListener, waits: Duration, most: usize) -> Self {
        Self { listener, places: Arc::default(), waits, most }
    }

    fn guest(&self, stream: TcpStream) -> Guest {
        let number = self.places.next.fetch_add(1, Ordering::Relaxed);
        let place = Arc::new(Place::default());
        place.used.store(number, Ordering::Relaxed);
        let mut open = held(&self.places.open);
        if open.len() >= self.most {
            // Whoever was of no use for longest makes room.
            let idle = open.values().min_by_key(|place| place.used.load(Ordering::Relaxed));
            if let Some(idle) = idle {
                idle.shut();
            }
        }
        open.insert(number, Arc::clone(&place));
        drop(open);
        let until = Box::pin(sleep_until(Instant::now() + self.waits));
        Guest { stream, until, waits: self.waits, number, place, places: Arc::clone(&self.places) }
    }
}

impl Listener for Doors {
    type Io = Guest;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Guest, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.listener).await;
        (self.guest(stream), address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

impl Place {
    /// Ends the connection.
    fn shut(&self) {
        self.is_shut.store(true, Ordering::Release);
        if let Some(waker) = held(&self.waker).take() {
            waker.wake();
        }
    }
}

impl Guest {
    /// Says that the connection is of use: others go before it.
    fn used(&self) {
        let count = self.places.next.fetch_add(1, Ordering::Relaxed);
        self.place.used.store(count, Ordering::Relaxed);
    }

    /// Says that the connection was answered: it may wait again.
    fn answered(&mut self) {
        self.used();
        let until = Instant::now() + self.waits;
        self.until.as_mut().reset(until);
    }

    /// Says whether a connection that waits may go on waiting.
    fn waits(&mut self, context: &mut Context<'_>) -> Poll<io::Error> {
        *held(&self.place.waker) = Some(context.waker().clone());
        if self.place.is_shut.load(Ordering::Acquire) {
            return Poll::Ready(io::ErrorKind::ConnectionAborted.into());
        }
        self.until.as_mut().poll(context).map(|()| io::ErrorKind::TimedOut.into())
    }

    /// Lets what was written count as an answer, and what cannot be written as waiting.
    fn written(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        match written {
            Poll::Ready(done) => {
                self.answered();
                Poll::Ready(done)
            }
            Poll::Pending => self.waits(context).map(Err),
        }
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        held(&self.places.open).remove(&self.number);
    }
}

impl AsyncRead for Guest {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.stream).poll_read(context, buffer) {
            // A connection that brings a byte now and then is not answered by it: its time goes on.
            Poll::Ready(read) => {
                self.used();
                match self.waits(context) {
                    Poll::Ready(over) => Poll::Ready(Err(over)),
                    Poll::Pending => Poll::Ready(read),
                }
            }
            Poll::Pending => self.waits(context).map(Err),
        }
    }
}

impl AsyncWrite for Guest {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.written(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, bytes);
        self.written(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    /// Returns a server that answers each connection that asks, and where it is.
    async fn server(waits: Duration, most: usize) -> SocketAddr {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let pages = axum::Router::new().route("/", axum::routing::get(|| async { "here" }));
        tokio::spawn(async move { axum::serve(Doors::with(listener, waits, most), pages).await });
        address
    }

    /// Returns what a connection is told until it is shut.
    async fn told(stream: &mut TcpStream) -> String {
        let mut all = Vec::new();
        let _ = stream.read_to_end(&mut all).await;
        String::from_utf8_lossy(&all).into_owned()
    }

    const ASKED: &[u8] = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n";

    #[tokio::test]
    async fn i8_who_brings_nothing_or_half_a_request_is_shut_out() {
        let address = server(Duration::from_millis(300), 10).await;
        let mut idle = TcpStream::connect(address).await.expect("a place");
        let mut slow = TcpStream::connect(address).await.expect("a place");
        // What came is no whole request: it keeps no connection open.
        slow.write_all(&ASKED[..20]).await.expect("it is open");
        let begun = Instant::now();
        assert_eq!((told(&mut idle).await, told(&mut slow).await), (String::new(), String::new()));
        assert!(begun.elapsed() < Duration::from_secs(15));
    }

    #[tokio::test]
    async fn i8_where_all_places_are_taken_the_idlest_makes_room() {
        let address = server(Duration::from_secs(60), 4).await;
        let mut busy = TcpStream::connect(address).await.expect("a place");
        let mut idle = Vec::new();
        for _ in 0..3 {
            idle.push(TcpStream::connect(address).await.expect("a place"));
        }
        let mut answer = [0; 512];
        busy.write_all(ASKED).await.expect("it is open");
        assert!(busy.read(&mut answer).await.expect("an answer") > 0);
        // Ten more than there are places: each is let in, and asks.
        for _ in 0..10 {
            let mut late = TcpStream::connect(address).await.expect("a place");
            late.write_all(ASKED).await.expect("it is open");
            assert!(late.read(&mut answer).await.expect("an answer") > 0, "who asks is served");
            idle.push(late);
        }
        assert!(told(&mut idle[0]).await.is_empty(), "who never asked went first");
    }
}
