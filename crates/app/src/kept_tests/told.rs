//! Notices: what is looked at for them is the same as on pages, and stays for nobody.

use super::*;

#[tokio::test]
async fn a_look_for_notices_keeps_no_view_and_takes_the_one_that_is_kept() {
    let firm = Firm::new().await;
    firm.done(1, record(RecordKind::Incident, "The complaint about Carl")).await;
    firm.done(2, record(RecordKind::Risk, "Fire")).await;
    let restrict =
        RestrictRecord { id: id("INC-1"), to: vec![per(1), per(2)], because: "a complaint".into() };
    firm.done(1, restrict).await;
    for about in ["INC-1", "R-1"] {
        let text = "@Vera Viewer is it so?".into();
        firm.done(1, WriteComment { about: Some(id(about)), text, ..WriteComment::default() }).await;
    }
    let (first, items) = firm.room(3).inbox_told();
    let (second, _) = firm.room(3).inbox_told();
    assert!(first.incidents.is_empty() && !Arc::ptr_eq(&first, &second), "it is made for one look");
    assert_eq!(items.len(), 1, "of what is kept from her she is not told");
    assert_eq!(items, firm.room(3).inbox_of(per(3)), "it is the same on pages");
    let read = firm.room(3).now().isms;
    assert!(Arc::ptr_eq(&read, &firm.room(3).inbox_told().0), "what a reader has is not made again");
    assert!(Arc::ptr_eq(&read, &firm.room(3).now().isms));
}
