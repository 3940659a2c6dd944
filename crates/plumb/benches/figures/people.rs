//! What knowing people costs: a question to the policies, a storm of sign-ins, and whether a wrong name is told by the time.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use app::identity::{Caller, Network, Proof, Settings};
use app::model::records::{MemberRole, Membership};
use app::model::{Change, Isms, Ref, Stamp, YesNo};
use app::policy::{Asking, Deed, Known, NoPast, Proof as Proved};
use app::{Keeper, Via};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::{figure, load, median, ms};

const EMAIL: &str = "jana@bench.example";
const PASSWORD: &str = "seven green kettles hum at dawn";
/// How many try to sign in at the same time.
const STORM: usize = 1_000;
/// How long they go on.
const STORM_LASTS: Duration = Duration::from_secs(10);
/// How many times a wrong name and a wrong password are timed together.
const GUESSES: u32 = 1_000;

/// Measures all of it.
pub async fn measure(folder: &Path) {
    let data = folder.join("people.plumb");
    let (instance, books) = load::begin(&data, app::Clock::System).await;
    answers(&books.now().isms, books.today());
    let accounts = instance.accounts(Settings::at(None)).await.expect("accounts");
    let caller = from(0);
    let set_up = accounts.set_up("Jana Novak", EMAIL, Proof::Password(PASSWORD), &[], &caller);
    let fresh = set_up.await.expect("the first account");
    let keeper = Keeper { person: Ref::number(1), roles: vec![MemberRole::IsmsManager], via: Via::Cli };
    instance.keep(&accounts, fresh, books.log(), keeper).await.expect("it is kept");
    guesses(&accounts).await;
    accounts.close().await;
    drop(books);
    instance.close().await;
    storm(&data).await;
}

/// Returns a caller from a network of its own.
fn from(number: u32) -> Caller {
    let network = Network::of(&format!("10.{}.{}.1", number / 250, number % 250));
    Caller { network, device: String::new(), before: None }
}

/// Asks the policies what a request asks them.
fn answers(isms: &Isms, today: app::model::Date) {
    let mut kept = isms.clone();
    let membership = Membership {
        title: "Jana".into(),
        person: Some(Ref::number(1)),
        roles: vec![MemberRole::IsmsManager],
        keeps: Some(YesNo::Yes),
        ..Membership::default()
    };
    let risk = app::model::records::Risk { title: "Fire".into(), ..Default::default() };
    for change in [Change::from((Ref::number(1), membership)), Change::from((Ref::number(1), risk))] {
        kept.apply(&change, Stamp { on: today, ..Stamp::default() });
    }
    let known = Known::Signed { step_up_seconds: Some(1), proof: Proved::Passkey };
    let asking = Asking { isms: &kept, past: &NoPast, actor: Ref::number(1), known, today };
    let mut times = Vec::new();
    for _ in 0..20_000 {
        let begun = Instant::now();
        let may = app::policy::bench_answer(
            &asking,
            Deed::EditRisk,
            Ref::<app::model::records::Risk>::number(1).id(),
        );
        times.push(begun.elapsed().as_secs_f64() * 1e6);
        assert!(may, "an isms manager edits risks");
    }
    figure("authorisation of one deed, p50", None, median(times), "us", "<50");
}

/// Times wrong names and wrong passwords in turn.
async fn guesses(accounts: &app::identity::Accounts) {
    let (mut unknown, mut wrong) = (Vec::new(), Vec::new());
    for turn in 0..GUESSES / 2 {
        for (email, times) in [("nobody@bench.example", &mut unknown), (EMAIL, &mut wrong)] {
            // Each from elsewhere, so that nobody is told to wait.
            let caller = from(turn + 1);
            let begun = Instant::now();
            let answer = accounts.sign_in(email, "a guess that is wrong", &caller).await;
            times.push(ms(begun.elapsed()));
            assert!(answer.is_err());
        }
    }
    let (unknown, wrong) = (median(unknown), median(wrong));
    figure("a wrong password, median", None, wrong, "ms", "-");
    let apart = (unknown - wrong).abs() / wrong * 100.0;
    figure("an unknown name apart from a wrong password, of 1,000 tries", None, apart, "%", "<5");
}

/// A server of which browsers say through a proxy from where they come.
struct Served {
    child: Child,
    address: SocketAddr,
}

impl Served {
    fn begin(data: &Path) -> Self {
        let free = TcpListener::bind(("127.0.0.1", 0)).and_then(|one| one.local_addr()).expect("a free port");
        let child = Command::new(env!("CARGO_BIN_EXE_plumb"))
            .args(["serve", "--origin", "https://bench.example", "--address", &free.to_string(), "--data"])
            .arg(data)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("plumb starts");
        let begun = Instant::now();
        while TcpStream::connect(free).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(30), "it listens");
            std::thread::sleep(Duration::from_millis(20));
        }
        Self { child, address: free }
    }

    /// Returns the largest resident memory so far, in MB.
    fn memory(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or("0");
        let kilobytes: f64 = line.split_whitespace().nth(1).and_then(|word| word.parse().ok()).unwrap_or(0.0);
        kilobytes / 1024.0
    }
}

/// Returns a request to sign in.
fn sign_in(number: usize, email: &str, password: &str) -> String {
    let body = format!("email={}&password={}", email.replace('@', "%40"), password.replace(' ', "+"));
    format!(
        "POST /login HTTP/1.1\r\nHost: bench.example\r\nOrigin: https://bench.example\r\nSec-Fetch-Site: same-origin\r\n\
         X-Forwarded-For: 10.{}.{}.7\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        number / 250,
        number % 250,
        body.len()
    )
}

/// Lets a thousand sign in at once, again and again, while somebody works.
async fn storm(data: &Path) {
    let mut served = Served::begin(data);
    let address = served.address;
    let cookie = tokio::task::spawn_blocking(move || entered(address)).await.expect("no panic");
    let calm = worked(address, &cookie, &AtomicBool::new(true), 300);
    figure("a page while nobody signs in, p99", None, p99(calm), "ms", "-");
    let (goes_on, answered) = (Arc::new(AtomicBool::new(true)), Arc::new(AtomicUsize::new(0)));
    let tasks: Vec<_> = (0..STORM)
        .map(|number| {
            let (goes_on, answered) = (Arc::clone(&goes_on), Arc::clone(&answered));
            tokio::spawn(async move {
                while goes_on.load(Ordering::Relaxed) {
                    let asked =
                        sign_in(number, &format!("nobody{number}@bench.example"), "a guess that is wrong");
                    let told = attempt(address, &asked).await;
                    answered.fetch_add(usize::from(told.is_ok_and(|count| count > 0)), Ordering::Relaxed);
                }
            })
        })
        .collect();
    let begun = Instant::now();
    let (working, still) = (cookie.clone(), Arc::clone(&goes_on));
    let times = tokio::task::spawn_blocking(move || worked(address, &working, &still, usize::MAX));
    tokio::time::sleep(STORM_LASTS).await;
    goes_on.store(false, Ordering::Relaxed);
    let times = times.await.expect("no panic");
    for task in tasks {
        task.abort();
    }
    let rate = answered.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64();
    figure("sign-ins answered in a storm of 1,000 at once", None, rate, "/s", "-");
    figure("a page in a storm of 1,000 sign-ins, p50", None, median(times.clone()), "ms", "-");
    figure("a page in a storm of 1,000 sign-ins, p99", None, p99(times), "ms", "<200");
    figure("most memory in a storm of 1,000 sign-ins", None, served.memory(), "MB", "<300");
    served.child.kill().expect("it runs");
    served.child.wait().expect("it ends");
}

/// Sends a request on a connection of its own and reads how many bytes come first.
async fn attempt(address: SocketAddr, asked: &str) -> std::io::Result<usize> {
    let mut stream = tokio::net::TcpStream::connect(address).await?;
    stream.write_all(asked.as_bytes()).await?;
    stream.read(&mut [0; 512]).await
}

/// Signs in and returns the cookie.
fn entered(address: SocketAddr) -> String {
    let mut stream = TcpStream::connect(address).expect("it listens");
    stream.write_all(sign_in(0, EMAIL, PASSWORD).as_bytes()).expect("it listens");
    let lines = BufReader::new(stream).lines().map_while(Result::ok);
    let set = lines.take_while(|line| !line.is_empty()).find_map(|line| {
        line.to_ascii_lowercase()
            .starts_with("set-cookie:")
            .then(|| line["set-cookie:".len()..].trim().to_owned())
    });
    set.expect("a cookie").split(';').next().unwrap_or_default().to_owned()
}

/// Opens a page again and again on one connection, and returns how long each took.
fn worked(address: SocketAddr, cookie: &str, goes_on: &AtomicBool, at_most: usize) -> Vec<f64> {
    let connect = || BufReader::new(TcpStream::connect(address).expect("it listens"));
    let asked = format!("GET /o/bench/risks HTTP/1.1\r\nHost: bench.example\r\nCookie: {cookie}\r\n\r\n");
    let mut stream = connect();
    let mut times = Vec::new();
    while goes_on.load(Ordering::Relaxed) && times.len() < at_most {
        let begun = Instant::now();
        let is_whole = page(&mut stream, &asked);
        times.push(ms(begun.elapsed()));
        if !is_whole {
            // Whoever loses the connection opens another, and has waited as long.
            stream = connect();
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    times
}

/// Asks for a page and reads all of it; says whether it came.
fn page(stream: &mut BufReader<TcpStream>, asked: &str) -> bool {
    if stream.get_mut().write_all(asked.as_bytes()).is_err() {
        return false;
    }
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if !stream.read_line(&mut head).is_ok_and(|count| count > 0) {
            return false;
        }
    }
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    let even = head.to_ascii_lowercase();
    let length =
        even.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
    if let Some(length) = length {
        return stream.read_exact(&mut vec![0; length]).is_ok();
    }
    loop {
        let mut line = String::new();
        if !stream.read_line(&mut line).is_ok_and(|count| count > 0) {
            return false;
        }
        let length = usize::from_str_radix(line.trim(), 16).expect("a length");
        if stream.read_exact(&mut vec![0; length + 2]).is_err() || length == 0 {
            return length == 0;
        }
    }
}

/// Returns the time that one of a hundred takes longer than.
fn p99(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() * 99 / 100]
}
