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
    /// What `blame` gives.
    BLAME = "blame" {
        "record" "the id" "title" "what people call it"
        "fields" "list of `{name, label, value, commit, on, by}`: the last change of each field"
    }
    /// What `check` gives.
    CHECK = "check" {
        "organisation" "its name" "on" "the day the rules were asked about" "head" "how many commits the records hold"
        "counts" "`{error, warning, note, held, unknown, ahead}`"
        "diagnostics" "list of `{code, name, level, grade, stage, clauses, message, object, field, file, proof, why, fix {text, grade, command}, unknown, held_by, ahead, disposition}`"
        "steps" "without `--gate`: `{phase, now [{code, name, level, phase, what, how, minutes, records, drafts}], more {steps, places, errors}, ahead {steps, next, from}}`"
        "gate" "with `--gate`: `{name, passes, errors, warnings, notes}`"
    }
    /// What `show` gives of a commit.
    COMMIT = "commit" {
        "commit" "its number" "at" "the moment, UTC" "on" "the day there" "by" "who acted" "intent" "what it was meant to do"
        "via" "the channel" "because" "why" "leaf" "its leaf hash" "changes" "list of `{id, title, verb, fields [{name, label, before, after}]}`"
    }
    /// What `diff` gives.
    DIFF = "diff" {
        "from" "the day before" "to" "the day after"
        "kinds" "list of `{kind, added, changed, removed}`"
        "diagnostics" "`{fixed, new, still}`"
        "records" "list of `{id, title, difference, fields [{name, label, before, after}]}`"
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
        "proposals" "how many drafts wait to be taken"
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
    /// What `soa ls` gives.
    SOA = "soa" {
        "version" "the version that the draft would become" "decided" "rows with a decision" "rows_count" "all rows"
        "rows" "list of `{control, title, applicable, reasons, justification, state, owner}`"
    }
    /// What `soa diff` gives.
    SOA_DIFF = "soa-diff" {
        "version" "the version approved" "rows" "list of `{control, title, field, approved, live}`"
    }
    /// What `status` gives.
    STATUS = "status" {
        "organisation" "its name" "on" "the day" "phase" "`{number, title}`" "counts" "`{error, warning, note, ahead}`"
        "wanted_on" "the date wanted" "records" "object: how many of each kind" "proposals" "how many wait to be taken"
        "commits" "how many there are"
    }
    /// What `explain --terms` gives.
    TERMS = "terms" {
        "terms" "list of `{id, word, also, says, clauses}`"
    }
    /// What `verify` gives.
    VERIFY = "verify" {
        "ok" "whether all is as it was written" "checks" "list of `{what, ok, because}`" "head" "number and leaf hash of the newest commit"
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
