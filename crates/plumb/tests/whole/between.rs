//! A body and its client, each in a folder of its own: the key, the pack, papers as files, and what is forged.

use crate::Here;

/// Returns a body whose engagement is agreed, and its client with a share that is prepared.
fn both() -> (Here, Here) {
    let body = Here::empty();
    let today = jiff_today(&body);
    body.plumb(&["init", "Certs", "--kind", "body", "--bare", "--as", "Ada Byron"]).ends(0);
    body.plumb(&["client", "add", "Fridge Ltd", "--people-count", "40", "--sites-count", "1"]).ends(0);
    let yes = ["--complete", "yes", "--scope-clear", "yes", "--competent", "yes", "--impartial", "yes"];
    let review = ["client", "review", "CLT-1", "--accepted", "yes", "--because", "we know its trade"];
    body.plumb(&[&review[..], &yes].concat()).ends(0);
    body.plumb(&["client", "accept", "CLT-1"]).ends(0);
    let engagement = ["engagement", "add", "Stage 2", "--client", "CLT-1", "--purpose", "stage 2"];
    let window = ["--lead", "Ada Byron", "--from", &today, "--until", &today];
    body.plumb(&[&engagement[..], &window].concat()).ends(0);
    body.plumb(&["engagement", "agree", "ENG-1"]).ends(0);
    let client = Here::empty();
    client.plumb(&["init", "Fridge", "--bare", "--as", "Kim Keeper"]).ends(0);
    client.plumb(&["risk", "add", "Fire in the cold store"]).ends(0);
    std::fs::write(client.path("log.txt"), "the log of the backup").expect("a file");
    client.plumb(&["evidence", "add", "log.txt", "--title", "Log"]).ends(0);
    let share = ["share", "add", "Stage 2", "--body", "Certs", "--purpose", "stage 2", "--files", "yes"];
    client.plumb(&share).ends(0);
    (body, client)
}

/// Returns today, as the program has it.
fn jiff_today(here: &Here) -> String {
    let _ = here;
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    let days = i64::try_from(now.as_secs() / 86_400).expect("few");
    let first = model::Date::constant(1970, 1, 1);
    first.checked_add(model::Span::new().days(days)).expect("a day").to_string()
}

/// Returns the key of the body, as its command prints it.
fn key(body: &Here) -> String {
    let said = body.plumb(&["engagement", "key", "ENG-1", "--json"]).ends(0).json("body-key");
    said["key"].as_str().expect("a key").to_owned()
}

fn open(client: &Here, key: &str) {
    let today = jiff_today(client);
    let opening =
        ["share", "open", "SHR-1", "--auditor", "Ada Byron <ada@certs.example>", "--engagement", "ENG-1"];
    let with_key: &[&str] = if key.is_empty() { &[] } else { &["--body-key", key] };
    client.plumb(&[&opening[..], &["--ends-on", &today], with_key].concat()).ends(0);
}

#[test]
fn what_a_client_shares_and_what_a_body_issues_goes_from_folder_to_folder_as_files() {
    let (body, client) = both();
    let key = key(&body);
    body.plumb(&["engagement", "key", "ENG-1"]).ends(0).says(&key).says("fingerprint ");
    open(&client, &key);
    client.plumb(&["risk", "add", "Written after the share was opened"]).ends(0);
    let out = body.path("fridge.zip").display().to_string();
    let packed =
        client.plumb(&["share", "pack", "SHR-1", "--out", &out, "--json"]).ends(0).json("share-pack");
    assert_eq!(packed["evidence"], serde_json::json!(["EV-1"]));
    client.plumb(&["share", "pack", "SHR-1", "--out", &out]).ends(7).tells("is there already");
    client.plumb(&["ls", "file-access"]).ends(0).says("Kim Keeper wrote the pack of SHR-1").says("EV-1");
    client.plumb(&["log"]).ends(0).says("pack.export");
    let found = body.plumb(&["verify", "fridge.zip", "--json"]).ends(0).json("verify-pack");
    assert_eq!((&found["sha256"], &found["ok"]), (&packed["sha256"], &serde_json::json!(true)));
    body.plumb(&["verify", "fridge.zip"]).ends(0).says("index.html  ok").says("files/EV-1-log.txt  ok");
    let text = std::fs::read(body.path("fridge.zip")).expect("written");
    let text = String::from_utf8_lossy(&text).into_owned();
    assert!(text.contains("Fire in the cold store") && text.contains("the log of the backup"));
    assert!(!text.contains("Written after"));
    body.plumb(&["engagement", "import-pack", "ENG-1", "fridge.zip"])
        .ends(0)
        .says("ENG-1 holds the pack of Fridge SHR-1");
    body.plumb(&["show", "ENG-1"]).ends(0).says("SHR-1");
    // The body issues, the client takes it in, once.
    let request = ["engagement", "issue", "ENG-1", "--kind", "request", "--title", "List of leavers"];
    let paper = client.path("request.json").display().to_string();
    body.plumb(&[&request[..], &["--text", "of this year", "--out", &paper]].concat()).ends(0);
    client.plumb(&["share", "receive", "request.json", "--dry-run"]).ends(0).says("List of leavers");
    client.plumb(&["share", "receive", "request.json"]).ends(0).says("REQ-1").says("ISD-1");
    client
        .plumb(&["share", "receive", "request.json"])
        .ends(7)
        .tells("ENG-1/1 was taken in before, as ISD-1; nothing was changed");
    client.plumb(&["verify"]).ends(0);
    body.plumb(&["verify"]).ends(0);
}

#[test]
fn a_forged_decision_grants_nothing_and_a_changed_pack_is_not_kept() {
    let (body, client) = both();
    open(&client, "");
    let link = ["engagement", "link", "ENG-1", "--share", "SHR-1", "--commit", "1"];
    body.plumb(&link).ends(0);
    let request = ["engagement", "issue", "ENG-1", "--kind", "request", "--title", "List of leavers"];
    let paper = client.path("request.json").display().to_string();
    body.plumb(&[&request[..], &["--text", "of this year", "--out", &paper]].concat()).ends(0);
    let before = client.commits();
    // Without a key nobody knows whose it is.
    client.plumb(&["share", "receive", "request.json"]).ends(7).tells("SHR-1 knows no key of Certs");
    client.plumb(&["share", "bind", "SHR-1", "--body-key", "ed25519:00"]).ends(7);
    client.plumb(&["share", "bind", "SHR-1", "--body-key", &key(&body)]).ends(0);
    let real = std::fs::read_to_string(&paper).expect("written");
    let forged = real.replace("\"kind\":\"request\"", "\"kind\":\"decision\"");
    let old = r#"{"format":"plumbline/issued@v1","body":"Certs","engagement":"ENG-1","share":"SHR-1","number":"ENG-1/1"}"#;
    let forgeries = [
        (forged.as_str(), "the hash"),
        (
            &real.replace("\"number\":\"ENG-1/1\"", "\"number\":\"ENG-1/7\""),
            "says something else than the body signed",
        ),
        (&real.replace("of this year", "granted"), "the hash"),
        (old, "of an older program and not signed"),
        (&real[..real.len() / 2], "this is no issued paper"),
        ("%PDF-1.7", "this is no issued paper"),
    ];
    for (text, words) in forgeries {
        std::fs::write(client.path("forged.json"), text).expect("a file");
        client.plumb(&["share", "receive", "forged.json"]).ends(7).tells(words);
    }
    // Another body of the same name has another key.
    let (other, _) = both();
    other.plumb(&link).ends(0);
    let theirs = client.path("theirs.json").display().to_string();
    other.plumb(&[&request[..], &["--text", "of this year", "--out", &theirs]].concat()).ends(0);
    client.plumb(&["share", "receive", "theirs.json"]).ends(7).tells("is signed with the key");
    assert_eq!(client.commits(), before + 1, "only the key was bound");
    client.plumb(&["share", "receive", "request.json"]).ends(0);
    // A pack with a changed byte is told of and not kept.
    client.plumb(&["share", "pack", "SHR-1", "--out", "fridge.zip"]).ends(0);
    let mut bytes = std::fs::read(client.path("fridge.zip")).expect("written");
    let at = bytes.windows(6).position(|part| part == b"the lo").expect("the file is in it");
    bytes[at] = b'T';
    std::fs::write(body.path("fridge.zip"), bytes).expect("a file");
    body.plumb(&["verify", "fridge.zip"]).ends(5).says("files/EV-1-log.txt  wrong");
    let before = body.commits();
    body.plumb(&["engagement", "import-pack", "ENG-1", "fridge.zip"]).ends(7);
    assert_eq!(body.commits(), before);
}
