//! The shapes of JSON results: each named, documented and used by the commands that give it.

/// The shape of one command's JSON result.
pub struct Shape {
    /// Its short name: `check`.
    pub name: &'static str,
    /// Its keys, in order, each with what it holds.
    pub keys: &'static [(&'static str, &'static str)],
}

impl Shape {
    /// Returns the name that stands under `schema`.
    pub fn schema(&self) -> String {
        format!("plumbline/{}@v1", self.name)
    }
}

macro_rules! shapes {
    ($($(#[$doc:meta])* $name:ident = $short:literal { $($key:literal $what:literal)* })*) => {
        $($(#[$doc])* pub static $name: Shape = Shape { name: $short, keys: &[$(($key, $what)),*] };)*

        /// All shapes, by name.
        pub static SHAPES: &[&Shape] = &[$(&$name),*];
    };
}

shapes! {
    /// What `audit coverage` gives.
    AUDIT_COVERAGE = "audit-coverage" {
        "programme" "the programme of the cycle, or null" "from" "the first day of the cycle" "to" "its last day"
        "audits" "ids, by day" "counts" "`{done, planned, left_out, all}`: criteria looked at, only planned, in no audit, all"
        "rows" "list of `{criterion, title, audits {id: planned, done without paper, or the result of the paper}}`"
    }
    /// What `backup` gives.
    BACKUP = "backup" {
        "backups" "list of `{file, organisation, commits, files, head, leaf, missing}`"
    }
    /// What `blame` gives.
    BLAME = "blame" {
        "record" "the id" "title" "what people call it"
        "fields" "list of `{name, label, value, commit, on, by}`: the last change of each field"
    }
    /// What `cert calendar` gives.
    CERT_CALENDAR = "cert-calendar" {
        "on" "the day"
        "dates" "list of `{on, what, bound, state, record, counted_from, because, rule {id, title, source, verified}}`"
    }
    /// What `cert time` gives.
    CERT_TIME = "cert-time" {
        "persons" "people in scope" "counted" "how many of them count" "factors_percent" "the sum of all factors"
        "table" "days by the table" "fewest" "the fewest that factors can make of it" "initial" "days of the initial audit"
        "stage1" "of these" "stage2" "of these" "surveillance" "days of each" "recertification" "days"
        "on_site_fewest" "of the initial audit"
        "persons_from" "the record that says so, or null" "complexity" "`{business, it, from_percent, to_percent, verified, factors [{id, level, means}]}`, or null"
        "sites" "`{sites, initial, surveillance, recertification, random, sampled}`, or null"
        "next" "`{what, audits, planned, usual, fewest, enough}`: the next audit on record" "notes" "list of `{says, rule, verified}`"
    }
    /// What `check` gives.
    CHECK = "check" {
        "organisation" "its name" "on" "the day the rules were asked about" "head" "how many commits the records hold"
        "counts" "`{error, warning, note, held, unknown, ahead}`"
        "diagnostics" "list of `{code, name, level, grade, stage, clauses, message, object, field, file, proof, why, fix {text, grade, command}, unknown, held_by, ahead, disposition}`"
        "steps" "without `--gate`: `{phase, now [{code, name, level, phase, what, how, minutes, records, drafts}], more {steps, places, errors}, ahead {steps, next, from}}`"
        "gate" "with `--gate`: `{name, passes, errors, warnings, notes, on, because, body}`; `body` is that of `timeline`"
        "clause_majors" "list of `{clause, minors {code: how many}}`: clauses that may fail as a whole"
    }
    /// What `restore` gives.
    RESTORE = "restore" {
        "folder" "where it lies" "organisation" "its name" "commits" "how many it has" "added" "how many were new"
        "files" "how many came along" "head" "number and leaf hash" "ok" "whether all of it verifies"
    }
    /// What `show` gives of a commit.
    COMMIT = "commit" {
        "commit" "its number" "at" "the moment, UTC" "on" "the day there" "by" "who acted" "intent" "what it was meant to do"
        "via" "the channel" "because" "why" "leaf" "its leaf hash" "auth" "how surely the actor was known, and by what" "policy" "the hash of the policies that allowed it" "changes" "list of `{id, title, verb, fields [{name, label, before, after}]}`"
    }
    /// What `diff` gives.
    DIFF = "diff" {
        "from" "the day before" "to" "the day after"
        "kinds" "list of `{kind, added, changed, removed}`"
        "diagnostics" "`{fixed, new, still}`"
        "records" "list of `{id, title, difference, fields [{name, label, before, after}]}`"
    }
    /// What `doc register` gives.
    DOCUMENT_REGISTER = "document-register" {
        "on" "the day" "required" "list of `{kind, title, asked_by, holds, standing, records, count}`: for everybody"
        "annex_a" "the same: worded as documented in Annex A" "usual" "the same: usual, not required"
    }
    /// What every command that writes gives.
    DONE = "done" {
        "dry_run" "whether nothing was written" "commit" "its number; null where nothing was to change or nothing was written"
        "by" "who acted"
        "changes" "list of `{id, title, verb, fields [{name, label, before, after}]}`"
        "refused" "list of `{what, because}`: what was left out of a batch"
    }
    /// What `explain` gives.
    EXPLAIN = "explain" {
        "kind" "rule, requirement, term, kind, record or shape" "name" "what it is called" "says" "what it means"
        "more" "object with the rest; for a rule `{code, level, grade, stage, clauses, why, fix, bad, good}`"
    }
    /// What `export` gives.
    EXPORT = "export" {
        "files" "list of `{path, bytes, sha256, rows}`"
    }
    /// What `frameworks coverage` gives.
    FRAMEWORK_COVERAGE = "framework-coverage" {
        "framework" "its word" "title" "its name" "counts" "`{met, partly_met, not_met, no_edge}`" "all" "how many requirements"
        "requirements" "list of `{id, title, state, edges [{from, relation, strength, reaches_all, met, verified, by, because}], missing}`"
        "clauses_from" "the gap analysis that the clauses were read from, or null" "rationale" "what the edges rest on"
    }
    /// What `frameworks` gives.
    FRAMEWORKS = "frameworks" {
        "frameworks" "list of `{id, title, requirements, counts {met, partly_met, not_met, no_edge}}`"
    }
    /// What `gap` gives.
    GAP = "gap" {
        "analysis" "its id; null where there is none" "title" "what it is called" "counts" "`{met, partly, not_met, not_applicable, not_assessed}`"
        "clauses" "list of `{clause, title, counts, maturity {middle, lowest, highest, items}}`"
        "gaps" "list, what to close first at the top: `{criterion, title, gate, state, maturity, gap, seen, from, holds_up, risks, level, effort_days, owner, follow_up}`"
    }
    /// What `gap movement` gives.
    GAP_MOVEMENT = "gap-movement" {
        "before" "the analysis before" "after" "the later one" "counts" "`{better, worse, same}`"
        "rows" "list of `{criterion, title, before, after, turn}`, without what stayed"
    }
    /// What `import` gives.
    IMPORT = "import" {
        "file" "its name" "dry_run" "whether nothing was written" "commit" "its number, where something was"
        "counts" "`{new, changed, same, refused, not_taken}`"
        "rows" "list of `{sheet, row, outcome, record, reason}`"
        "refused_file" "where the refused rows lie"
    }
    /// What `init` gives.
    INIT = "init" {
        "folder" "where the records lie" "organisation" "its name" "person" "who began it" "commit" "the newest commit"
        "rules" "how many rules are on"
        "proposals" "how many proposals wait to be taken"
    }
    /// What `job show` and `job cancel` give.
    JOB = "job" {
        "id" "its id" "what" "what it is" "state" "running, cancelling, writing, done, cancelled, failed or lost" "over" "whether nothing more comes of it"
        "by" "who began it" "begun" "when" "ended" "when, or null" "part" "what is done now" "unit" "what is counted"
        "done" "how many are done" "total" "of how many, or null" "per_second" "how many each second, or null" "seconds_left" "of this part, or null"
        "words" "what came of it" "commit" "the commit that it wrote, or null" "lines" "list of `{what, right, because}`: what was looked at"
        "file" "`{name, media, bytes, sha256, kept}`, or null" "log" "list of `{at, words}`" "log_left" "how many older lines are gone"
    }
    /// What `job ls` gives.
    JOBS = "jobs" {
        "jobs" "list of the shape `job`, without `commit`, `lines`, `file` and `log`" "others" "list of `{what, state, by, begun}`: what runs for others, for who gives roles"
    }
    /// What `engagement key` gives.
    BODY_KEY = "body-key" {
        "key" "the public key, as the client binds it" "fingerprint" "what people compare" "engagement" "the engagement that names it"
    }
    /// What `engagement issue` gives.
    ISSUED = "issued" {
        "number" "what the body calls the paper" "digest" "the hash of its content"
        "there" "what the client's records call it, or null" "file" "the file that was written, or null"
    }
    /// What `user invite` and `user reset` give.
    LINK = "link" {
        "link" "the address to send to the person; it is good once"
    }
    /// What `log` gives.
    LOG = "log" {
        "commits" "list of the shape `commit`, newest first"
    }
    /// What `ls` gives.
    LIST = "list" {
        "kind" "the kind of record" "as_of" "the day" "records" "list of the shape `record`, fields only"
    }
    /// What `ls` gives without a kind.
    KINDS = "kinds" {
        "as_of" "the day" "kinds" "list of `{kind, count, proposed}`, those that hold something"
    }
    /// What `org ls` gives.
    ORGANISATIONS = "organisations" {
        "organisations" "list of `{name, org, commits}`"
    }
    /// What `plan` gives.
    PLAN = "plan" {
        "organisation" "its name" "on" "the day" "certificate_on" "the day of the certificate by this plan"
        "earliest_on" "the earliest honest day" "wanted_on" "the day wanted, or null" "met" "whether that can be met"
        "because" "why, in a sentence" "phases" "list of `{number, title, from, to, given, takes, gate, why}`"
        "audit" "`{initial, stage1, stage2, surveillance, recertification, fewest, persons, basis, sites}`, or null"
        "first_surveillance_by" "the day" "expires_on" "the last day of the certificate"
        "conflicts" "list of sentences: given dates that do not hang together"
        "assumes" "list of sentences: what nobody said"
        "certified" "`{certification, decided_on, next, by, audit, audit_on}` once a certificate holds, or null"
    }
    /// What `policy explain` gives.
    POLICY_EXPLAIN = "policy-explain" {
        "who" "the person" "action" "the operation" "what" "the records" "kept" "whether the policies decide here"
        "permitted" "yes or no" "duty" "the duty that stands against it, or null" "because" "why not" "could" "who could do it instead"
    }
    /// What `policy show` gives.
    POLICY_SHOW = "policy-show" {
        "policy" "the hash that stands in each commit that these policies allowed" "text" "schema and policies"
    }
    /// What `notices` gives.
    NOTICES = "notices" {
        "notices" "list of `{name, email, subject, lines}`: one message for each person with something new; nothing is sent"
    }
    /// What `portfolio` gives.
    PORTFOLIO = "portfolio" {
        "organisations" "list of `{name, phase {number, title}, next {what, on}, errors, warnings, idle_days, late_days, waiting [{record, title, to_do, for, since, due, late}]}`"
    }
    /// What `proposals` gives.
    PROPOSALS = "proposals" {
        "records" "list of `{id, kind, title, origin}`"
    }
    /// What `show` gives of a record.
    RECORD = "record" {
        "id" "its id" "kind" "what it is" "title" "what people call it" "revision" "how often it was written"
        "changed_on" "when it was last written" "fields" "object: each field's text; empty fields are left out"
        "points_at" "ids" "pointed_at_by" "ids" "diagnostics" "list of `{code, level, message}`"
        "sources" "list of `{file, id, row}`: where it was imported from" "columns" "list of `{heading, text}`: what nobody mapped"
    }
    /// What `review agenda` gives.
    REVIEW_AGENDA = "review-agenda" {
        "review" "the review, or null" "on" "the day" "last" "`{review, held_on}` of the last one, or null"
        "inputs" "list of `{letter, asks, text, records, trends [{what, now {count, of}, then}]}`"
    }
    /// What `share pack` gives.
    SHARE_PACK = "share-pack" {
        "file" "the file" "share" "the share" "sha256" "the hash of the file" "commit" "the commit that it shows" "head" "the hash of that commit"
        "entries" "how many files are in it" "evidence" "the records whose files went out" "left_out" "what is shared and could not be put in, and why"
    }
    /// What `soa ls` gives.
    SOA = "soa" {
        "version" "the version that the draft would become" "decided" "rows with a decision" "rows_count" "all rows"
        "rows" "list of `{control, title, applicable, reasons, justification, state, owner}`"
    }
    /// What `soa compare` gives.
    SOA_COMPARE = "soa-compare" {
        "rows" "list of `{control, title, outcome, applicable, needed_by}`; without `--all` those that ask a question"
        "risks_without_control" "ids" "obligations_unmet" "ids" "own_controls" "ids of those that serve no row of Annex A"
    }
    /// What `soa diff` gives.
    SOA_DIFF = "soa-diff" {
        "from" "`{version, approved_by, approved_on, withdrawn_on}`" "to" "the same; version null means the rows as they stand"
        "rows" "list of `{control, title, what, before, after, because}`"
    }
    /// What `cert worksheet` gives.
    STAGE_1_WORKSHEET = "stage-1-worksheet" {
        "on" "the day" "rows" "list of `{letter, title, state, says [{label, text, there, records}]}`"
        "duty_exceptions" "texts: the exceptions from duties that hold"
    }
    /// What `scope compare` gives.
    SCOPE_COMPARE = "scope-compare" {
        "from" "`{version, approved_by, approved_on}`" "to" "the same; version null means the scope as it stands"
        "added" "list of `{id, title}`: what comes in" "removed" "the same: what goes out"
        "texts" "list of `{what, before, after}`" "risks" "ids: open risks that touch what comes in"
        "controls" "ids: controls that apply because of them" "unassessed" "list of `{id, title}`: what no risk touches"
        "days" "`{before, after}`, each `{persons, initial, surveillance, recertification, other_sites, visited_a_year}` or null"
    }
    /// What `status` gives.
    STATUS = "status" {
        "organisation" "its name" "on" "the day" "phase" "`{number, title}`" "counts" "`{error, warning, note, ahead}`"
        "wanted_on" "the date wanted" "records" "object: how many of each kind" "proposals" "how many wait to be taken"
        "waiting" "`{tasks, late}`: what somebody has to do" "commits" "how many there are"
    }
    /// What `explain --terms` gives.
    TERMS = "terms" {
        "terms" "list of `{id, word, also, says, clauses}`"
    }
    /// What `timeline` gives.
    TIMELINE = "timeline" {
        "organisation" "its name" "on" "the day" "certificate_on" "the day of the certificate by the plan"
        "earliest_on" "the earliest honest day" "wanted_on" "the day wanted, or null" "because" "why, in a sentence"
        "phases" "list of `{number, title, from, to, state, open [{code, name, level, count}]}`"
        "gates" "list of `{name, on, because, errors [{code, name, level, count}], warnings, body [{id, asks, state, because, records, rules, verified}]}`"
        "marks" "list of `{on, what, state, record, rule}`" "new_by_then" "with `--on`: rules that fire then and not today"
        "conflicts" "list of sentences" "assumes" "list of sentences: what nobody said"
        "forecast" "`{on, steps [{number, title, from, to, slack_days, critical, waits_for}], late}`, or null once a certificate holds"
    }
    /// What `token new` gives.
    TOKEN = "token" {
        "id" "the id, as the ledger names it" "secret" "the token itself, shown once" "until" "when it ends"
    }
    /// What `token ls` gives.
    TOKENS = "tokens" {
        "tokens" "list of `{id, name, user, org, scopes, until, used}`"
    }
    /// What `user ls` gives.
    USERS = "users" {
        "accounts" "list of `{id, email, name, manages, active, signs_in_with}`"
    }
    /// What `verify` gives.
    VERIFY = "verify" {
        "ok" "whether all is as it was written" "checks" "list of `{what, ok, because}`" "head" "number and leaf hash of the newest commit"
    }
    /// What `verify FILE` gives.
    VERIFY_PACK = "verify-pack" {
        "ok" "whether all is as it was written" "sha256" "the hash of the file" "manifest" "the hash of its list" "organisation" "who wrote it, as it says"
        "log" "the origin of its log" "share" "the share" "body" "for whom" "engagement" "what the body calls the work" "as_of" "the day"
        "commit" "the commit that it shows" "head" "the hash of that commit" "entries" "list of `{path, ok, because}`"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_has_its_own_name() {
        let mut names: Vec<&str> = SHAPES.iter().map(|shape| shape.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), SHAPES.len());
    }
}
