//! Comments: the threads beneath a record, the composer, and what is posted from it.

mod place;
mod text;
mod write;

use std::collections::BTreeMap;

use maud::{Markup, html};
use model::records::{Audience, Comment, OrganisationKind, Person};
use model::{RecordId, RecordKind, Ref};
use operations::{AmendComment, Operation as _, OperationForm, WriteComment, takes_private_notes};

use crate::address;
use crate::once;
use crate::pages::naming::{counted, short_day};
use crate::parts::{Status, section, state};
use crate::visit::Visit;

pub use place::Marks;
pub use write::{beneath, write};

/// The place of the field in which something is said, for its label and its key.
const FIELD: &str = "say";
/// How many threads are shown with their answers; the others are named.
const THREADS_MAX: usize = 50;

/// A comment with its id.
type One<'a> = (Ref<Comment>, &'a Comment);

/// A record's page, and whether its reader may say something on it.
struct Beneath<'a> {
    visit: &'a Visit,
    id: RecordId,
    speaks: bool,
}

/// Returns the threads beneath a record, and the composer for another one; nothing beneath a comment itself.
#[must_use]
pub fn thread(visit: &Visit, id: RecordId) -> Markup {
    if id.kind == RecordKind::Comment {
        return of_comment(visit, id);
    }
    let threads = threads(visit, id);
    let said: usize = threads.iter().map(Vec::len).sum();
    let here = Beneath { visit, id, speaks: may(visit) };
    let (over, open): (Vec<_>, Vec<_>) =
        threads.iter().partition(|thread| thread.first().is_some_and(|(_, one)| one.resolved_on.is_some()));
    let count = if said > 0 { said.to_string() } else { String::new() };
    html! {
        @if said > 0 || here.speaks {
            (section("comments", "Comments", &count, &[], html! {
                @for thread in open.iter().take(THREADS_MAX) { (here.shown(thread)) }
                (here.more(open.len()))
                @if !over.is_empty() {
                    details.fold { summary { "Resolved " (over.len()) }
                        @for thread in over.iter().take(THREADS_MAX) { (here.shown(thread)) }
                        (here.more(over.len()))
                    }
                }
                @if here.speaks { (composer(visit, id, &Composer { key: true, field: place::asked_about(visit, id), ..Composer::default() })) }
            }))
        }
    }
}

/// Returns the same on a page that stands for a record; nothing before that is on record.
#[must_use]
pub fn of_page(visit: &Visit, id: RecordId) -> Markup {
    html! { @if visit.isms().find(id).is_some() { (thread(visit, id)) } }
}

/// Returns the way from a comment to the thread in which it stands.
fn of_comment(visit: &Visit, id: RecordId) -> Markup {
    let comment = visit.isms().comments.find(&Ref::of(id.key));
    let about = comment.and_then(|comment| comment.about);
    let about = about.filter(|about| visit.isms().find(*about).is_some());
    html! {
        @if let Some(about) = about { p { a href=(visit.at(&format!("{}#{id}", address::record(about)))) { "In its thread, beneath " (about) " " (visit.isms().name_of(about)) } } }
    }
}

/// Says whether the reader may say something here now.
fn may(visit: &Visit) -> bool {
    !visit.is_past() && visit.offers(WriteComment::INTENT, &[])
}

/// Returns the threads beneath a record, each with what began it first.
fn threads(visit: &Visit, id: RecordId) -> Vec<Vec<One<'_>>> {
    let isms = visit.isms();
    let mut threads: BTreeMap<Ref<Comment>, Vec<One<'_>>> = BTreeMap::new();
    for number in isms.sources::<Comment>(id) {
        let Some(comment) = isms.comments.get(&number).filter(|one| one.about == Some(id)) else { continue };
        threads.entry(comment.thread(number)).or_default().push((number, &**comment));
    }
    threads.into_values().collect()
}

impl Beneath<'_> {
    /// Returns the way to the threads that are not shown here, and how many they are.
    fn more(&self, threads: usize) -> Markup {
        let id = self.id.to_string();
        html! {
            @if let Some(more @ 1..) = threads.checked_sub(THREADS_MAX) {
                p { a href=(address::with_query(&self.visit.at("/comments"), [("q", id.as_str())])) { "and " (counted(more, "more thread", "more threads")) } }
            }
        }
    }

    /// Returns a thread.
    fn shown(&self, thread: &[One<'_>]) -> Markup {
        let Self { visit, id, speaks } = self;
        let Some((first, root)) = thread.first() else { return html! {} };
        let begun = root.thread(*first);
        html! {
            div.thread {
                (place::shown(visit, *id, root))
                @for (number, comment) in thread { (self.one(*number, comment, thread)) }
                @if let Some(on) = root.resolved_on {
                    p.resolved { (state(Status::Met, "Resolved")) " by " (name(visit, root.resolved_by)) ", " (short_day(on)) ": " (root.resolved_because)
                        @if *speaks { " " a href=(step(visit, begun, "reopen")) { "Reopen" } } }
                } @else if *speaks {
                    details.answer {
                        summary { "Answer" }
                        (composer(visit, *id, &Composer { answers: Some(begun), audience: root.audience, from: root.audience, ..Composer::default() }))
                    }
                }
            }
        }
    }

    /// Returns one comment of a thread, with what its reader can do with it.
    fn one(&self, number: Ref<Comment>, comment: &Comment, thread: &[One<'_>]) -> Markup {
        let visit = self.visit;
        html! {
            article.comment.(edge(comment.audience)) id=(number) {
                header {
                    b { (name(visit, comment.by)) }
                    @if let Some(on) = comment.on { " " a.secondary href={ "#" (number) } { (short_day(on)) } }
                    @if comment.amended_on.is_some() { " " span.secondary { "changed" } }
                    " " span.audience { (words(visit, comment.audience)) }
                }
                @if let Some(on) = comment.withdrawn_on {
                    p.secondary { "Withdrawn " (short_day(on)) ": " (comment.withdrawn_because) }
                    details { summary { "What was said" } (text::rendered(visit, &comment.text)) }
                } @else {
                    (text::rendered(visit, &comment.text))
                    (self.steps(number, comment, thread))
                }
            }
        }
    }

    /// Returns the links to what can be done with a comment whose thread goes on.
    fn steps(&self, number: Ref<Comment>, comment: &Comment, thread: &[One<'_>]) -> Markup {
        let is_over = thread.first().is_some_and(|(_, root)| root.resolved_on.is_some());
        let is_own = comment.by == Some(self.visit.actor);
        let is_answer =
            |(other, one): &One<'_>| *other > number && one.by != comment.by && !one.is_withdrawn();
        let mut steps = Vec::new();
        if is_own && !thread.iter().any(is_answer) {
            steps.push(("amend", "Change the words"));
        }
        steps.extend(is_own.then_some(("withdraw", "Withdraw")));
        steps.extend(comment.answers.is_none().then_some(("resolve", "Resolve")));
        html! {
            @if self.speaks && !is_over && !steps.is_empty() {
                p.small.comment-steps { @for (verb, label) in &steps { a href=(step(self.visit, number, verb)) { (label) } } }
            }
        }
    }
}

/// Returns the name of who said something.
fn name(visit: &Visit, person: Option<Ref<Person>>) -> String {
    person.map_or_else(|| "somebody".to_owned(), |person| visit.isms().name_of(person.id()))
}

/// Returns the address of a step of a comment; it leads back to the thread.
fn step(visit: &Visit, number: Ref<Comment>, verb: &str) -> String {
    visit.at(&format!("{}/do/{verb}?back=thread", address::record(number.id())))
}

/// Returns what stands in the form that changes the words of a comment: they, with people by name.
#[must_use]
pub fn words_of(visit: &Visit, form: &OperationForm, id: RecordId) -> Option<(String, String)> {
    let comment = visit.isms().comments.find(&Ref::of(id.key));
    let comment = comment.filter(|_| form.intent == AmendComment::INTENT)?;
    Some(("text".to_owned(), operations::as_written(visit.isms(), &comment.text)))
}

/// Returns where a step of a comment leads back to: its thread.
#[must_use]
pub fn way_back(visit: &Visit, id: RecordId) -> Option<String> {
    let now = visit.books.now();
    let comment = now.isms.comments.find(&Ref::of(id.key)).filter(|_| id.kind == RecordKind::Comment)?;
    Some(format!("{}#{id}", address::record(comment.about?)))
}

/// Returns who reads, in words.
fn words(visit: &Visit, audience: Audience) -> &'static str {
    match audience {
        Audience::Team if is_body(visit) => "Team: the members here",
        Audience::Team => "Team",
        Audience::Auditor => "Team and certification auditor",
        Audience::Private => "Private to me",
    }
}

/// Says whether the organisation is a certification body.
fn is_body(visit: &Visit) -> bool {
    visit.isms().organisation.one().is_some_and(|one| one.kind == OrganisationKind::Body)
}

/// Returns the class that colours the edge.
fn edge(audience: Audience) -> &'static str {
    match audience {
        Audience::Team => "to-team",
        Audience::Auditor => "to-auditor",
        Audience::Private => "to-me",
    }
}

/// What stands in a composer.
#[derive(Debug, Clone, Default)]
struct Composer {
    /// The comment that it answers.
    answers: Option<Ref<Comment>>,
    /// What was typed.
    typed: String,
    /// The field that it is about, by name.
    field: String,
    /// The words that it quotes.
    quote: String,
    /// Who is chosen to read it.
    audience: Audience,
    /// Who was chosen as the composer was opened.
    from: Audience,
    /// What is wrong with it.
    problem: Option<String>,
    /// Whether it is the one that the key leads to.
    key: bool,
}

/// Returns the field in which something is said, and who is to read it.
fn composer(visit: &Visit, id: RecordId, composer: &Composer) -> Markup {
    let field = composer.answers.map_or_else(|| FIELD.to_owned(), |answered| format!("{FIELD}-{answered}"));
    let mut choices = vec![(Audience::Team, "Members here who see the record")];
    if !is_body(visit) {
        choices.push((
            Audience::Auditor,
            "Also auditors of a certification body, where the record is shared with them",
        ));
    }
    if takes_private_notes(visit.isms(), id) {
        choices.push((Audience::Private, "Nobody else reads it"));
    }
    let key = composer.key.then_some("m");
    html! {
        form.form.composer method="post" action=(visit.at(&format!("{}/comments", address::record(id)))) data-form {
            (once::field())
            @if let Some(answered) = composer.answers { input type="hidden" name="answers" value=(answered); }
            label for=(field) data-key=[key] { @if composer.answers.is_some() { "Answer" } @else { "Comment" } @if composer.key { " " kbd aria-hidden="true" { "m" } } }
            p.hint id={ (field) "-hint" } { "@ and a name calls somebody, # and an id names a record; **bold**, *italic*, `code`, lists with -" }
            @if let Some(problem) = &composer.problem { p.error id={ (field) "-error" } { (problem) } }
            textarea id=(field) name="text" rows="3" aria-describedby={ (field) "-hint" } aria-invalid=[composer.problem.as_ref().map(|_| "true")] { "\n" (composer.typed) }
            @if composer.answers.is_none() { (place::asked(visit, id, composer)) }
            @if choices.len() > 1 {
                fieldset {
                    legend { "Who reads it" }
                    @for (audience, help) in &choices {
                        label.choice {
                            input type="radio" name="audience" value=(model::Words::word(*audience)) checked[*audience == composer.audience] data-edge=(edge(*audience));
                            span { (words(visit, *audience)) span.secondary { " " (help) } }
                        }
                    }
                }
            } @else { p.secondary { (words(visit, Audience::Team)) } }
            input type="hidden" name="from" value=(model::Words::word(composer.from));
            div.form-end { button.button type="submit" { @if composer.answers.is_some() { "Answer" } @else { "Comment" } } }
        }
    }
}
