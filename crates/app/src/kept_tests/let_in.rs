//! Letting in who runs the machine: seat and membership together, and the clock that ends it.

use super::*;

/// Returns accounts with one that manages the installation: olga@host.example.
async fn accounts(firm: &Firm) -> (identity::Accounts, identity::Uuid) {
    let accounts = firm.instance.accounts(identity::Settings::at(None)).await.expect("in memory");
    let proof = identity::Proof::Password("tidy grey otter");
    let network = identity::Network::of("127.0.0.1");
    let caller = identity::Caller { network, device: String::new(), before: None };
    let made = accounts.set_up("Olga", "olga@host.example", proof, &[], &caller).await.expect("the first");
    (accounts, made.session.account)
}

fn let_in(hours: u8) -> LetIn {
    LetIn {
        email: "olga@host.example".to_owned(),
        role: MemberRole::Viewer,
        hours,
        because: "it fails".into(),
    }
}

#[tokio::test]
async fn who_is_let_in_has_seat_and_membership_or_neither() {
    let firm = Firm::new().await;
    let (accounts, olga) = accounts(&firm).await;
    let org = firm.books.log().org;
    let keeper = firm.room(1);
    let before = firm.books.now().commits();
    let refused = keeper.let_in(&accounts, &visit(1), let_in(9)).await.expect("it answers");
    assert!(refused.is_err() && accounts.seat(olga, org).is_none(), "no commit, no seat");
    let denied = firm.room(2).let_in(&accounts, &visit(2), let_in(1)).await;
    assert!(matches!(denied, Err(Failure::NotAllowed(_))) && accounts.seat(olga, org).is_none());
    assert_eq!(firm.books.now().commits(), before);
    let person = keeper.let_in(&accounts, &visit(1), let_in(2)).await.expect("she may").expect("it is done");
    let room = firm.books.clone().room_of(&accounts, olga).expect("she is in");
    assert_eq!(room.reader(), Reader::Member(person));
    let again = keeper.let_in(&accounts, &visit(1), let_in(2)).await.expect("it answers");
    assert_eq!(
        again.map_err(|refusal| refusal.to_string()),
        Err("that person is in here already".to_owned())
    );
}

#[tokio::test]
async fn who_has_another_seat_as_the_person_of_that_address_is_not_let_in_and_nothing_is_written() {
    let firm = Firm::new().await;
    let (accounts, olga) = accounts(&firm).await;
    let edit = EditRecord {
        id: id("PER-4"),
        revision: None,
        typed: vec![("email".to_owned(), "olga@host.example".to_owned())],
        because: Prose::default(),
    };
    firm.done(2, edit).await;
    let isms = firm.books.now().isms;
    let vito = isms.memberships.iter().find(|(_, one)| one.person == Some(per(4)));
    let membership = vito.expect("he is a member").0;
    firm.done(1, EndMembership { membership, because: "he left".into() }).await;
    let seat = firm.books.seat(per(4)).expect("a person has a seat");
    let email = identity::Email::read("vito@acme.example").expect("an address");
    let invited =
        identity::Invited { email, name: "Vito".to_owned(), seat: Some(seat), admin: identity::Admin::No };
    let link = accounts.invite(identity::By::Machine, invited).await.expect("a link");
    let network = identity::Network::of("127.0.0.1");
    let caller = identity::Caller { network, device: String::new(), before: None };
    let proof = identity::Proof::Password("seven loud geese");
    accounts.accept(link.show(), "Vito", proof, &[], &caller).await.expect("he was invited");
    let before = firm.books.now().commits();
    let taken = firm.room(1).let_in(&accounts, &visit(1), let_in(1)).await;
    assert!(matches!(taken, Err(Failure::NotAllowed(_))), "{taken:?}");
    assert_eq!(firm.books.now().commits(), before);
    assert!(accounts.seat(olga, firm.books.log().org).is_none());
}

#[tokio::test]
async fn who_was_let_in_sees_nothing_from_the_minute_on_in_which_the_hours_end() {
    let firm = Firm::new().await;
    let (accounts, olga) = accounts(&firm).await;
    firm.room(1).let_in(&accounts, &visit(1), let_in(4)).await.expect("she may").expect("it is done");
    for (at, is_in) in
        [(NOON, true), (NOON + 4 * HOUR - 1, true), (NOON + 4 * HOUR, false), (NOON + 40 * HOUR, false)]
    {
        let later = firm.instance.at(at).books(firm.books.log()).await.expect("it is read");
        assert_eq!(Arc::clone(&later).room_of(&accounts, olga).is_some(), is_in, "{at}");
        let entered = Room::new(later, Reader::Member(per(1))).let_ins();
        let expected = if is_in { Entered::Now } else { Entered::Before };
        assert_eq!(entered.iter().map(|(_, entered)| *entered).collect::<Vec<_>>(), [expected]);
    }
    // A keeper ends it before.
    let membership = firm.room(1).let_ins()[0].0;
    firm.done(1, EndMembership { membership, because: "it works again".into() }).await;
    assert!(firm.books.clone().room_of(&accounts, olga).is_none());
}
