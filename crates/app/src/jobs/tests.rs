//! A job is told, cancelled, bounded and found again as it says.

use std::sync::Arc;

use ledger::LogId;
use model::Digest;
use uuid::Uuid;

use super::*;
use crate::{Beginning, Clock};

/// 2026-11-21T12:00:00Z.
const NOON: i64 = 1_795_262_400_000_000;
const SECOND: i64 = 1_000_000;

pub(super) async fn instance() -> (Arc<Instance>, LogId, tempfile::TempDir) {
    let files = tempfile::tempdir().expect("a folder");
    let instance = Instance::in_memory(files.path(), Clock::Fixed(NOON)).expect("memory");
    let beginning = Beginning {
        name: "Acme".into(),
        kind: model::records::OrganisationKind::Client,
        time_zone: "UTC".into(),
        person: "Jana Novak".into(),
        at: None,
    };
    let log = instance.begin(beginning).await.expect("it begins").log();
    (Arc::new(instance), log, files)
}

pub(super) fn by(number: u128) -> Beginner {
    Beginner { uuid: Some(Uuid::from_u128(number)), name: format!("account {number}") }
}

pub(super) fn new(number: u128, key: &str) -> NewJob {
    NewJob { what: format!("Work on {key}"), sort: "Work", key: key.to_owned(), by: by(number) }
}

pub(super) fn tells(count: &u64) -> (JobResult, Option<MadeFile>) {
    (JobResult { words: format!("counted {count}"), ..JobResult::default() }, None)
}

/// Counts to three, and writes.
async fn count(job: Arc<Job>) -> Result<u64, Failure> {
    job.part("counting", "things", Some(3))?;
    for done in 1..=3 {
        job.done(done)?;
    }
    job.writes()?;
    Ok(3)
}

/// Begins to count; it stops before its first step.
async fn begun(instance: &Arc<Instance>, log: LogId, new: NewJob) -> Result<String, Failure> {
    match instance.work(log, new, tells, count).await? {
        Worked::Job(id) => Ok(id),
        Worked::Over(_) => panic!("it was held"),
    }
}

/// Waits until a job is as it is wanted.
async fn until(instance: &Instance, log: LogId, id: &str, is_it: impl Fn(&JobState) -> bool) -> JobState {
    let told = instance.job(log, &by(1), id).await.expect("it is there").told();
    let mut told = told.expect("it is of this server");
    loop {
        let state = instance.job(log, &by(1), id).await.expect("it is there").state;
        if is_it(&state) {
            return state;
        }
        told.changed().await.expect("it is there");
    }
}

#[tokio::test]
async fn what_is_over_within_a_second_was_no_job() {
    let (instance, log, _files) = instance().await;
    let worked = instance.work(log, new(1, "a"), tells, count).await.expect("it is done");
    assert!(matches!(worked, Worked::Over(3)));
    assert!(instance.jobs_of(log, &by(1)).await.expect("the store").is_empty());
    assert!(instance.asides(log, "job").await.expect("the store").is_empty());
}

#[tokio::test]
async fn a_job_tells_each_step_and_what_came_of_it() {
    let (instance, log, _files) = instance().await;
    let held = instance.jobs().hold();
    let id = begun(&instance, log, new(1, "a")).await.expect("room");
    assert_eq!(id.len(), 32, "128 random bits");
    until(&instance, log, &id, |state| state.part == "counting" && state.total == Some(3)).await;
    held.pass(2);
    let state = until(&instance, log, &id, |state| state.done == 2).await;
    assert_eq!((state.stage, state.unit.as_str()), (JobStage::Running, "things"));
    drop(held);
    let state = until(&instance, log, &id, |state| state.stage.is_over()).await;
    assert_eq!((state.stage, state.result.words.as_str()), (JobStage::Done, "counted 3"));
    assert_eq!(state.ended, Some(NOON));
    let log_of: Vec<&str> = state.log.iter().map(|(_, words)| words.as_str()).collect();
    assert_eq!(log_of, ["counting", "writing; from here on it is not cancelled", "counted 3"]);
}

#[tokio::test]
async fn cancelled_it_ends_before_its_next_step_and_what_is_written_is_not_cancelled() {
    let (instance, log, _files) = instance().await;
    let held = instance.jobs().hold();
    let id = begun(&instance, log, new(1, "a")).await.expect("room");
    instance.cancel_job(log, &by(1), &id).await.expect("it is there");
    let state = until(&instance, log, &id, |state| state.stage.is_over()).await;
    assert_eq!((state.stage, state.done), (JobStage::Cancelled, 0), "it was held, and ended all the same");
    assert!(state.result.words.contains("nothing was written"));

    let writes = |job: Arc<Job>| async move {
        job.writes()?;
        job.part("after", "", None)?;
        Ok(1)
    };
    let Worked::Job(id) = instance.work(log, new(1, "b"), tells, writes).await.expect("room") else {
        panic!("it was held")
    };
    held.pass(1);
    until(&instance, log, &id, |state| state.part == "after").await;
    let state = instance.cancel_job(log, &by(1), &id).await.expect("it is there");
    assert_eq!(state.stage, JobStage::Writing);
    drop(held);
    let state = until(&instance, log, &id, |state| state.stage.is_over()).await;
    assert_eq!(state.stage, JobStage::Done);
}

#[tokio::test]
async fn a_job_that_panics_or_fails_says_so_and_makes_room() {
    let (instance, log, _files) = instance().await;
    let held = instance.jobs().hold();
    let fails = |job: Arc<Job>| async move {
        job.part("failing", "", None)?;
        Err::<u64, _>(Failure::Full)
    };
    let panics = |job: Arc<Job>| async move {
        job.part("panicking", "", None)?;
        assert!(job.id().is_empty(), "this one is meant to panic");
        Ok(1)
    };
    let Worked::Job(first) = instance.work(log, new(1, "a"), tells, fails).await.expect("room") else {
        panic!("it was held")
    };
    let Worked::Job(second) = instance.work(log, new(1, "b"), tells, panics).await.expect("room") else {
        panic!("it was held")
    };
    drop(held);
    let state = until(&instance, log, &first, |state| state.stage.is_over()).await;
    assert!(state.stage == JobStage::Failed && state.result.words.contains("the disk is full"));
    let state = until(&instance, log, &second, |state| state.stage.is_over()).await;
    assert!(state.stage == JobStage::Failed && state.result.words.contains("made a mistake"));
    let _held = instance.jobs().hold();
    begun(&instance, log, new(1, "c")).await.expect("their places are free");
}

#[tokio::test]
async fn so_many_run_for_one_and_so_many_in_all_and_the_same_again_is_the_same() {
    let (instance, log, _files) = instance().await;
    let _held = instance.jobs().hold();
    let first = begun(&instance, log, new(1, "a")).await.expect("room");
    assert_eq!(begun(&instance, log, new(1, "a")).await, Ok(first), "asked twice, it is one");
    begun(&instance, log, new(1, "b")).await.expect("room");
    let Err(Failure::TooMany(words)) = begun(&instance, log, new(1, "c")).await else {
        panic!("a third one is too many")
    };
    assert!(words.starts_with("2 pieces"), "{words}");
    for number in 2..=5 {
        begun(&instance, log, new(number, "a")).await.expect("room for others");
    }
    let Err(Failure::TooMany(words)) = begun(&instance, log, new(6, "a")).await else {
        panic!("a seventh one is too many")
    };
    assert!(words.starts_with("6 pieces"), "{words}");
}

#[tokio::test]
async fn a_job_is_there_for_its_beginner_in_its_organisation_alone() {
    let (instance, log, _files) = instance().await;
    let held = instance.jobs().hold();
    let id = begun(&instance, log, new(1, "a")).await.expect("room");
    let nobody = Beginner { uuid: None, name: String::new() };
    let elsewhere = LogId { org: Uuid::from_u128(9), epoch: 1 };
    for (log, by) in [(log, by(2)), (log, nobody), (elsewhere, by(1))] {
        assert!(instance.job(log, &by, &id).await.is_err());
        assert!(instance.cancel_job(log, &by, &id).await.is_err());
        assert!(instance.jobs_of(log, &by).await.expect("the store").is_empty());
    }
    assert_eq!(instance.job(log, &by(1), &id).await.expect("theirs").state.stage, JobStage::Running);
    let others = instance.jobs_of_others(log, &by(2)).await.expect("the store");
    let told: Vec<&str> = others.iter().map(JobState::told_to_others).collect();
    assert_eq!(told, ["Work"], "what it works on is not told");
    let earlier = JobState { sort: String::new(), ..others[0].clone() };
    assert_eq!(earlier.told_to_others(), "Long work", "nothing is told of what says nothing");
    drop(held);
    until(&instance, log, &id, |state| state.stage.is_over()).await;
    assert!(instance.jobs_of_others(log, &by(2)).await.expect("the store").is_empty(), "only what runs");
    for guess in ["", "../x", "0", &id.to_uppercase()[..31]] {
        assert!(instance.job(log, &by(1), guess).await.is_err(), "{guess}");
    }
}

#[tokio::test]
async fn another_server_shows_and_cancels_it_and_what_a_server_that_ended_did_is_lost() {
    let (instance, log, _files) = instance().await;
    let held = instance.jobs().hold();
    let id = begun(&instance, log, new(1, "a")).await.expect("room");
    let other = instance.at(NOON + 2 * SECOND);
    let state = other.job(log, &by(1), &id).await.expect("it lies aside").state;
    assert_eq!(state.stage, JobStage::Running);
    let job = instance.jobs.find(&id).expect("it is here");
    assert_eq!(instance.is_cancelled_elsewhere(&job).await, Ok(false));
    other.cancel_job(log, &by(1), &id).await.expect("it is told");
    assert_eq!(instance.is_cancelled_elsewhere(&job).await, Ok(true));
    let later = instance.at(NOON + 60 * SECOND);
    let state = later.job(log, &by(1), &id).await.expect("it lies aside").state;
    assert_eq!(state.stage, JobStage::Lost);
    assert!(state.result.words.contains("Nothing is half written"), "{}", state.result.words);
    assert_eq!(later.jobs_of(log, &by(1)).await.expect("the store")[0].stage, JobStage::Lost);
    drop(held);
    until(&instance, log, &id, |state| state.stage.is_over()).await;
}

#[tokio::test]
async fn a_file_lies_with_the_server_that_made_it_and_another_says_what_it_was() {
    use std::io::Write as _;
    let (instance, log, _files) = instance().await;
    let held = instance.jobs().hold();
    let makes = |job: Arc<Job>| async move {
        job.part("making", "", None)?;
        Ok(7)
    };
    fn tells_file(_: &u64) -> (JobResult, Option<MadeFile>) {
        let mut file = tempfile::tempfile().expect("a file");
        file.write_all(b"made by a job").expect("room");
        let told = FileTold {
            name: "a.zip".to_owned(),
            media: "application/zip".to_owned(),
            bytes: 13,
            digest: Digest::of(b"made by a job"),
            allowed: ("share.export".to_owned(), "SHR-1".to_owned()),
        };
        (JobResult { file: Some(told), ..JobResult::default() }, Some(MadeFile::new(file)))
    }
    let Worked::Job(id) = instance.work(log, new(1, "a"), tells_file, makes).await.expect("room") else {
        panic!("it was held")
    };
    drop(held);
    until(&instance, log, &id, |state| state.stage.is_over()).await;
    let file = instance.job(log, &by(1), &id).await.expect("theirs").file.expect("it lies here");
    assert_eq!(file.piece(0, 4).expect("it can be read"), b"made");
    assert_eq!(file.piece(8, 64).expect("it can be read"), b"a job");
    assert!(file.piece(13, 64).expect("it can be read").is_empty());
    let me = by(1);
    let taken = || instance.take_job_file(log, &me, &id);
    assert!(instance.take_job_file(log, &by(2), &id).await.is_err(), "it is its beginner's alone");
    let first = taken().await.expect("theirs").expect("it lies here");
    assert!(taken().await.expect("theirs").is_none(), "one gets it at a time");
    drop(first);
    let mut again = taken().await.expect("theirs").expect("what broke off can be asked for again");
    again.arrived();
    drop(again);
    assert!(taken().await.expect("theirs").is_none(), "it is given once");
    let seen = instance.job(log, &by(1), &id).await.expect("theirs");
    assert!(seen.file.is_none() && seen.state.result.file.is_some(), "what it was is still told");
    assert!(seen.state.fetched.is_some());
}

#[tokio::test]
async fn where_the_server_ends_what_runs_is_cancelled() {
    let (instance, log, _files) = instance().await;
    let _held = instance.jobs().hold();
    let id = begun(&instance, log, new(1, "a")).await.expect("room");
    instance.jobs().end();
    let state = until(&instance, log, &id, |state| state.stage.is_over()).await;
    assert_eq!(state.stage, JobStage::Cancelled);
    assert!(matches!(begun(&instance, log, new(1, "b")).await, Err(Failure::TooMany(_))), "nothing begins");
}

#[tokio::test]
async fn the_rate_and_the_time_left_are_told_after_three_seconds() {
    let (instance, log, _files) = instance().await;
    let _held = instance.jobs().hold();
    let id = begun(&instance, log, new(1, "a")).await.expect("room");
    let state = instance.job(log, &by(1), &id).await.expect("theirs").state;
    let at = |done, total, part_millis| JobState { done, total, part_millis, ..state.clone() };
    assert_eq!(at(100, Some(400), 2_999).rate(), None);
    assert_eq!(at(0, Some(400), 9_000).rate(), None);
    assert_eq!(at(100, Some(400), 4_000).rate(), Some(25));
    assert_eq!(at(100, Some(400), 4_000).seconds_left(), Some(12));
    assert_eq!(at(100, None, 4_000).seconds_left(), None);
    assert_eq!(at(1, Some(u64::MAX), u64::MAX).rate(), Some(1), "no sum breaks");
    let mut long = state.clone();
    (0..80).for_each(|line| long.note(NOON, &format!("line {line}")));
    assert!(long.log.len() == 50 && long.log_left >= 30, "the log is bounded");
}
