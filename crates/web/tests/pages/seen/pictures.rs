//! Every page as pictures, light and dark, wide and narrow: `cargo xtask screens` says where they are written.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::chromium::Chromium;
use crate::seen::places::places;
use crate::seen::{Served, THEMES, look, shape};

/// The variable that says where pictures are written; without it there are none to write.
const VARIABLE: &str = "PLUMB_SCREENS";
/// Pictures are as high as their page, to this many px.
const HIGH_MAX: u64 = 6_000;

/// Writes a picture of what the page shows.
fn picture(page: &mut Chromium, file: &Path, width: u32) {
    let high = page.evaluate("document.documentElement.scrollHeight").as_u64().unwrap_or(900);
    let clip = json!({ "x": 0, "y": 0, "width": width, "height": high.min(HIGH_MAX), "scale": 1 });
    let asked = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
    let made = page.call("Page.captureScreenshot", asked);
    let bytes = STANDARD.decode(made["data"].as_str().expect("a picture")).expect("base64");
    std::fs::write(file, bytes).expect("the picture is written");
}

/// Returns the name of a picture: what the address says, without what is the same for all.
fn named(place: &str) -> String {
    let rest =
        place.strip_prefix("/o/").and_then(|rest| rest.split_once('/')).map_or(place, |(_, rest)| rest);
    let name: String = rest
        .chars()
        .map(|sign| if sign.is_ascii_alphanumeric() || sign == '.' { sign } else { '-' })
        .collect();
    let name = name.trim_matches('-');
    if name.is_empty() { "my-work".to_owned() } else { name.to_owned() }
}

/// Returns where pictures are written, where somebody asks for them.
pub fn wanted() -> Option<PathBuf> {
    std::env::var_os(VARIABLE).map(PathBuf::from)
}

/// Writes a picture of some pages in each theme and width.
pub fn some(page: &mut Chromium, home: &str, folder: &Path, places: &[String]) {
    std::fs::create_dir_all(folder).expect("a folder");
    for theme in THEMES {
        for (width, height) in [(1440, 900), (400, 800)] {
            shape(page, width, height, theme);
            for place in places {
                page.go(&format!("{home}{place}"));
                picture(page, &folder.join(format!("{}.{theme}.{width}.png", named(place))), width);
            }
        }
    }
}

/// Writes a picture of each page in each theme and width; of lists and pages by hand also as of a day, and as on paper.
fn all(page: &mut Chromium, home: &str, folder: &Path, past: Option<&str>) -> usize {
    let mut places = places(page, home, &["/", "/portfolio", "/auditor", "/o/new"]);
    if let Some(day) = past {
        let plain = |path: &&String| path.matches('/').count() <= 3 && path.starts_with("/o/");
        let lists: Vec<String> = places.iter().filter(plain).cloned().collect();
        places.extend(lists.iter().map(|path| format!("{path}?as_of={day}")));
        places.extend(lists.iter().map(|path| format!("{path}?print=1")));
    }
    some(page, home, folder, &places);
    places.len()
}

/// Sends a form as it is, or with a field changed, and draws what comes of it.
fn refused(page: &mut Chromium, home: &str, folder: &Path) {
    let states: [(&str, &str, &str); 3] = [
        ("refused", "/risks/new", "document.querySelector('main form[data-form]').requestSubmit()"),
        (
            "refused-hostile",
            "/assets/new",
            "(() => { const form = document.querySelector('main form[data-form]');
               form.querySelector('[name=title]').value = '<script>alert(1)</script> \\u202Egnp.exe '.repeat(40);
               form.requestSubmit(); })()",
        ),
        (
            "stale",
            "/risks/R-1/edit",
            // A field of this form is named "elements": fields are looked up by their names.
            "(() => { const form = document.querySelector('main form [name=revision]').form;
               const named = (name) => form.querySelector(`[name=${name}]`), read = named('revision').value;
               const send = (title, read) => { named('title').value = title; named('revision').value = read; };
               send('Theirs ' + Date.now(), read);
               fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) })
                 .then(() => { send('Mine', read); form.requestSubmit(); }); })()",
        ),
    ];
    let org = "/o/fernleaf-software";
    for theme in THEMES {
        for (width, height) in [(1440, 900), (400, 800)] {
            shape(page, width, height, theme);
            for (name, path, act) in states {
                let address = format!("{home}{org}{path}");
                page.go(&address);
                // What the form before sent may arrive after this page.
                for _ in 0..3 {
                    if page.evaluate("location.href").as_str() != Some(address.as_str()) {
                        page.go(&address);
                    }
                }
                page.evaluate_to_load(act);
                picture(page, &folder.join(format!("{name}.{theme}.{width}.png")), width);
            }
        }
    }
}

/// Sets up an account, from where on the policies decide, and draws what is not there, not allowed, and decided one by one.
fn failed(page: &mut Chromium, home: &str, folder: &Path) {
    page.go(&format!("{home}/setup"));
    page.evaluate_to_load(
        "(() => { const form = document.querySelector('main form'), put = (name, value) => { form.elements[name].value = value; };
           put('email', 'jana@fernleaf.example'); put('password', 'seven green kettles hum at dawn');
           put('again', 'seven green kettles hum at dawn'); form.querySelector('[name=role][value=top]').checked = true;
           form.requestSubmit(); })()",
    );
    let org = "/o/fernleaf-software";
    let one_by_one = "(() => { const form = document.querySelector('[data-selection]');
           for (const box of document.querySelectorAll('.g-pick input')) box.checked = true;
           form.elements.field.value = 'do:approve'; form.submit(); })()";
    for theme in THEMES {
        for (width, height) in [(1440, 900), (400, 800)] {
            shape(page, width, height, theme);
            for (name, path) in [("not-there", "/risks/R-999"), ("not-allowed", "/controls/A.5.10/do/run")] {
                page.go(&format!("{home}{org}{path}"));
                picture(page, &folder.join(format!("{name}.{theme}.{width}.png")), width);
            }
            page.go(&format!("{home}{org}/documents"));
            page.evaluate_to_load(one_by_one);
            picture(page, &folder.join(format!("one-by-one.{theme}.{width}.png")), width);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_of_every_page_are_written_where_somebody_asks_for_them() {
    let Some(folder) = wanted() else { return };
    let (empty, midway, history) = (folder.join("empty"), folder.join("midway"), folder.join("three-years"));
    let into = empty.clone();
    let first = look(Served::Empty, move |page, home| all(page, home, &into, None)).await;
    let into = midway.clone();
    let second = look(Served::Midway, move |page, home| {
        let pages = all(page, home, &into, Some("2026-10-01"));
        refused(page, home, &into);
        failed(page, home, &into);
        pages
    });
    let second = second.await;
    let third = look(Served::History, move |page, home| all(page, home, &history, None)).await;
    let (Some(first), Some(second), Some(third)) = (first, second, third) else { return };
    println!(
        "pictures of {first} empty pages, {second} of the sample, {third} of three years: {}",
        folder.display()
    );
    assert!(empty.join("my-work.light.1440.png").is_file() && midway.join("stale.dark.400.png").is_file());
}
