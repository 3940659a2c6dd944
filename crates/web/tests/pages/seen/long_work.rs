//! A large import in a real browser: how far it is, cancelled, and without script to its end. It is held, so that it is long.

use std::sync::Arc;

use crate::chromium::Chromium;
use crate::seen::{Served, begun, look_on, pictures};

/// Puts a file in the form of the page, sends it, and returns where it leads.
const CHOOSE: &str = "(async () => { const form = new FormData();
    const rows = Array.from({ length: 400 }, (_, at) => `R${at},Risk number ${at},3,4`);
    form.append('file', new File([['ID,Risk,Likelihood,Impact', ...rows].join('\\n')], 'risks.csv'));
    return new URL((await fetch('/o/acme/import', { method: 'POST', body: form })).url).pathname; })()";
/// Presses the button with a word.
const PRESS: &str =
    "[...document.querySelectorAll('main button')].find((one) => one.textContent.includes('WORD')).click()";
const FAR: &str = "document.querySelector('[data-far]').textContent";

/// Brings in a register of four hundred risks and begins its import; returns the address of its job.
fn import(page: &mut Chromium, home: &str) -> String {
    page.go(&format!("{home}/o/acme/import"));
    let columns = page.evaluate(CHOOSE);
    let check = columns.as_str().expect("an address").trim_end_matches("/columns").to_owned();
    page.go(&format!("{home}{check}"));
    page.evaluate_to_load(&PRESS.replace("WORD", "Import 400 rows"));
    let job = page.evaluate("location.pathname");
    let job = job.as_str().expect("an address").to_owned();
    assert!(job.starts_with("/o/acme/jobs/"), "{job}");
    job
}

/// Writes pictures of a page, where somebody asks for them.
fn seen(page: &mut Chromium, home: &str, job: &str, how: &str) {
    if let Some(folder) = pictures::wanted() {
        pictures::some(page, home, &folder.join(how), &[job.to_owned()]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_large_import_shows_how_far_it_is_and_is_cancelled() {
    let (instance, _files) = begun(Served::Empty).await;
    let held = instance.jobs().hold();
    let books = instance.all().await.expect("one")[0].clone();
    let before = books.now().commits();
    look_on(Arc::clone(&instance), move |page, home| {
        let job = import(page, home);
        page.until(&format!("{FAR} === 'reading the file'"));
        held.pass(202);
        page.until(&format!("{FAR}.startsWith('checking the rows: 200 of ')"));
        assert_eq!(page.evaluate("document.querySelector('.job progress').value"), 200);
        let said = page.evaluate("document.querySelector('[data-says]').textContent");
        assert_eq!(said, "checking the rows, 50 percent");
        seen(page, home, &job, "running");
        page.go(&format!("{home}{job}"));
        page.evaluate_to_load(&PRESS.replace("WORD", "Cancel"));
        page.until("document.body.innerText.includes('It was cancelled; nothing was written')");
        assert_eq!(page.evaluate("document.querySelectorAll('[data-job], main form').length"), 0);
        seen(page, home, &job, "cancelled");
    })
    .await;
    assert_eq!(books.now().commits(), before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_script_the_page_is_loaded_again_until_it_is_over() {
    let (instance, _files) = begun(Served::Empty).await;
    let held = instance.jobs().hold();
    look_on(Arc::clone(&instance), move |page, home| {
        let job = import(page, home);
        page.disable_script();
        page.go(&format!("{home}{job}"));
        drop(held);
        let is_over = "document.body.innerText.includes('See what was imported')";
        let mut loads = 0;
        while page.evaluate(is_over) != true {
            loads += 1;
            assert!(loads < 20, "it never came to an end");
            // Nobody does anything: the page loads itself.
            page.evaluate_to_load("0");
        }
        assert_eq!(page.evaluate("location.pathname"), job);
        seen(page, home, &job, "done");
    })
    .await;
}
