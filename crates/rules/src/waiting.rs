//! Rules of the catalogue that are not built yet, each with what it waits for.

/// Code, name, and the records that it waits for.
pub const WAITING: &[(&str, &str, &str)] = &[
    ("PB0418", "partial mapping counted as full", "crosswalk edges"),
    ("PB0502", "policy not known", "acknowledgements"),
    ("PB0508", "top management without trace", "management reviews and their decisions"),
    ("PB0630", "objectives missing", "objectives"),
    ("PB0631", "objective not measurable", "objectives"),
    ("PB0632", "objective plan incomplete", "objectives"),
    ("PB0633", "objective not monitored", "objectives"),
    ("PB0634", "objective missed without reaction", "objectives"),
    ("PB0641", "isms change unplanned", "planned changes"),
    ("PB0662", "loss figure not reproducible", "scenarios"),
    ("PB0701", "competence without proof", "competence records"),
    ("PB0702", "awareness training overdue", "training"),
    ("PB0703", "document not read by all", "acknowledgements"),
    ("PB0704", "competence need undetermined", "competence needs"),
    ("PB0705", "training effect unchecked", "training"),
    ("PB0706", "communication undetermined", "plan of communication"),
    ("PB0707", "resource shortage undecided", "objectives and decisions of reviews"),
    ("PB0715", "template text unedited", "origins of texts"),
    ("PB0717", "record without retention", "retention rules"),
    ("PB0718", "external document unlisted", "sources that controls cite"),
    ("PB0801", "scheduled run missed", "runs of controls"),
    ("PB0802", "scheduled run missed twice", "runs of controls"),
    ("PB0804", "change without assessment", "planned changes"),
    ("PB0806", "risk assessment overdue", "risk assessments"),
    ("PB0808", "run exception uncorrected", "runs of controls"),
    ("PB0901", "measure without reading", "measures"),
    ("PB0902", "measure plan incomplete", "measures"),
    ("PB0903", "nothing measured", "measures"),
    ("PB0904", "reading not analysed", "measures"),
    ("PB0905", "target missed without action", "measures"),
    ("PB0906", "effectiveness not concluded", "evaluations"),
    ("PB0910", "audit programme missing", "audit programmes"),
    ("PB0911", "clause never audited", "audits"),
    ("PB0912", "auditor audits own work", "audits"),
    ("PB0913", "sample without basis", "samples"),
    ("PB0914", "audit without criteria", "audits"),
    ("PB0915", "audit not reported", "audits"),
    ("PB0916", "audit overdue", "audits"),
    ("PB0917", "auditor without competence", "audits"),
    ("PB0918", "scope part never audited", "audits"),
    ("PB0921", "review input missing", "management reviews"),
    ("PB0922", "review decision without action", "management reviews"),
    ("PB0923", "review missing", "management reviews"),
    ("PB0924", "review without result", "management reviews"),
    ("PB0925", "review decision overdue", "management reviews"),
    ("PB0926", "review without top management", "management reviews"),
    ("PB0927", "review before audit results", "management reviews"),
    ("PB0931", "internal audit never done", "audits"),
    ("PB0932", "audit finding dropped", "audits"),
    ("PB0933", "population without completeness proof", "populations"),
    ("PB0934", "sample not reproducible", "samples"),
    ("PB0935", "test concluded against its result", "samples"),
    ("PB0936", "control audited on paper only", "working papers"),
    ("PB0937", "conclusion before work", "audits"),
    ("PB1001", "nonconformity without cause", "nonconformities"),
    ("PB1002", "effectiveness not checked", "nonconformities"),
    ("PB1003", "effectiveness checked by doer", "nonconformities"),
    ("PB1004", "nonconformity repeats", "nonconformities"),
    ("PB1005", "corrective action overdue", "nonconformities"),
    ("PB1006", "similar cases not searched", "nonconformities"),
    ("PB1007", "nonconformity without correction", "nonconformities"),
    ("PB1008", "cause without action", "nonconformities"),
    ("PB1009", "nothing ever found", "nonconformities"),
    ("PB1103", "evidence outside period", "audits"),
    ("PB1105", "screenshots only", "audits"),
    ("PB1108", "event without record", "populations"),
    ("PB1109", "control too young", "audits"),
    ("PB1110", "period without evidence", "audits"),
    ("PB1122", "failed test without follow up", "tests of controls"),
    ("PB1123", "exception ended", "exceptions"),
    ("PB1151", "incident notified late", "incidents"),
    ("PB1152", "incident without lesson", "incidents"),
    ("PB1301", "stage 1 pack incomplete", "packs"),
    ("PB1302", "audit or review missing before stage 2", "audits and management reviews"),
    ("PB1303", "surveillance window closes", "certifications and audits"),
    ("PB1304", "certificate expiry near", "certifications and audits"),
    ("PB1305", "certificate scope differs", "certifications"),
    ("PB1306", "application beyond scope", "applications"),
    ("PB1307", "external major near limit", "nonconformities and audits"),
    ("PB1308", "certificate names old soa", "certifications"),
    ("PB1309", "concern open before stage 2", "concerns of stage 1"),
    ("PB1310", "external minor without accepted plan", "nonconformities"),
    ("PB1311", "certification team conflict", "audits and certifications"),
    ("PB1312", "change not reported to body", "planned changes and certifications"),
    ("PB1313", "auditor request overdue", "requests of auditors"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::WAITING;
    use crate::RULES;

    #[test]
    fn each_of_the_200_rules_is_built_or_waits() {
        let built: BTreeSet<&str> = RULES.iter().map(|rule| rule.code).collect();
        let waiting: BTreeSet<&str> = WAITING.iter().map(|(code, ..)| *code).collect();
        let both: Vec<_> = built.intersection(&waiting).collect();
        assert!(both.is_empty(), "built, and said to wait: {both:?}");
        assert_eq!(built.len() + waiting.len(), 200);
        assert_eq!((built.len(), waiting.len()), (RULES.len(), WAITING.len()), "a code stands twice");
    }

    #[test]
    fn what_waits_stands_in_order_of_its_code() {
        assert!(WAITING.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
