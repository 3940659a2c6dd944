//! What the server does: cold start, memory, pages a second.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::records::Size;
use crate::{figure, median, ms};

/// A running server and how to ask it.
struct Server {
    child: Child,
    address: String,
    cookie: String,
    base: String,
}

/// Measures the server at one size.
pub fn measure(size: Size, data: &Path) {
    let begun = Instant::now();
    let mut server = start(data);
    let page = format!("{}readiness", server.base);
    assert!(server.connect().get(&page).starts_with("HTTP/1.1 200"));
    figure(
        "cold start to first page",
        Some(size),
        ms(begun.elapsed()),
        "ms",
        if size == Size::S { "<300" } else { "-" },
    );
    figure("memory when idle", Some(size), server.memory(), "MB", if size == Size::S { "<60" } else { "-" });
    let soa = format!("{}soa", server.base);
    let mut connection = server.connect();
    let times = (0..200).map(|_| {
        let begun = Instant::now();
        assert!(connection.get(&soa).starts_with("HTTP/1.1 200"));
        ms(begun.elapsed())
    });
    figure(
        "SoA page, seen by a client on the same machine",
        Some(size),
        median(times.collect()),
        "ms",
        if size == Size::M { "<5" } else { "-" },
    );
    pages(size, &server);
    let goal = if size == Size::S { ">2000" } else { "-" };
    figure("readiness pages", Some(size), rate(&server, &page), "/s", goal);
    server.child.kill().expect("it runs");
    server.child.wait().expect("it ends");
}

/// How many times each page is asked for.
const TIMES: usize = 100;
/// Pages that people open all day: lists, a record, what is computed from all records.
const PAGES: &[&str] = &[
    "soa",
    "risks",
    "assets",
    "evidence",
    "controls/A.8.13",
    "risks/R-1",
    "readiness",
    "tasks",
    "timeline",
    "history",
];

/// Measures pages that are made anew: in the present, as of a day, between two days, a search, and a cell that is saved.
fn pages(size: Size, server: &Server) {
    let goal = |words: &'static str| if size == Size::C { words } else { "-" };
    let mut connection = server.connect();
    let mut time = |path: &str| {
        let begun = Instant::now();
        let head = connection.get(&format!("{}{path}", server.base));
        assert!(head.starts_with("HTTP/1.1 200"), "{path}: {head}");
        ms(begun.elapsed())
    };
    figure("page made anew, 95 of 100", Some(size), anew(&mut time, ""), "ms", goal("<20"));
    let today = jiff::Zoned::now().date();
    let day = today.yesterday().expect("there was a day before");
    let as_of = format!("&as_of={day}");
    // The first time at a day replays the log; then it is kept.
    let first = time(&format!("risks?as_of={day}"));
    figure("first page as of a day", Some(size), first, "ms", goal("<1000"));
    figure("page as of a day, 95 of 100", Some(size), anew(&mut time, &as_of), "ms", goal("<60"));
    let found = (0..TIMES).map(|number| time(&format!("search?q=access+{}", number % 10))).collect();
    figure("search, 95 of 100", Some(size), p95(found), "ms", goal("<30"));
    let changed =
        (0..TIMES).map(|number| time(&format!("risks?again={number}&diff={day}..{today}"))).collect();
    figure("change between two days, 95 of 100", Some(size), p95(changed), "ms", goal("<250"));
    let saved = (0..TIMES).map(|number| {
        let risk = format!("{}risks/R-{}", server.base, number + 1);
        let form = format!("revision={}&title=Saved+{number}", connection.revision(&risk));
        let begun = Instant::now();
        connection.save(&format!("{risk}/cell"), &form);
        ms(begun.elapsed())
    });
    figure("cell saved, 95 of 100", Some(size), p95(saved.collect()), "ms", goal("<15"));
}

/// Asks for each page many times, each time at another address, so that what was kept of an earlier answer does not count; says how
/// long each took, and returns what 95 of 100 stay under.
fn anew(time: &mut impl FnMut(&str) -> f64, day: &str) -> f64 {
    let mut all = Vec::new();
    for page in PAGES {
        let times: Vec<f64> = (0..TIMES).map(|number| time(&format!("{page}?again={number}{day}"))).collect();
        println!("{page}{day}: median {:.1} ms", median(times.clone()));
        all.extend(times);
    }
    p95(all)
}

/// Returns the value that 95 of 100 stay under.
fn p95(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() * 95 / 100]
}

/// Measures the portfolio of fifty clients.
pub async fn portfolio(folder: &Path) {
    let data = folder.join("fifty.plumb");
    let instance = app::Instance::create(&data).await.expect("a new folder");
    for _ in 0..50 {
        app::load_sample(&instance).await.expect("the sample");
    }
    instance.close().await;
    let mut server = start(&data);
    let mut connection = server.connect();
    let times = (0..TIMES).map(|number| {
        let begun = Instant::now();
        assert!(connection.get(&format!("/portfolio?again={number}")).starts_with("HTTP/1.1 200"));
        ms(begun.elapsed())
    });
    figure("portfolio of 50 clients, 95 of 100", None, p95(times.collect()), "ms", "<60");
    server.child.kill().expect("it runs");
    server.child.wait().expect("it ends");
}

/// Starts `plumb serve` and waits for its link.
fn start(data: &Path) -> Server {
    let mut child = Command::new(env!("CARGO_BIN_EXE_plumb"))
        .args(["serve", "--data"])
        .arg(data)
        .args(["--address", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("plumb starts");
    let out = BufReader::new(child.stdout.take().expect("it is piped"));
    let link = out
        .lines()
        .map_while(Result::ok)
        .find_map(|line| line.split_whitespace().find(|word| word.starts_with("http://")).map(str::to_owned))
        .expect("it prints its link");
    let (address, path) = link["http://".len()..].split_once('/').expect("a path follows");
    let mut server =
        Server { child, address: address.to_owned(), cookie: String::new(), base: String::new() };
    let entered = server.connect().get(&format!("/{path}"));
    let header = |name: &str| {
        entered.lines().find_map(|line| {
            line.to_ascii_lowercase().starts_with(name).then(|| line[name.len()..].trim().to_owned())
        })
    };
    server.cookie = header("set-cookie:").expect("a cookie").split(';').next().unwrap_or_default().to_owned();
    let first = server.connect().get("/");
    let base = first.lines().find_map(|line| {
        line.to_ascii_lowercase().starts_with("location:").then(|| line[9..].trim().to_owned())
    });
    // With several organisations there is no one to lead to.
    let base = base.unwrap_or_default();
    server.base = format!("{}/", base.trim_end_matches('/'));
    server
}

/// One connection that is kept.
struct Connection {
    stream: BufReader<TcpStream>,
    head: String,
    origin: String,
}

impl Server {
    fn connect(&self) -> Connection {
        let stream = TcpStream::connect(&self.address).expect("it listens");
        stream.set_nodelay(true).expect("a socket");
        let head =
            format!("Host: {}\r\nCookie: {}\r\nConnection: keep-alive\r\n\r\n", self.address, self.cookie);
        Connection { stream: BufReader::new(stream), head, origin: format!("http://{}", self.address) }
    }

    /// Returns the resident memory in MB.
    fn memory(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or("0");
        let kilobytes: f64 = line.split_whitespace().nth(1).and_then(|word| word.parse().ok()).unwrap_or(0.0);
        kilobytes / 1024.0
    }
}

impl Connection {
    /// Asks for a page and returns its head; the body is read and dropped.
    fn get(&mut self, path: &str) -> String {
        self.ask(&format!("GET {path} HTTP/1.1\r\n{}", self.head)).0
    }

    /// Returns the revision of a record.
    fn revision(&mut self, path: &str) -> u64 {
        let (_, body) = self.ask(&format!("GET {path}.json HTTP/1.1\r\n{}", self.head));
        let record: serde_json::Value = serde_json::from_slice(&body).expect("a record");
        record["revision"].as_u64().expect("a revision")
    }

    /// Saves a cell as the grid does and gets its row back.
    fn save(&mut self, path: &str, body: &str) {
        let length = body.len();
        let head = self.head.trim_end();
        let (answer, _) = self.ask(&format!(
            "POST {path} HTTP/1.1\r\n{head}\r\nOrigin: {}\r\nSec-Fetch-Site: same-origin\r\nX-Fragment: 1\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{body}",
            self.origin
        ));
        assert!(answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
    }

    /// Sends a request and returns the head of its answer, and its body where that has a length.
    fn ask(&mut self, request: &str) -> (String, Vec<u8>) {
        self.stream.get_mut().write_all(request.as_bytes()).expect("it listens");
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert!(self.stream.read_line(&mut head).expect("it answers") > 0, "it answers whole: {head}");
        }
        let even = head.to_ascii_lowercase();
        let length =
            even.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
        if let Some(length) = length {
            let mut body = vec![0; length];
            self.stream.read_exact(&mut body).expect("the whole body");
            return (head, body);
        } else if even.contains("transfer-encoding: chunked") {
            self.skip_chunks();
        }
        (head, Vec::new())
    }

    fn skip_chunks(&mut self) {
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line).expect("a length");
            let length = usize::from_str_radix(line.trim(), 16).expect("a length");
            let mut body = vec![0; length + 2];
            self.stream.read_exact(&mut body).expect("the whole chunk");
            if length == 0 {
                return;
            }
        }
    }
}

/// Returns how many pages a second two connections get, on the same cores.
fn rate(server: &Server, page: &str) -> f64 {
    let time = Duration::from_secs(3);
    let count: usize = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    let mut connection = server.connect();
                    let begun = Instant::now();
                    let mut count = 0;
                    while begun.elapsed() < time {
                        connection.get(page);
                        count += 1;
                    }
                    count
                })
            })
            .collect();
        runs.into_iter().map(|run| run.join().expect("no reader panics")).sum()
    });
    count as f64 / time.as_secs_f64()
}
