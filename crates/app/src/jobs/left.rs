//! Work whose asker went away or asks again within the first second is told of, once, and counts for nobody when it is over.

use tokio::sync::oneshot;

use super::tests::{by, instance, new, tells};
use super::*;
use crate::Access;

/// Work that ends when it is let go.
fn gated() -> (oneshot::Sender<u64>, impl Future<Output = Result<u64, Failure>> + Send + 'static) {
    let (go, gate) = oneshot::channel();
    (go, async move { gate.await.map_err(|_| Failure::Cancelled) })
}

/// Waits, as long as it cannot be for ever, until the jobs of an account are as they are wanted.
async fn until(instance: &Instance, log: LogId, is_it: impl Fn(&[JobState]) -> bool) -> Vec<JobState> {
    let waits = async {
        loop {
            let all = instance.jobs_of(log, &by(1)).await.expect("the store");
            if is_it(&all) {
                return all;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), waits).await.expect("it is told of")
}

#[tokio::test]
async fn work_whose_asker_is_gone_is_a_job_and_the_same_again_is_the_same() {
    let (instance, log, _files) = instance().await;
    let (go, work) = gated();
    tokio::select! {
        biased;
        _ = instance.work(log, new(1, "a"), tells, |_| work) => panic!("it is held"),
        () = tokio::task::yield_now() => {}
    }
    let shown = until(&instance, log, |all| all.len() == 1).await;
    let (_again, work) = gated();
    let worked = instance.work(log, new(1, "a"), tells, |_| work).await;
    assert!(matches!(worked, Ok(Worked::Job(id)) if id == shown[0].id), "it is not done twice");
    go.send(3).expect("it waits");
    let over = until(&instance, log, |all| all[0].stage.is_over()).await;
    assert_eq!((over.len(), over[0].result.words.as_str()), (1, "counted 3"));
    assert!(!instance.asides(log, "job/").await.expect("the store").is_empty(), "other servers know of it");
}

#[tokio::test]
async fn asked_again_within_the_first_second_it_is_one_piece_of_work() {
    let (instance, log, _files) = instance().await;
    let (go, work) = gated();
    let (asking, asked) = (Arc::clone(&instance), new(1, "a"));
    let first = tokio::spawn(async move { asking.work(log, asked, tells, |_| work).await });
    while instance.jobs.here.lock().expect("nobody panics here").is_empty() {
        tokio::task::yield_now().await;
    }
    let second = instance.work(log, new(1, "a"), tells, |_| async { panic!("it is done twice") }).await;
    let Ok(Worked::Job(id)) = second else { panic!("it is done already") };
    go.send(3).expect("it waits");
    first.await.expect("no panic").map(|_| ()).expect("it is done");
    let all = until(&instance, log, |all| all.iter().all(|state| state.stage.is_over())).await;
    assert_eq!(
        all.iter().map(|state| state.id.clone()).collect::<Vec<_>>(),
        [id],
        "who came second finds it"
    );
}

#[tokio::test]
async fn what_nobody_was_told_of_is_not_kept() {
    let (instance, log, _files) = instance().await;
    for count in 0..4 {
        let worked = instance.work(log, new(1, "a"), tells, move |_| async move { Ok(count) }).await;
        assert!(matches!(worked, Ok(Worked::Over(came)) if came == count));
        assert!(instance.jobs.here.lock().expect("nobody panics here").is_empty());
    }
}

#[tokio::test]
async fn who_begins_a_job_is_led_to_it_though_the_store_is_busy() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let beginning = crate::Beginning {
        name: "Acme".into(),
        kind: model::records::OrganisationKind::Client,
        time_zone: "UTC".into(),
        person: "Jana Novak".into(),
        at: None,
    };
    let log = {
        let instance = Instance::create(&data).await.expect("it is made");
        instance.begin(beginning).await.expect("it begins").log()
    };
    let instance = Arc::new(Instance::open(&data, Access::Read).await.expect("it is there"));
    assert!(instance.put_aside(log, "job/x", Some(Vec::new())).await.is_err(), "nothing can be put aside");
    let _held = instance.jobs().hold();
    let (_go, work) = gated();
    let worked =
        instance.work(log, new(1, "a"), tells, |_| work).await.map_err(|failure| failure.to_string());
    let Ok(Worked::Job(id)) = worked else { panic!("it runs") };
    let seen = instance.job(log, &by(1), &id).await.expect("its page is here");
    assert_eq!(seen.state.stage, JobStage::Running);
}
