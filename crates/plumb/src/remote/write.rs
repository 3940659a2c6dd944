//! Writing through a server: a dry run is decided here on what it shows, all else is decided and committed there.

use model::records::Person;
use model::{About, Change, Isms, Prose, RecordId, RecordKind, Ref};
use operations::{CreateRecord, EditRecord, FormTarget, Operation, OperationForm, RemoveRecord, Typed};
use reqwest::Method;
use serde_json::{Map, Value, json};

use super::client::{Ask, Told, text};
use super::{Remote, forms, unreadable};
use crate::args::Writes;
use crate::commands::show::find;
use crate::exit::{Exit, Stop};
use crate::fields;
use crate::screen::Screen;
use crate::write::{self, Written};

/// Makes a record.
pub async fn create(
    remote: &Remote,
    kind: RecordKind,
    typed: Typed,
    writes: &Writes,
    screen: &mut Screen,
) -> Result<(), Stop> {
    let isms = seen(remote, kind, writes).await?;
    let typed = fields::even_in(&isms, remote.today, kind, typed)?;
    if kind == RecordKind::Evidence || kind == RecordKind::Disposition {
        return Err(Stop::usage(format!("a {} is not made through a server by this", kind.kind().singular))
            .help("plumb api POST …, or in the browser"));
    }
    if writes.dry_run {
        let create = CreateRecord { kind, id: None, typed, about: About::default(), uuid: None };
        return look(remote, &isms, create, writes, screen);
    }
    let after = typed_record(&isms, isms.next(kind), &typed)?;
    let filled = |name: &str| after.get(name).filter(|value| !value.is_null()).cloned();
    let body: Map<String, Value> =
        names(&typed).filter_map(|name| Some((name.to_owned(), filled(name)?))).collect();
    let path = remote.at(&format!("/{}", web::address::kind(kind)));
    let told = send(remote, Method::POST, &path, &Value::Object(body), None, writes).await?;
    let id = RecordId::parse(text(&told.body, "id")).ok_or_else(|| unreadable(&remote.client))?;
    newest(remote, &isms, id, writes, screen).await
}

/// Changes fields of a record.
pub async fn edit(
    remote: &Remote,
    id: RecordId,
    revision: Option<u32>,
    typed: Typed,
    writes: &Writes,
    screen: &mut Screen,
) -> Result<(), Stop> {
    let isms = seen(remote, id.kind, writes).await?;
    let record = find(&isms, id)?;
    let typed = fields::even_in(&isms, remote.today, id.kind, typed)?;
    if typed.is_empty() {
        return Err(Stop::usage("say which field changes; expected field=value"));
    }
    if writes.dry_run {
        return look(
            remote,
            &isms,
            EditRecord { id, revision, typed, because: Prose::default() },
            writes,
            screen,
        );
    }
    let part = |whole: &Value| {
        let of = names(&typed).filter_map(|name| Some((name.to_owned(), whole.get(name)?.clone())));
        Value::Object(of.filter(|(_, value)| !value.is_null()).collect())
    };
    let patch = forms::patch(&part(&record.json()), &part(&typed_record(&isms, id, &typed)?));
    let nothing = Written { seq: None, changes: Vec::new(), refused: Vec::new() };
    if patch == json!({}) {
        write::show_by(screen, writes, &who(remote, &isms), &nothing);
        return Ok(());
    }
    let tag = format!("\"{}\"", revision.unwrap_or(record.revision()));
    let path = remote.at(&web::address::record(id));
    let told = send(remote, Method::PATCH, &path, &patch, Some(&tag), writes).await?;
    if told.body["revision"].as_u64() == Some(u64::from(record.revision())) {
        write::show_by(screen, writes, &who(remote, &isms), &nothing);
        return Ok(());
    }
    newest(remote, &isms, id, writes, screen).await?;
    if record.about().proposed.is_some() {
        screen.talk(format!("{id} was a proposal; changed by a person it counts from today"));
    }
    Ok(())
}

/// Removes a record.
pub async fn remove(
    remote: &Remote,
    id: RecordId,
    because: Prose,
    writes: &Writes,
    screen: &mut Screen,
) -> Result<(), Stop> {
    let isms = seen(remote, id.kind, writes).await?;
    let record = find(&isms, id)?;
    if writes.dry_run {
        return look(remote, &isms, RemoveRecord { id, because }, writes, screen);
    }
    let (tag, path) = (format!("\"{}\"", record.revision()), remote.at(&web::address::record(id)));
    let body = json!({ "because": because.to_string() });
    let told = send(remote, Method::DELETE, &path, &body, Some(&tag), writes).await?;
    committed(remote, &isms, told.head, writes, screen).await
}

/// Takes a step.
pub async fn step(
    remote: &Remote,
    isms: &Isms,
    form: &OperationForm,
    id: RecordId,
    typed: &Typed,
    writes: &Writes,
    screen: &mut Screen,
) -> Result<(), Stop> {
    if writes.dry_run {
        let operation = (form.make)(id, typed).map_err(|problems| {
            let words: Vec<String> = problems.iter().map(ToString::to_string).collect();
            Stop::usage(words.join("; "))
        })?;
        let changes = operation.decide(isms, actor(remote), remote.today).map_err(|words| {
            let exit = if words.starts_with("there is no ") { Exit::NotFound } else { Exit::Refused };
            Stop::new(exit, words)
        })?;
        shown(remote, isms, &changes, writes, screen);
        return Ok(());
    }
    let at = match form.target {
        FormTarget::Record => web::address::record(id),
        FormTarget::Kind => format!("/{}", web::address::kind(id.kind)),
    };
    let path = remote.at(&format!("{at}/{}", form.verb));
    let told = send(remote, Method::POST, &path, &forms::body(form, typed), None, writes).await?;
    committed(remote, isms, told.body["commit"].as_u64(), writes, screen).await
}

/// Returns what is needed to write a record of a kind: all for a dry run, else its kind and the people who are named.
pub async fn seen(remote: &Remote, kind: RecordKind, writes: &Writes) -> Result<Isms, Stop> {
    if writes.acting.is_some() {
        return Err(Stop::usage(
            "--as is for organisations without members; on a server one acts as oneself",
        ));
    }
    if writes.dry_run {
        return remote.now().await;
    }
    super::state::read(remote, &[kind, RecordKind::Person, RecordKind::Organisation], None).await
}

async fn send(
    remote: &Remote,
    method: Method,
    path: &str,
    body: &Value,
    tag: Option<&str>,
    writes: &Writes,
) -> Result<Told, Stop> {
    let because = writes.because.as_deref();
    remote.client.ask(Ask { method, path, body: Some(body), tag, because }).await?.or_stop()
}

/// Shows the newest commit of a record.
async fn newest(
    remote: &Remote,
    isms: &Isms,
    id: RecordId,
    writes: &Writes,
    screen: &mut Screen,
) -> Result<(), Stop> {
    let event = remote.history(isms, Some(id), 1, |_, _| true).await?.pop();
    let event = event.ok_or_else(|| unreadable(&remote.client))?;
    let written = Written { seq: Some(event.seq), changes: event.changes, refused: Vec::new() };
    write::show_by(screen, writes, &event.who, &written);
    Ok(())
}

/// Shows a commit; where the token does not reach the history, its number alone.
async fn committed(
    remote: &Remote,
    isms: &Isms,
    seq: Option<u64>,
    writes: &Writes,
    screen: &mut Screen,
) -> Result<(), Stop> {
    let mut written = Written { seq, changes: Vec::new(), refused: Vec::new() };
    if let Some(seq) = seq {
        match remote.commit(isms, seq).await {
            Ok(event) => written.changes = event.changes,
            Err(stop) if stop.exit == Exit::NotAllowed => {}
            Err(stop) => return Err(stop),
        }
    }
    write::show_by(screen, writes, &who(remote, isms), &written);
    Ok(())
}

/// Decides an operation here and shows what it would change.
fn look<O: Operation>(
    remote: &Remote,
    isms: &Isms,
    operation: O,
    writes: &Writes,
    screen: &mut Screen,
) -> Result<(), Stop> {
    let changes = operation.decide(isms, actor(remote), remote.today);
    let changes = changes.map_err(|refusal| Stop::refusal(&refusal))?;
    shown(remote, isms, &changes, writes, screen);
    Ok(())
}

fn shown(remote: &Remote, isms: &Isms, changes: &[Change], writes: &Writes, screen: &mut Screen) {
    let changes = write::told(isms, changes, remote.today);
    let written = Written { seq: None, changes, refused: Vec::new() };
    write::show_by(screen, writes, &who(remote, isms), &written);
}

/// Returns the stored form of a record with what was typed.
fn typed_record(isms: &Isms, id: RecordId, typed: &Typed) -> Result<Value, Stop> {
    let change = Change::of_text(isms, id, typed).map_err(|problems| {
        let words: Vec<String> =
            problems.iter().map(|(field, problem)| format!("{field}: {problem}")).collect();
        Stop::new(Exit::Refused, words.join("; "))
    })?;
    let body: Value = serde_json::from_slice(&change.body()).expect("our own JSON");
    Ok(body["record"].clone())
}

/// Returns the names of the fields that were typed; those of a part are that of the whole.
fn names(typed: &Typed) -> impl Iterator<Item = &str> {
    typed.iter().map(|(name, _)| name.split_once('.').map_or(name.as_str(), |(name, _)| name))
}

fn actor(remote: &Remote) -> Ref<Person> {
    Ref::parse(&remote.actor).unwrap_or(Ref::number(1))
}

fn who(remote: &Remote, isms: &Isms) -> String {
    isms.name_of(actor(remote).id())
}
