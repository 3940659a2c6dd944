//! A mail server for tests: it takes what it is sent on this machine, or says what it was told to say.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A message as it came in.
#[derive(Debug, Clone)]
pub struct Taken {
    /// To whom the envelope is addressed.
    pub to: Vec<String>,
    /// The message itself.
    pub text: String,
}

/// A mail server on this machine.
pub struct Sink {
    /// Its port.
    pub port: u16,
    /// What it has taken.
    pub taken: Arc<Mutex<Vec<Taken>>>,
    /// What it answers to each recipient.
    pub answer: Arc<Mutex<&'static str>>,
}

impl Sink {
    /// Starts one.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("bound").port();
        let (taken, answer) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new("250 yes")));
        let (into, says) = (Arc::clone(&taken), Arc::clone(&answer));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, Arc::clone(&into), Arc::clone(&says)));
            }
        });
        Self { port, taken, answer }
    }

    /// Answers so to each recipient from now on.
    pub fn says(&self, answer: &'static str) {
        *self.answer.lock().expect("nobody panics here") = answer;
    }

    /// Returns what it has taken since it was asked the last time.
    pub fn take(&self) -> Vec<Taken> {
        std::mem::take(&mut self.taken.lock().expect("nobody panics here"))
    }
}

async fn talk(stream: TcpStream, into: Arc<Mutex<Vec<Taken>>>, says: Arc<Mutex<&'static str>>) {
    let mut stream = BufReader::new(stream);
    let mut to = Vec::new();
    let mut answer = "220 sink".to_owned();
    loop {
        if stream.write_all(format!("{answer}\r\n").as_bytes()).await.is_err() {
            return;
        }
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
            return;
        }
        let line = line.trim_end();
        answer = if line.starts_with("RCPT") {
            to.push(line.trim_start_matches("RCPT TO:").trim_matches(['<', '>']).to_owned());
            (*says.lock().expect("nobody panics here")).to_owned()
        } else if line == "DATA" {
            if stream.write_all(b"354 go on\r\n").await.is_err() {
                return;
            }
            let mut text = String::new();
            while !text.ends_with("\r\n.\r\n") && stream.read_line(&mut text).await.unwrap_or(0) > 0 {}
            into.lock().expect("nobody panics here").push(Taken { to: std::mem::take(&mut to), text });
            "250 taken".to_owned()
        } else {
            "250 yes".to_owned()
        };
    }
}
