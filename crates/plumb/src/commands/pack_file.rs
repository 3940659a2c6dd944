//! Packs as files: written beside their place and put there when they are whole; read and told of.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use app::{CheckedPack, Packed, Room, Visit};
use model::Ref;
use model::records::Share;
use serde_json::json;

use crate::exit::{Exit, Stop};
use crate::screen::{Screen, count};
use crate::shapes::{SHARE_PACK, VERIFY_PACK};

/// Writes the pack of a share into a new file.
pub async fn write(room: &Room, visit: &Visit, share: Ref<Share>, path: &Path) -> Result<Packed, Stop> {
    let failed = |error: std::io::Error| {
        Stop::new(Exit::Unreachable, format!("{} cannot be written: {error}", path.display()))
    };
    if path.exists() {
        return Err(Stop::new(Exit::Refused, format!("{} is there already", path.display()))
            .help("name another: --out PATH; a pack is never written over"));
    }
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let made = async {
        // What an interrupted one left goes; a new file is made, for its owner alone.
        let _ = std::fs::remove_file(&part);
        let mut file = own_file(&part).map_err(failed)?;
        let packed = room.pack(visit, share, &mut file).await?;
        let packed = packed.map_err(|refusal| Stop::refusal(&refusal))?;
        file.sync_all().map_err(failed)?;
        std::fs::rename(&part, path).map_err(failed)?;
        Ok(packed)
    };
    let made: Result<Packed, Stop> = made.await;
    if made.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    made
}

/// Makes a file that only its owner reads and writes.
fn own_file(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}

/// Tells of a pack that was written.
pub fn tell(screen: &mut Screen, path: &Path, share: Ref<Share>, packed: &Packed) {
    let Packed { digest, entries, files, left_out, commit, head, .. } = packed;
    if screen.is_json() {
        let packed = json!({
            "file": path, "share": share.id().to_string(), "sha256": digest, "commit": commit, "head": head,
            "entries": entries, "evidence": files.iter().map(|(id, _)| id.to_string()).collect::<Vec<_>>(), "left_out": left_out,
        });
        screen.json(&SHARE_PACK, packed);
        return;
    }
    screen.line(format!(
        "{} is in {}, as of commit {commit}: {}, {}",
        share.id(),
        path.display(),
        count(*entries, "entry", "entries"),
        count(files.len(), "file of evidence", "files of evidence"),
    ));
    screen.line(format!("sha256 {digest}"));
    screen.line(format!("head   {commit} {head}"));
    for left in left_out {
        screen.line(format!("not in it: {left}"));
    }
    screen.talk("tell the body the sha256 by another way than the file goes; the log and the file accesses say who took it out");
}

/// Opens a file that came from elsewhere.
pub fn opened(path: &Path) -> Result<File, Stop> {
    let unread =
        |words: String| Stop::new(Exit::Unreachable, format!("{} cannot be read: {words}", path.display()));
    let about = std::fs::metadata(path).map_err(|error| unread(error.to_string()))?;
    if !about.is_file() {
        return Err(unread("it is no file".to_owned()));
    }
    File::open(path).map_err(|error| unread(error.to_string()))
}

/// Verifies a pack, and says what was found of each file in it.
pub fn verify(path: &Path, screen: &mut Screen) -> Result<(), Stop> {
    let file = opened(path)?;
    let checked = CheckedPack::of(BufReader::new(&file)).map_err(|refusal| {
        Stop::new(Exit::Integrity, format!("{}: {refusal}", path.display()))
            .help("ask the organisation that wrote it for it again")
    })?;
    let digest = app::digest_of_file(file).map_err(|error| {
        Stop::new(Exit::Unreachable, format!("{} cannot be read: {error}", path.display()))
    })?;
    let said = &checked.manifest;
    if screen.is_json() {
        let entries: Vec<_> = checked
            .entries
            .iter()
            .map(|entry| json!({ "path": entry.path, "ok": entry.wrong.is_none(), "because": entry.wrong }))
            .collect();
        let found = json!({
            "ok": checked.is_whole(), "sha256": digest, "manifest": checked.digest, "organisation": said.organisation,
            "log": said.log, "share": said.share, "body": said.body, "engagement": said.engagement, "as_of": said.as_of,
            "commit": said.commit, "head": said.head, "entries": entries,
        });
        screen.json(&VERIFY_PACK, found);
    } else {
        for entry in &checked.entries {
            match &entry.wrong {
                None => screen.line(format!("{}  {}", entry.path, screen.paint("32", "ok"))),
                Some(wrong) => {
                    screen.line(format!("{}  {}: {wrong}", entry.path, screen.paint("31;1", "wrong")));
                }
            }
        }
        screen.line(format!("{} {} for {} {}", said.organisation, said.share, said.body, said.engagement));
        screen.line(format!("manifest {}", checked.digest));
        screen.line(format!("sha256   {digest}"));
        screen.line(format!("head     {} {}", said.commit, said.head));
        screen.talk("that the files are those of the list says nothing of who wrote it: compare the sha256 with the organisation");
    }
    if checked.is_whole() {
        return Ok(());
    }
    Err(Stop::new(Exit::Integrity, "the pack is not what was written")
        .help("ask the organisation that wrote it for it again"))
}
