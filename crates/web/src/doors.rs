//! The listener: a connection that brings nothing loses its place, each network has a share of the places, and whoever waits for an
//! answer or is being answered keeps theirs.

use std::collections::BTreeMap;
use std::future::Future as _;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use app::identity::Network;
use axum::body::{Body, BodyDataStream, Bytes, HttpBody as _, to_bytes};
use axum::extract::connect_info::Connected;
use axum::extract::{ConnectInfo, Request};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use axum::serve::{IncomingStream, Listener};
use futures_util::Stream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, Sleep, sleep_until};

use crate::failure::Failure;

/// How many connections are open, and for how long.
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// How long a connection may bring nothing that is answered.
    waits: Duration,
    /// How many connections are open at once.
    most: usize,
    /// How many of them come from one network.
    share: usize,
}

/// What is usual: a connection may wait longer than an answer may take, and long enough for a page that somebody reads. Each
/// takes a descriptor, of which a process often has 1,024. A proxy is one network: half of the places is more than it needs.
const USUAL: Limits = Limits { waits: Duration::from_secs(75), most: 768, share: 384 };
/// The largest body that is read before a page sees the request: with it the request is whole.
const SHORT: u64 = 256 * 1024;

/// A listener that bounds what connections cost.
pub(crate) struct Doors {
    listener: TcpListener,
    places: Arc<Places>,
    limits: Limits,
}

/// The connections that are open, by number: later ones are greater.
#[derive(Default)]
struct Places {
    open: Mutex<BTreeMap<u64, Arc<Place>>>,
    next: AtomicU64,
}

/// What is known of a connection.
struct Place {
    /// Where it comes from: an address, or what one customer of a provider holds.
    network: Network,
    /// When it was last of use: brought or took something, or began; in a count that only grows.
    used: AtomicU64,
    /// Whether it ever brought a whole request.
    has_asked: AtomicBool,
    /// How many of its requests came whole and are not answered to the end.
    under_way: AtomicU32,
    /// Whether what was written to it is not taken yet.
    is_behind: AtomicBool,
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

/// The connection on which a request came.
#[derive(Clone)]
pub(crate) struct Came {
    address: SocketAddr,
    place: Arc<Place>,
}

/// Takes a lock. Nothing panics between two steps.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Doors {
    /// Returns the listener of a server.
    pub(crate) fn new(listener: TcpListener) -> Self {
        Self::with(listener, USUAL)
    }

    fn with(listener: TcpListener, limits: Limits) -> Self {
        Self { listener, places: Arc::default(), limits }
    }

    /// Lets a connection in; nothing where all places that it could have are in use.
    fn guest(&self, stream: TcpStream, address: SocketAddr) -> Option<Guest> {
        let network = Network::from(address.ip());
        let number = self.places.next.fetch_add(1, Ordering::Relaxed);
        let place = Arc::new(Place::new(network, number));
        let mut open = held(&self.places.open);
        let is_over_share =
            open.values().filter(|other| other.network == network).count() >= self.limits.share;
        if is_over_share || open.len() >= self.limits.most {
            // Who takes more than their share makes room among themselves.
            let may_go = |other: &Place| !other.is_busy() && (!is_over_share || other.network == network);
            let goes = open.iter().filter(|(_, other)| may_go(other)).min_by_key(|(_, other)| other.worth());
            let goes = goes.map(|(number, _)| *number)?;
            // It counts no more from now on, however long it takes to go.
            open.remove(&goes)?.shut();
        }
        open.insert(number, Arc::clone(&place));
        drop(open);
        let waits = self.limits.waits;
        let until = Box::pin(sleep_until(Instant::now() + waits));
        Some(Guest { stream, until, waits, number, place, places: Arc::clone(&self.places) })
    }
}

impl Listener for Doors {
    type Io = Guest;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Guest, SocketAddr) {
        loop {
            let (stream, address) = Listener::accept(&mut self.listener).await;
            if let Some(guest) = self.guest(stream, address) {
                return (guest, address);
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

impl Connected<IncomingStream<'_, Doors>> for Came {
    fn connect_info(stream: IncomingStream<'_, Doors>) -> Self {
        Self { address: *stream.remote_addr(), place: Arc::clone(&stream.io().place) }
    }
}

/// Notes of each request when it is whole and when it is answered to the end: until then its connection keeps its place.
pub(crate) async fn watch(mut request: Request, next: Next) -> Response {
    let came = request.extensions().get::<ConnectInfo<Came>>().map(|info| info.0.clone());
    let Some(Came { address, place }) = came else { return next.run(request).await };
    request.extensions_mut().insert(ConnectInfo(address));
    let asked = Arc::new(Asked { place, is_whole: AtomicBool::new(false) });
    let (parts, body) = request.into_parts();
    let body = match body.size_hint().exact() {
        Some(0) => {
            asked.whole();
            body
        }
        Some(bytes) if bytes <= SHORT => match to_bytes(body, usize::try_from(bytes).unwrap_or(0)).await {
            Ok(bytes) => {
                asked.whole();
                Body::from(bytes)
            }
            Err(_) => {
                return Failure::Unreadable("the request ended early; send it again".to_owned())
                    .into_response();
            }
        },
        Some(_) | None => {
            Body::from_stream(Asking { body: body.into_data_stream(), asked: Arc::clone(&asked) })
        }
    };
    let mut answer = next.run(Request::from_parts(parts, body)).await;
    // What was not read of it is not waited for any more.
    asked.whole();
    if answer.body().is_end_stream() {
        return answer;
    }
    // A stream does not say how long it is; the header does.
    if let Some(bytes) = answer.body().size_hint().exact() {
        answer.headers_mut().entry(header::CONTENT_LENGTH).or_insert(bytes.into());
    }
    answer.map(|body| Body::from_stream(Answering { body: body.into_data_stream(), _asked: asked }))
}

/// A request; when it ends it is answered, or nobody waits for the answer any more.
struct Asked {
    place: Arc<Place>,
    is_whole: AtomicBool,
}

impl Asked {
    /// Says that all of it has come.
    fn whole(&self) {
        if !self.is_whole.swap(true, Ordering::AcqRel) {
            self.place.has_asked.store(true, Ordering::Release);
            self.place.under_way.fetch_add(1, Ordering::AcqRel);
        }
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        if *self.is_whole.get_mut() {
            self.place.under_way.fetch_sub(1, Ordering::AcqRel);
        }
    }
}

/// The body of a long request.
struct Asking {
    body: BodyDataStream,
    asked: Arc<Asked>,
}

impl Stream for Asking {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = Pin::new(&mut self.body).poll_next(context);
        if matches!(next, Poll::Ready(None)) {
            self.asked.whole();
        }
        next
    }
}

/// The body of an answer.
struct Answering {
    body: BodyDataStream,
    _asked: Arc<Asked>,
}

impl Stream for Answering {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut self.body).poll_next(context)
    }
}

impl Place {
    fn new(network: Network, number: u64) -> Self {
        Self {
            network,
            used: AtomicU64::new(number),
            has_asked: AtomicBool::new(false),
            under_way: AtomicU32::new(0),
            is_behind: AtomicBool::new(false),
            is_shut: AtomicBool::new(false),
            waker: Mutex::default(),
        }
    }

    /// Says whether somebody waits for an answer on it, or is being answered.
    fn is_busy(&self) -> bool {
        self.under_way.load(Ordering::Acquire) > 0 || self.is_behind.load(Ordering::Acquire)
    }

    /// Returns what it is worth: who never brought a whole request goes first, then whoever was of no use for longest.
    fn worth(&self) -> (bool, u64) {
        (self.has_asked.load(Ordering::Acquire), self.used.load(Ordering::Relaxed))
    }

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
        self.place.is_behind.store(written.is_pending(), Ordering::Release);
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
mod tests;
