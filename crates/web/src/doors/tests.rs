//! Tests of the listener, with real connections.

use std::net::Ipv4Addr;

use axum::Router;
use axum::extract::State;
use axum::routing::{get, post};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpSocket;
use tokio::sync::Semaphore;

use super::*;

/// How large the long answer is: more than the system keeps for who does not read it.
const LONG: usize = 24 * 1024 * 1024;

/// A server, and what lets its slow page answer.
struct Server {
    address: SocketAddr,
    places: Arc<Places>,
    gate: Arc<Semaphore>,
}

impl Server {
    /// Begins a server that answers each connection that asks.
    async fn begin(limits: Limits) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let gate = Arc::new(Semaphore::new(0));
        let slow = |State(gate): State<Arc<Semaphore>>| async move {
            gate.acquire().await.expect("it is never shut").forget();
            "at last"
        };
        let pages = Router::new()
            .route("/", get(|| async { "here" }))
            .route("/slow", get(slow))
            .route("/long", get(|| async { vec![b'x'; LONG] }))
            .route("/echo", post(|body: String| async move { body }))
            .layer(axum::middleware::from_fn(watch))
            .with_state(Arc::clone(&gate));
        let doors = Doors::with(listener, limits);
        let places = Arc::clone(&doors.places);
        let pages = pages.into_make_service_with_connect_info::<Came>();
        tokio::spawn(async move { axum::serve(doors, pages).await });
        Self { address, places, gate }
    }

    /// Connects from an address of this machine.
    async fn from(&self, address: [u8; 4]) -> TcpStream {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.bind((Ipv4Addr::from(address), 0).into()).expect("an address of this machine");
        socket.connect(self.address).await.expect("a place in the queue")
    }

    /// Connects as everybody does.
    async fn connect(&self) -> TcpStream {
        self.from([127, 0, 0, 1]).await
    }

    /// Connects, asks for a page and waits until the server knows that it was asked.
    async fn asks(&self, path: &str) -> TcpStream {
        let before = self.busy();
        let mut stream = self.connect().await;
        stream.write_all(asking(path).as_bytes()).await.expect("it is open");
        while self.busy() == before {
            tokio::task::yield_now().await;
        }
        stream
    }

    /// Returns how many connections wait for an answer or are being answered.
    fn busy(&self) -> usize {
        held(&self.places.open).values().filter(|place| place.is_busy()).count()
    }

    /// Returns how many connections are open.
    fn open(&self) -> usize {
        held(&self.places.open).len()
    }
}

/// Returns limits under which nobody's time ends.
fn limits(most: usize, share: usize) -> Limits {
    Limits { waits: Duration::from_secs(600), most, share }
}

/// Returns a request.
fn asking(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n")
}

/// Returns what a connection is told until it is shut.
async fn told(stream: &mut TcpStream) -> String {
    let mut all = Vec::new();
    let _ = stream.read_to_end(&mut all).await;
    String::from_utf8_lossy(&all).into_owned()
}

/// Asks for a page on a connection, and says whether an answer came.
async fn is_served(stream: &mut TcpStream) -> bool {
    let mut answer = [0; 512];
    let sent = stream.write_all(asking("/").as_bytes()).await;
    sent.is_ok() && stream.read(&mut answer).await.is_ok_and(|bytes| bytes > 0)
}

#[tokio::test]
async fn i8_who_brings_nothing_or_half_a_request_is_shut_out() {
    let server = Server::begin(Limits { waits: Duration::from_millis(300), ..limits(10, 10) }).await;
    let (mut idle, mut slow) = (server.connect().await, server.connect().await);
    // What came is no whole request: it keeps no connection open.
    slow.write_all(&asking("/").as_bytes()[..20]).await.expect("it is open");
    let begun = Instant::now();
    assert_eq!((told(&mut idle).await, told(&mut slow).await), (String::new(), String::new()));
    assert!(begun.elapsed() < Duration::from_secs(15));
}

#[tokio::test]
async fn i8_where_all_places_are_taken_who_never_asked_makes_room() {
    let server = Server::begin(limits(4, 4)).await;
    let mut busy = server.connect().await;
    let mut idle = Vec::new();
    for _ in 0..3 {
        idle.push(server.connect().await);
    }
    assert!(is_served(&mut busy).await);
    // Ten more than there are places: each is let in, and asks.
    for _ in 0..10 {
        let mut late = server.connect().await;
        assert!(is_served(&mut late).await, "who asks is served");
        idle.push(late);
    }
    assert!(told(&mut idle[0]).await.is_empty(), "who never asked went first");
    assert_eq!(server.open(), 4);
}

#[tokio::test]
async fn i8_who_waits_for_an_answer_is_not_cut_by_any_number_that_trickle() {
    let server = Server::begin(limits(4, 4)).await;
    let mut waiting = server.asks("/slow").await;
    let mut kept = server.connect().await;
    assert!(is_served(&mut kept).await);
    let mut trickling = Vec::new();
    for _ in 0..40 {
        let mut one = server.connect().await;
        one.write_all(b"GET / HTTP/1.1\r\n").await.expect("it is open");
        for other in &mut trickling {
            let other: &mut TcpStream = other;
            let _ = other.write_all(b"x: y\r\n").await; // some of them are gone
        }
        trickling.push(one);
    }
    assert!(is_served(&mut kept).await, "who asked once goes after those who never did");
    server.gate.add_permits(1);
    let mut answer = [0; 512];
    let bytes = waiting.read(&mut answer).await.expect("it is open");
    assert!(String::from_utf8_lossy(&answer[..bytes]).ends_with("at last"));
}

#[tokio::test]
async fn i8_a_long_answer_comes_whole_whoever_else_comes() {
    let server = Server::begin(limits(3, 3)).await;
    let mut long = server.asks("/long").await;
    let mut others = Vec::new();
    for _ in 0..20 {
        let mut one = server.connect().await;
        assert!(is_served(&mut one).await);
        others.push(one);
    }
    let (mut read, mut block) = (0, vec![0; 256 * 1024]);
    while read < LONG {
        let bytes = long.read(&mut block).await.expect("it was not cut");
        assert!(bytes > 0, "it ended after {read} bytes");
        read += bytes;
    }
}

#[tokio::test]
async fn i8_where_nobody_can_go_who_comes_is_turned_away_and_nobody_is_cut() {
    let server = Server::begin(limits(2, 2)).await;
    let mut waiting = [server.asks("/slow").await, server.asks("/slow").await];
    let mut late = server.connect().await;
    assert_eq!(told(&mut late).await, "", "there is no place");
    server.gate.add_permits(2);
    for one in &mut waiting {
        let mut answer = [0; 512];
        let bytes = one.read(&mut answer).await.expect("it is open");
        assert!(String::from_utf8_lossy(&answer[..bytes]).ends_with("at last"));
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn i8_one_network_takes_its_share_and_leaves_the_rest_to_others() {
    let server = Server::begin(limits(8, 3)).await;
    let mut others = [server.connect().await, server.connect().await];
    let mut greedy = Vec::new();
    for _ in 0..30 {
        greedy.push(server.from([127, 0, 0, 2]).await);
        // Each is taken before the next comes.
        let last = greedy.last_mut().expect("just pushed");
        assert!(is_served(last).await, "its own idle connections make room");
    }
    assert_eq!(server.open(), 5, "two of one network, and a share of another");
    for other in &mut others {
        assert!(is_served(other).await, "who never asked is not cut by another network's share");
    }
}

#[tokio::test]
async fn i8_a_body_that_trickles_is_no_whole_request_and_a_long_one_arrives() {
    let server = Server::begin(limits(2, 2)).await;
    let mut slow = server.connect().await;
    slow.write_all(b"POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nhalf").await.expect("open");
    let mut one = server.connect().await;
    assert!(is_served(&mut one).await);
    let mut other = server.connect().await;
    assert!(is_served(&mut other).await);
    // It is told at most that its request ended early.
    assert!(!told(&mut slow).await.contains("200 OK"), "it went first");
    let body = "x".repeat(usize::try_from(SHORT).expect("small") + 1);
    let head = format!(
        "POST /echo HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    other.write_all(head.as_bytes()).await.expect("it is open");
    other.write_all(body.as_bytes()).await.expect("it is open");
    assert!(told(&mut other).await.ends_with(&body));
}
