//! As much of a browser as the walk needs: pages, forms and the cookie of a session.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// A browser of one person.
#[derive(Default)]
pub(crate) struct Browser {
    cookie: String,
}

/// What a server answered.
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) location: String,
    pub(crate) body: String,
}

impl Browser {
    /// Opens a page.
    pub(crate) fn get(&mut self, origin: &str, path: &str) -> Page {
        self.send(origin, "GET", path, "")
    }

    /// Sends a form.
    pub(crate) fn post(&mut self, origin: &str, path: &str, fields: &[(&str, &str)]) -> Page {
        let typed: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        self.send(origin, "POST", path, &typed.join("&"))
    }

    fn send(&mut self, origin: &str, method: &str, path: &str, body: &str) -> Page {
        let host = origin.strip_prefix("http://").expect("a server of this machine");
        let mut stream = TcpStream::connect(host).expect("the server answers");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a time to wait");
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nCookie: {}\r\n\
             Connection: close\r\n\r\n{body}",
            body.len(),
            self.cookie,
        );
        stream.write_all(request.as_bytes()).expect("the server listens");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("the server answers to the end");
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).expect("a status");
        let of = |name: &str| {
            head.lines()
                .filter_map(|line| line.split_once(": "))
                .find(|(one, _)| one.eq_ignore_ascii_case(name))
        };
        if let Some((_, set)) = of("set-cookie") {
            self.cookie = set.split(';').next().unwrap_or_default().to_owned();
        }
        let location = of("location").map(|(_, value)| value.to_owned()).unwrap_or_default();
        Page { status, location, body: body.to_owned() }
    }
}

impl Page {
    /// Returns what a hidden input of the page holds.
    #[track_caller]
    pub(crate) fn hidden(&self, name: &str) -> String {
        let named = format!("name=\"{name}\"");
        let input = self.body.split("<input").find(|input| input.contains(&named)).unwrap_or_default();
        let value = input.split("value=\"").nth(1).and_then(|rest| rest.split('"').next());
        value.unwrap_or_else(|| panic!("no input {name} on:\n{}", self.text())).replace("&amp;", "&")
    }

    /// Returns the words of the page, without its elements.
    pub(crate) fn text(&self) -> String {
        let main = self.body.split("<main").nth(1).unwrap_or(&self.body);
        let mut words = String::new();
        for part in main.split('<') {
            words.push_str(part.split_once('>').map_or("", |(_, text)| text));
            words.push(' ');
        }
        let even: Vec<&str> = words.split_whitespace().collect();
        even.join(" ").replace("&amp;", "&").replace("&quot;", "\"")
    }
}

/// Returns a text as it stands in a form that is sent.
fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}
