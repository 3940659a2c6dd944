//! Rows of class I that are about the bytes on the wire.

use std::net::SocketAddr;
use std::sync::Arc;

use app::{Clock, Instance};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::browser::NOON;

/// A server on a port of its own.
struct Served {
    running: web::Running,
    _files: tempfile::TempDir,
}

impl Served {
    async fn begin() -> Self {
        let files = tempfile::tempdir().expect("a folder");
        let instance = Instance::in_memory(files.path(), Clock::Fixed(NOON)).expect("an instance");
        let options = web::Options { address: ([127, 0, 0, 1], 0).into(), ..web::Options::default() };
        let running = web::serve(Arc::new(instance), options).await.expect("it serves");
        Self { running, _files: files }
    }

    fn address(&self) -> SocketAddr {
        self.running.address
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address()).await.expect("it listens")
    }

    /// Sends bytes and returns the beginning of what comes back; nothing where the connection is shut.
    async fn told(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect().await;
        // A server that has refused already reads no further.
        let _ = stream.write_all(bytes).await;
        first(&mut stream).await
    }

    /// Looks that somebody else is served as ever.
    async fn serves(&self) {
        let asked = format!("GET /login HTTP/1.1\r\nHost: {}\r\n\r\n", self.address());
        let told = self.told(asked.as_bytes()).await;
        assert!(told.starts_with("HTTP/1.1 "), "{told}");
    }
}

async fn first(stream: &mut TcpStream) -> String {
    let mut buffer = vec![0; 4096];
    let count = stream.read(&mut buffer).await.unwrap_or(0);
    String::from_utf8_lossy(&buffer[..count]).into_owned()
}

fn is_refused(told: &str) -> bool {
    told.is_empty() || told.starts_with("HTTP/1.1 400") || told.starts_with("HTTP/1.1 431")
}

#[tokio::test]
async fn i2_the_server_speaks_http_1_1_and_nothing_of_http_2() {
    let served = Served::begin().await;
    let preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00";
    let told = served.told(preface).await;
    assert!(is_refused(&told), "{told}");
    // Frames after it open no stream: the connection is gone.
    let mut flood = preface.to_vec();
    for stream in 0..10_000_u32 {
        flood.extend_from_slice(b"\x00\x00\x04\x03\x00");
        flood.extend_from_slice(&(stream * 2 + 1).to_be_bytes());
        flood.extend_from_slice(&8_u32.to_be_bytes());
    }
    let told = served.told(&flood).await;
    assert!(is_refused(&told), "{told}");
    let upgrade = format!(
        "GET /login HTTP/1.1\r\nHost: {}\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n",
        served.address()
    );
    let told = served.told(upgrade.as_bytes()).await;
    assert!(told.starts_with("HTTP/1.1 ") && !told.starts_with("HTTP/1.1 101"), "{told}");
    served.serves().await;
}

#[tokio::test]
async fn i3_headers_that_are_too_large_too_many_or_not_plain_are_refused() {
    let served = Served::begin().await;
    let host = format!("Host: {}\r\n", served.address());
    let head = |more: &str| format!("GET /login HTTP/1.1\r\n{host}{more}\r\n").into_bytes();
    let large = format!("X: {}\r\n", "x".repeat(1_000_000));
    let many: String = (0..1_000).map(|number| format!("X-{number}: 1\r\n")).collect();
    for (what, bytes) in [
        ("a megabyte", head(&large)),
        ("a thousand", head(&many)),
        ("a bare cr", head("X: a\rSet-Cookie: y\r\n")),
        ("a nul", head("X: a\0b\r\n")),
        ("a name with a space", head("X y: 1\r\n")),
        ("a folded line", head("X: a\r\n b\r\n")),
        ("two lengths", head("Content-Length: 3\r\nContent-Length: 4\r\n")),
        ("no host", b"GET /login HTTP/1.1\r\n\r\n".to_vec()),
        ("no version", b"GET /login\r\n\r\n".to_vec()),
    ] {
        let told = served.told(&bytes).await;
        let is_other = told.starts_with("HTTP/1.1 421");
        assert!(is_refused(&told) || is_other, "{what}: {told}");
        served.serves().await;
    }
    // A length and chunks at once: what follows is never read as a request of its own.
    let smuggled = format!(
        "POST /login HTTP/1.1\r\n{host}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /enter/x HTTP/1.1\r\n{host}\r\n"
    );
    let told = served.told(smuggled.as_bytes()).await;
    assert!(!told.contains("HTTP/1.1 200"), "{told}");
}

#[tokio::test]
async fn i8_hundreds_who_bring_nothing_keep_nobody_out() {
    let served = Served::begin().await;
    let mut idle = Vec::new();
    for number in 0..400 {
        let mut stream = served.connect().await;
        if number % 2 == 0 {
            stream.write_all(b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Le").await.expect("it is open");
        }
        idle.push(stream);
    }
    served.serves().await;
    drop(idle);
    served.serves().await;
}

#[tokio::test]
async fn i14_what_asks_for_tls_is_not_answered_and_only_a_proxy_is_let_serve_others() {
    let served = Served::begin().await;
    for version in [b"\x03\x01", b"\x03\x02", b"\x03\x03"] {
        let mut hello = b"\x16".to_vec();
        hello.extend_from_slice(version);
        hello.extend_from_slice(b"\x00\x2f\x01\x00\x00\x2b");
        hello.extend_from_slice(version);
        hello.extend_from_slice(&[7; 32]);
        hello.extend_from_slice(b"\x00\x00\x04\x00\x0a\x00\x05\x01\x00\r\n\r\n");
        let told = served.told(&hello).await;
        assert!(is_refused(&told), "no handshake is begun: {told}");
    }
    served.serves().await;
    let files = tempfile::tempdir().expect("a folder");
    let instance = Instance::in_memory(files.path(), Clock::Fixed(NOON)).expect("an instance");
    let options = web::Options { address: ([0, 0, 0, 0], 0).into(), ..web::Options::default() };
    let refused = web::serve(Arc::new(instance), options).await;
    assert!(
        refused.is_err_and(|error| error.to_string().contains("a proxy before it that")),
        "never in plain"
    );
}
