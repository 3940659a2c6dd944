//! A certificate is the body's: what it says is changed by telling the body, and by recording what the body then sends.

use model::RecordId;
use model::records::{Certification, PlannedChange};

use crate::Ask;

/// Returns the command that comes next where a record is not what the certificate says: to report its change to the body, or
/// `record` what the body sent, where it was told. Where no change is on record, one is planned first.
///
/// A rule that asks this reads the kind `PlannedChange` as a whole.
pub(crate) fn next_step(ask: &Ask, certified: &Certification, touched: RecordId, record: String) -> String {
    let isms = ask.isms;
    let since = certified.events.iter().filter_map(|event| event.on).max().or(certified.decided_on);
    let mut is_told = false;
    for id in isms.sources::<PlannedChange>(touched) {
        let Some(change) = isms.planned_changes.get(&id) else { continue };
        let is_new = change.done_on.is_none_or(|on| since.is_none_or(|since| on >= since));
        if !is_new || !change.dropped_because.is_empty() || !change.touches.contains(&touched) {
            continue;
        }
        if change.reported_on.is_none() && change.planned_on.is_some() {
            return format!("plumb change report {id}");
        }
        is_told |= change.reported_on.is_some();
    }
    if is_told {
        record
    } else {
        format!("plumb change add TITLE --kind isms --touches {touched} --purpose WHY")
    }
}

#[cfg(test)]
mod tests {
    use model::Ref;
    use model::records::{Certification, CertificationEvent, PlannedChange, Soa};

    use crate::Ask;

    #[test]
    fn the_body_is_told_before_what_it_sent_is_recorded() {
        let mut sample = crate::proof::in_good_order();
        let on = sample.days_ago(9);
        sample.edit(1, |certification: &mut Certification| {
            certification.events.push(CertificationEvent { on: Some(on), ..CertificationEvent::default() });
        });
        let soa = Ref::<Soa>::one().id();
        let next = |sample: &model::sample::Sample| {
            let ask = Ask::new(&sample.isms, None, sample.today);
            let certified = sample.isms.certifications.get(&Ref::number(1)).expect("the sample has one");
            super::next_step(&ask, certified, soa, "plumb cert extend CRT-1".into())
        };
        let nothing = "plumb change add TITLE --kind isms --touches SOA --purpose WHY";
        assert_eq!(next(&sample), nothing);
        let (before, after) = (sample.days_ago(10), sample.days_ago(7));
        let mut change = PlannedChange {
            title: "A door".into(),
            touches: vec![soa],
            planned_on: Some(before),
            done_on: Some(before),
            reported_on: Some(before),
            ..PlannedChange::default()
        };
        sample.put(Ref::number(91), change.clone());
        assert_eq!(next(&sample), nothing, "the certificate was written after it");
        (change.done_on, change.reported_on) = (Some(after), None);
        sample.put(Ref::number(91), change.clone());
        assert_eq!(next(&sample), "plumb change report CHG-91");
        change.reported_on = Some(after);
        sample.put(Ref::number(91), change);
        assert_eq!(next(&sample), "plumb cert extend CRT-1");
    }
}
