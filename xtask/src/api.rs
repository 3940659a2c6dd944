//! `cargo xtask api`: the description of the API, tried by an independent program on a served sample.

use crate::command::{Outcome, cargo, find, in_ci, root, run};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The program that tries the description.
const PROGRAM: &str = "schemathesis";
/// The port on which the sample is served, or one after it.
const PORT: &str = "7340";
/// How many requests of each kind are tried where nothing is said.
const EXAMPLES: &str = "5";
/// What is looked at: no failure of the server, and every answer as it is described.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_headers_conformance,response_schema_conformance,negative_data_rejection,\
                      missing_required_header,unsupported_method,allow_header_conformance";
/// How many records of a kind are named in requests.
const IDS_MAX: usize = 30;

/// Serves a sample and tries every address; the first word is how many requests each, all others go to schemathesis.
pub fn run_all(words: &[String]) -> Outcome {
    let program = match program() {
        Ok(program) => program,
        Err(why) if in_ci() => {
            return Err(format!("the API was not tried: {why}, and CI=true allows no skips"));
        }
        Err(why) => {
            eprintln!("skipped: the API was NOT tried by {PROGRAM}: {why}");
            return Ok(());
        }
    };
    run(&mut cargo(&["build", "--workspace", "--example", "sample_server"]))?;
    let folder = root().join("target/schemathesis-run");
    fs::create_dir_all(&folder).map_err(|error| format!("no folder {}: {error}", folder.display()))?;
    let server = Server::start()?;
    let examples = words.first().map_or(EXAMPLES, String::as_str);
    server.write(&folder, examples)?;
    let mut command = Command::new(program);
    command
        .current_dir(&folder)
        .args(["--config-file", "schemathesis.toml", "run", "openapi.json"])
        .args(["--url", &format!("http://{}", server.host)])
        .args(["--header", &format!("Cookie: {}", server.cookie)])
        .args(["--header", &format!("Origin: http://{}", server.host)])
        .args(["--checks", CHECKS, "--phases", "examples,coverage,fuzzing", "--suppress-health-check", "all"])
        .args(words.iter().skip(1));
    run(&mut command)
}

/// Returns the program, where it is or can be installed beside the build.
fn program() -> Result<PathBuf, String> {
    if let Some(there) = find(PROGRAM) {
        return Ok(there);
    }
    let home = root().join("target/schemathesis");
    let installed = home.join("bin").join(PROGRAM);
    if installed.is_file() {
        return Ok(installed);
    }
    let python = find("python3").ok_or("no schemathesis and no python3 in PATH")?;
    run(Command::new(python).args(["-m", "venv"]).arg(&home))?;
    run(Command::new(home.join("bin/pip")).args(["install", "--quiet", PROGRAM]))?;
    installed.is_file().then_some(installed).ok_or_else(|| "pip brought no schemathesis".to_owned())
}

/// The sample, served.
pub struct Server {
    child: Child,
    host: String,
    cookie: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        // Where it has ended by itself there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Starts it and comes in by its link.
    ///
    /// # Errors
    /// Where it does not start, or lets nobody in.
    pub fn start() -> Result<Self, String> {
        let binary = root().join("target/debug/examples/sample_server");
        let mut child = Command::new(&binary)
            .arg(PORT)
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{} does not run: {error}", binary.display()))?;
        let mut link = String::new();
        let out = child.stdout.take().expect("it was asked for");
        BufReader::new(out)
            .read_line(&mut link)
            .map_err(|error| format!("the sample says no link: {error}"))?;
        let rest = link.trim().strip_prefix("http://").and_then(|rest| rest.split_once('/'));
        let (host, path) = rest.ok_or_else(|| format!("the sample says no link but {link:?}"))?;
        let mut server = Self { child, host: host.to_owned(), cookie: String::new() };
        let entered = server.get(&format!("/{path}"))?;
        let line = entered.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("set-cookie").then(|| value.trim().to_owned())
        });
        let cookie = line.as_deref().and_then(|line| line.split(';').next()).unwrap_or_default();
        cookie.clone_into(&mut server.cookie);
        if server.cookie.is_empty() { Err("the link opens no session".to_owned()) } else { Ok(server) }
    }

    /// Returns where it answers, as `host:port`.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Returns the session, as `name=value`.
    pub fn cookie(&self) -> &str {
        &self.cookie
    }

    /// Returns the organisation's word in addresses.
    ///
    /// # Errors
    /// Where it is not told.
    pub fn organisation(&self) -> Result<String, String> {
        let all = self.body("/api/v1/organisations")?;
        values(&all, "word").into_iter().next().ok_or_else(|| "the sample has no organisation".to_owned())
    }

    /// Asks for an address and returns head and body.
    fn get(&self, path: &str) -> Result<String, String> {
        let failed = |error: std::io::Error| format!("{path} is not answered: {error}");
        let mut stream = TcpStream::connect(&self.host).map_err(failed)?;
        let (host, cookie) = (&self.host, &self.cookie);
        let asked =
            format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n");
        stream.write_all(asked.as_bytes()).map_err(failed)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).map_err(failed)?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }

    fn body(&self, path: &str) -> Result<String, String> {
        let answer = self.get(path)?;
        let (head, body) = answer.split_once("\r\n\r\n").ok_or_else(|| format!("{path} has no body"))?;
        let first = head.lines().next().unwrap_or_default();
        if first.contains(" 200 ") { Ok(body.to_owned()) } else { Err(format!("{path} is answered {first}")) }
    }

    /// Writes the description, and which records there are, so that requests reach them.
    fn write(&self, folder: &Path, examples: &str) -> Outcome {
        let description = self.body("/api/v1/openapi.json")?;
        let org = self.organisation()?;
        let mut settings = String::from("continue-on-failure = true\n");
        let mut operations = String::new();
        let _ =
            writeln!(settings, "[generation]\nmax-examples = {examples}\nwith-security-parameters = false");
        let _ = writeln!(settings, "[parameters]\n\"path.org\" = \"{org}\"");
        let _ = writeln!(settings, "\"path.seq\" = {{ dictionary = \"commits\" }}");
        let _ = writeln!(settings, "[dictionaries.commits]\nvalues = [0, 1, 2, 3, 999999]");
        // A change without the revision that was read is 428, and on another one 412, whatever else is wrong with it.
        let _ = writeln!(settings, "[checks.missing_required_header]\nexpected-statuses = [\"4XX\"]");
        let _ = writeln!(settings, "[checks.negative_data_rejection]\nexpected-statuses = [\"4XX\"]");
        for word in kinds(&description) {
            let listed = self.body(&format!("/api/v1/{org}/{word}?limit=200"))?;
            let ids: Vec<String> =
                values(&listed, "id").into_iter().take(IDS_MAX).map(|id| format!("\"{id}\"")).collect();
            if ids.is_empty() {
                continue;
            }
            let _ = writeln!(settings, "[dictionaries.{word}]\nvalues = [{}]", ids.join(", "));
            let _ = writeln!(
                operations,
                "[[operations]]\ninclude-path-regex = '/{word}/\\{{id\\}}'\nparameters = {{ \"path.id\" = {{ dictionary = \"{word}\" }} }}"
            );
        }
        let write = |name: &str, text: &str| {
            fs::write(folder.join(name), text).map_err(|error| format!("{name} cannot be written: {error}"))
        };
        write("openapi.json", &description)?;
        write("schemathesis.toml", &(settings + &operations))
    }
}

/// Returns the words of the kinds of records in the addresses of a description.
fn kinds(description: &str) -> BTreeSet<String> {
    let paths = description.split('"').filter_map(|text| text.strip_prefix("/api/v1/{org}/"));
    paths
        .filter_map(|path| path.strip_suffix("/{id}"))
        .filter(|word| !word.contains('/'))
        .map(str::to_owned)
        .collect()
}

/// Returns the values of a key, each once, where they are words or ids.
fn values(json: &str, key: &str) -> BTreeSet<String> {
    let begins = format!("\"{key}\": \"");
    let texts = json.split(&begins).skip(1).filter_map(|rest| rest.split('"').next());
    let is_word = |text: &&str| {
        (1..=60).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte))
    };
    texts.filter(is_word).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_kinds_and_values_are_found_in_json() {
        let description = r#"{"paths":{"/api/v1/{org}/risks/{id}":{},"/api/v1/{org}/risks/{id}/close":{},"/api/v1/{org}":{}}}"#;
        assert_eq!(kinds(description).into_iter().collect::<Vec<_>>(), ["risks"]);
        let listed = "{ \"id\": \"R-1\", \"x\": { \"id\": \"a b\" }, \"id\": \"A.5.1\" }";
        assert_eq!(values(listed, "id").into_iter().collect::<Vec<_>>(), ["A.5.1", "R-1"]);
    }
}
