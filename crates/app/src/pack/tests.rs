//! What leaves in a pack, that it is noted, and that no other file passes for one.

use std::io::{Cursor, Read, Seek, SeekFrom, Write};
use std::sync::Arc;

use model::records::*;
use model::{Change, Digest, Ref};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::*;
use crate::engage::tests::world::{Seed, World, asset, stale};
use crate::{Failure, Filter, Room};

/// Writes the pack of a client's share; returns its bytes.
async fn pack(world: &World, client: &str) -> (Packed, Vec<u8>) {
    let mut file = tempfile::tempfile().expect("a file");
    let room = room(world, client);
    let packed = room.pack(&world.visit(client, 1), world.share(client), &mut file).await;
    let packed = packed.expect("answers").expect("packed");
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(0)).expect("there");
    file.read_to_end(&mut bytes).expect("read");
    (packed, bytes)
}

fn room(world: &World, client: &str) -> Room {
    Room::new(world.books(client), crate::Reader::Member(Ref::number(1)))
}

fn entry(bytes: &[u8], path: &str) -> String {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut text = Vec::new();
    zip.by_name(path).unwrap_or_else(|error| panic!("{path}: {error}")).read_to_end(&mut text).expect("read");
    String::from_utf8_lossy(&text).into_owned()
}

fn all_text(bytes: &[u8]) -> String {
    let zip = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let names: Vec<String> = zip.file_names().map(|name| name.expect("text").into_owned()).collect();
    names.iter().map(|name| format!("{name}\n{}", entry(bytes, name))).collect()
}

fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in entries {
        zip.start_file(*name, options).expect("started");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

/// Returns a manifest that lists these entries as they are.
fn manifest(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let listed = |(path, bytes): &(&str, &[u8])| Listed {
        path: (*path).to_owned(),
        sha256: Digest::of(bytes),
        size: bytes.len() as u64,
    };
    model::stored::bytes(&Manifest {
        format: FORMAT.to_owned(),
        organisation: "Alpha".into(),
        log: "x".to_owned(),
        share: "SHR-1".into(),
        body: "Certs".into(),
        engagement: "ENG-1".into(),
        as_of: None,
        commit: 4,
        head: Digest::of(b"leaf"),
        files: entries.iter().map(listed).collect(),
    })
}

fn refused(bytes: &[u8]) -> String {
    match CheckedPack::of(Cursor::new(bytes)) {
        Err(refusal) => refusal.to_string(),
        Ok(checked) => checked.first_wrong().expect("something is wrong").to_string(),
    }
}

#[tokio::test]
async fn a_pack_shows_what_the_share_shows_and_the_same_bytes_again() {
    let world = World::audited().await;
    let alpha = world.books("Alpha");
    let keeper = world.visit("Alpha", 1);
    alpha.run(&keeper, asset("Later")).await.expect("answers").expect("taken");
    let (packed, bytes) = pack(&world, "Alpha").await;
    let text = all_text(&bytes);
    assert!(text.contains("secret of Alpha") && text.contains("log of Alpha"));
    assert!(!text.contains("Later"), "what came after the share is not in it");
    assert!(!text.contains("whistle"), "what is restricted is not in it");
    for inside in ["registers/membership", "registers/file-access", "registers/share", "registers/incident"] {
        assert!(!text.contains(inside), "{inside} is for members");
    }
    let index = entry(&bytes, INDEX);
    let share = alpha.now().isms.shares.get(&world.share("Alpha")).expect("there").clone();
    for said in ["Alpha", "Certs", "ENG-1", &packed.head.to_string(), "none recorded", "files/EV-1-log.txt"] {
        assert!(index.contains(said), "{said}");
    }
    assert_eq!((Some(packed.commit), Some(&packed.head)), (share.commit, share.leaf.as_ref()));
    assert!(entry(&bytes, "registers/risk.json").contains("secret of Alpha"));
    let (again, same) = pack(&world, "Alpha").await;
    assert_eq!((again.digest, same == bytes), (packed.digest.clone(), true));
    let checked = CheckedPack::of(Cursor::new(&bytes)).expect("a pack");
    assert!(checked.is_whole() && checked.entries.len() + 1 == packed.entries);
    // A share without files sends none.
    let (without, bytes) = pack(&world, "Beta").await;
    assert!(without.files.is_empty() && !all_text(&bytes).contains("log of Beta"));
}

#[tokio::test]
async fn the_first_page_tells_every_exception_from_a_duty_or_that_there_are_more() {
    let world = World::new().await;
    world.agreed().await;
    let alpha = world.books("Alpha");
    let exception = |duty: &str| Exception {
        title: "Small firm".into(),
        kind: Some(ExceptionKind::Duty),
        duty: duty.into(),
        reason: "we are two".into(),
        until: Some(alpha.today().tomorrow().expect("a day")),
        state: ExceptionState::Approved,
        ..Exception::default()
    };
    let restricted = Some(model::Restricted { to: vec![Ref::number(1)], because: "private".into() });
    let about = model::About { restricted, ..model::About::default() };
    let hidden = Arc::new(model::Stored { about, record: exception("SD8") });
    let seed = Seed(vec![
        Change::from((Ref::number(1), exception("SD7"))),
        Change::Exception(Ref::number(2), hidden),
    ]);
    alpha.run(&world.visit("Alpha", 1), seed).await.expect("answers").expect("recorded");
    world.open("Alpha", "ENG-1", "Ada Byron <ada@certs.example>").await.expect("it opens");
    let (_, bytes) = pack(&world, "Alpha").await;
    let index = entry(&bytes, INDEX);
    assert!(index.contains("EXC-1: SD7 for everybody"), "{index}");
    assert!(index.contains("1 more, restricted to people named inside") && !index.contains("SD8"), "{index}");
}

#[tokio::test]
async fn who_took_a_pack_out_is_in_the_log_with_each_file() {
    let world = World::audited().await;
    let alpha = world.books("Alpha");
    let (packed, bytes) = pack(&world, "Alpha").await;
    assert_eq!(packed.digest, Digest::of(&bytes));
    let isms = alpha.now().isms;
    let noted: Vec<_> =
        isms.file_accesses.iter().map(|(_, one)| (one.record, one.person, one.digest.clone())).collect();
    let by = Some(Ref::number(1));
    let evidence = packed.files.first().cloned().expect("one file");
    assert_eq!(
        noted,
        [
            (Some(world.share("Alpha").id()), by, Some(packed.digest.clone())),
            (Some(evidence.0), by, Some(evidence.1))
        ]
    );
    let last = alpha.history(&Filter { at_most: 1, ..Filter::default() }).await.expect("told");
    assert_eq!((last[0].intent.as_str(), last[0].who.as_str()), ("pack.export", "Alma First"));
}

#[tokio::test]
async fn a_pack_is_bounded_while_it_is_written_and_then_nothing_is_noted() {
    let world = World::audited().await;
    let mut file = tempfile::tempfile().expect("a file");
    let (visit, share) = (world.visit("Alpha", 1), world.share("Alpha"));
    let refused = room(&world, "Alpha").pack_within(&visit, share, &mut file, 1_000, &crate::Silent).await;
    assert!(matches!(refused, Err(Failure::TooLarge(_))), "{refused:?}");
    assert!(world.books("Alpha").now().isms.file_accesses.is_empty());
}

#[tokio::test]
async fn who_may_not_export_gets_nothing_and_a_closed_share_gives_none() {
    let world = World::audited().await;
    let gamma = world.books("Gamma");
    let mut file = tempfile::tempfile().expect("a file");
    // SD14: a consultant takes nothing out; and an old proof is asked for again.
    let consultant = Room::new(Arc::clone(&gamma), crate::Reader::Member(Ref::number(2)));
    let refused = consultant.pack(&world.visit("Gamma", 2), world.share("Gamma"), &mut file).await;
    assert!(matches!(refused, Err(Failure::NotAllowed(_))), "{refused:?}");
    let old = stale(world.visit("Alpha", 1));
    let refused = room(&world, "Alpha").pack(&old, world.share("Alpha"), &mut file).await;
    assert!(matches!(refused, Err(Failure::NotAllowed(_))), "{refused:?}");
    let prepared =
        room(&world, "Gamma").pack(&world.visit("Gamma", 1), world.share("Gamma"), &mut file).await;
    assert!(matches!(prepared, Ok(Err(PackRefusal::NotOpen(_)))), "{prepared:?}");
    assert_eq!(file.metadata().expect("there").len(), 0);
    assert!(world.books("Alpha").now().isms.file_accesses.is_empty());
}

#[tokio::test]
async fn what_is_restricted_after_the_share_was_opened_does_not_leave_any_more() {
    let world = World::audited().await;
    let alpha = world.books("Alpha");
    let isms = alpha.now().isms;
    let record = Risk::clone(isms.risks.get(&Ref::number(1)).expect("there"));
    let restricted = Some(model::Restricted { to: vec![Ref::number(1)], because: "private".into() });
    let about = model::About { restricted, ..model::About::default() };
    let seed = Seed(vec![Change::Risk(Ref::number(1), Arc::new(model::Stored { about, record }))]);
    let visit = world.visit("Alpha", 1);
    alpha.run(&visit, seed).await.expect("answers").expect("restricted");
    let (_, bytes) = pack(&world, "Alpha").await;
    assert!(!all_text(&bytes).contains("secret of Alpha"));
}

#[tokio::test]
async fn a_body_elsewhere_keeps_a_pack_once_and_its_engagement_names_the_commit() {
    let world = World::audited().await;
    let (packed, bytes) = pack(&world, "Alpha").await;
    // The same body on another instance, which knows nothing of Alpha's records.
    let elsewhere = World::new().await;
    elsewhere.agreed_with_strangers().await;
    let certs = elsewhere.books("Certs");
    let room = Room::new(Arc::clone(&certs), crate::Reader::Member(Ref::number(1)));
    let file = || {
        let mut file = tempfile::tempfile().expect("a file");
        file.write_all(&bytes).expect("written");
        file
    };
    let visit = elsewhere.visit("Certs", 1);
    let taken = room.take_pack(&visit, Ref::number(1), "alpha.zip", file()).await.expect("answers");
    assert_eq!(&*taken.expect("taken").organisation, "Alpha");
    let isms = certs.now().isms;
    let link = isms.engagements.get(&Ref::number(1)).expect("there").link.clone().expect("linked");
    assert_eq!((&*link.share, link.commit, link.leaf), ("SHR-1", Some(packed.commit), Some(packed.head)));
    let kept = isms.evidence.get(&link.pack.expect("kept")).expect("there").file.clone().expect("a file");
    assert_eq!(certs.file(&kept.digest).await.expect("its bytes"), bytes);
    let commits = certs.now().commits();
    room.take_pack(&visit, Ref::number(1), "alpha.zip", file()).await.expect("answers").expect("the same");
    assert_eq!(certs.now().commits(), commits);
    let other = room.take_pack(&visit, Ref::number(2), "alpha.zip", file()).await.expect("answers");
    assert_eq!(other.expect_err("not its").to_string(), "the pack is for ENG-1, and this is ENG-2");
    let mut broken = file();
    broken.seek(SeekFrom::Start(60)).expect("there");
    broken.write_all(b"xxxx").expect("written");
    let refused = room.take_pack(&visit, Ref::number(1), "alpha.zip", broken).await.expect("answers");
    assert!(refused.is_err());
}

#[test]
fn every_changed_byte_of_a_file_or_the_list_is_told() {
    let files: &[(&str, &[u8])] = &[("index.html", b"first"), ("registers/risk.csv", b"Fire")];
    let listed = manifest(files);
    let whole = zipped(&[files, &[(MANIFEST, &listed)]].concat());
    assert!(CheckedPack::of(Cursor::new(&whole)).expect("a pack").is_whole());
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        let same = CheckedPack::of(Cursor::new(&changed)).ok().filter(CheckedPack::is_whole);
        // What a zip says of times and rights is in no file.
        let is_told =
            same.is_none_or(|same| same.digest == Digest::of(&listed) && !content_moved(&changed, files));
        assert!(is_told, "byte {at}");
        assert!(CheckedPack::of(Cursor::new(&whole[..at])).is_err(), "cut at {at}");
    }
}

/// Says whether any file of a zip is another than it was.
fn content_moved(bytes: &[u8], files: &[(&str, &[u8])]) -> bool {
    files.iter().any(|(path, was)| entry(bytes, path).as_bytes() != *was)
}

#[test]
fn a_zip_that_is_no_pack_or_could_be_read_in_two_ways_is_refused_in_words() {
    let index: (&str, &[u8]) = ("index.html", b"first");
    let with = |path: &str| {
        let files: Vec<(&str, &[u8])> = vec![index, (path, b"x")];
        let listed = manifest(&files);
        zipped(&[&files[..], &[(MANIFEST, &listed)]].concat())
    };
    for path in [
        "../evil",
        "/etc/passwd",
        "files/../evil",
        "files/a/b",
        "C:evil",
        "files/.ssh",
        "soa.html/x",
        "other.html",
    ] {
        let words = refused(&with(path));
        assert!(words.contains("cannot be the name of a file in a pack"), "{path}: {words}");
    }
    let unlisted = zipped(&[index, ("files/EV-1-x", b"x"), (MANIFEST, &manifest(&[index]))]);
    assert!(refused(&unlisted).contains("is in the pack, but not in its list"));
    let missing = zipped(&[index, (MANIFEST, &manifest(&[index, ("files/EV-1-x", b"x")]))]);
    assert!(refused(&missing).contains("is missing"));
    let other = zipped(&[("index.html", b"other"), (MANIFEST, &manifest(&[index]))]);
    assert!(refused(&other).contains("and the list says"));
    let twins: Vec<(&str, &[u8])> = vec![index, ("files/a", b"x"), ("files/A", b"y")];
    let listed = manifest(&twins);
    assert!(refused(&zipped(&[&twins[..], &[(MANIFEST, &listed)]].concat())).contains("twice"));
    assert!(refused(b"no zip at all, though long enough to have an end").contains("no zip"));
    assert!(refused(b"").contains("cut short"));
    assert!(refused(&zipped(&[index])).contains("manifest.json is missing"));
    let trailing = [with("files/EV-1-x"), b"more".to_vec()].concat();
    assert!(refused(&trailing).contains("something behind its end"));
}

#[test]
fn what_a_reader_that_does_not_look_at_the_list_would_see_is_the_same() {
    let index: (&str, &[u8]) = ("index.html", b"first");
    let good = zipped(&[index, (MANIFEST, &manifest(&[index]))]);
    assert!(CheckedPack::of(Cursor::new(&good)).is_ok_and(|pack| pack.is_whole()));
    let script = [b"#!/bin/sh\necho hi\n".to_vec(), good.clone()].concat();
    assert!(refused(&script).contains("read in two ways: bytes lie before"), "{}", refused(&script));
    // A whole entry before the first one: a reader of streams shows it.
    let hidden = zipped(&[("index.html", b"Certificate granted")]);
    let entry = hidden.windows(4).position(|four| four == b"PK\x01\x02").expect("a list");
    let streamed = [hidden[..entry].to_vec(), good.clone()].concat();
    assert!(refused(&streamed).contains("read in two ways"), "{}", refused(&streamed));
    let mut renamed = good;
    let at = renamed.windows(10).position(|ten| ten == b"index.html").expect("its own head");
    renamed[at] = b'I';
    assert!(refused(&renamed).contains("calls itself otherwise"), "{}", refused(&renamed));
}

#[test]
fn two_entries_of_one_name_a_bomb_and_a_link_are_refused() {
    let index: (&str, &[u8]) = ("index.html", b"first");
    let listed = manifest(&[index, ("files/AB", b"x")]);
    // The writer makes no two entries of one name: the name is changed in its bytes.
    let mut twice = zipped(&[index, ("files/AB", b"x"), ("files/AC", b"x"), (MANIFEST, &listed)]);
    let at: Vec<usize> = (0..twice.len() - 8).filter(|at| &twice[*at..at + 8] == b"files/AC").collect();
    at.iter().for_each(|at| twice[at + 7] = b'B');
    assert_eq!(at.len(), 2);
    assert!(refused(&twice).contains("an entry stands in it twice"), "{}", refused(&twice));
    let zeros = vec![0; 4 * 1024 * 1024];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let packed = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let files: Vec<(&str, &[u8])> = vec![index, ("files/EV-1-zeros", &zeros)];
    for (name, bytes) in &files {
        zip.start_file(*name, packed).expect("started");
        zip.write_all(bytes).expect("written");
    }
    zip.start_file(MANIFEST, stored).expect("started");
    zip.write_all(&manifest(&files)).expect("written");
    let bomb = zip.finish().expect("finished").into_inner();
    assert!(refused(&bomb).contains("expected a plain file"));
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("index.html", stored).expect("started");
    zip.write_all(b"first").expect("written");
    zip.add_symlink("files/EV-1-link", "/etc/passwd", stored).expect("linked");
    zip.start_file(MANIFEST, stored).expect("started");
    zip.write_all(&manifest(&[index, ("files/EV-1-link", b"/etc/passwd")])).expect("written");
    assert!(refused(&zip.finish().expect("finished").into_inner()).contains("a link"));
}

#[test]
fn a_list_that_says_too_much_is_not_believed() {
    let index: (&str, &[u8]) = ("index.html", b"first");
    let mut said: Manifest = serde_json::from_slice(&manifest(&[index])).expect("ours");
    said.files[0].size = u64::MAX;
    let huge = zipped(&[index, (MANIFEST, &model::stored::bytes(&said))]);
    assert!(refused(&huge).contains("expected at most"), "{}", refused(&huge));
    let odd = zipped(&[index, (MANIFEST, br#"{"format":"plumbline/pack@v9"}"#)]);
    assert!(refused(&odd).contains("cannot be read"));
}
