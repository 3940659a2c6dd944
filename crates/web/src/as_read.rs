//! An operation on what was read: it happens only where the state that it is decided on still says what the form showed.

use std::fmt;
use std::sync::Arc;

use app::Done;
use model::records::Person;
use model::{Date, Isms, RecordId, Ref};
use operations::{Decided, Operation};

use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::cells::{self, Stale};
use crate::visit::Visit;

/// How often it is decided again where others write other fields of the same record.
const TRIES: usize = 3;

/// Says whether a state still says what was read.
type Holds = Arc<dyn Fn(&Isms, Date) -> bool + Send + Sync>;

/// An operation that is decided only on what was read.
#[derive(Clone)]
pub struct AsRead<O> {
    operation: O,
    holds: Holds,
}

/// Why it did not happen.
#[derive(Debug)]
pub enum NotAsRead<R> {
    /// What was read stands there no longer.
    Changed,
    /// It cannot happen.
    Refused(R),
}

/// Why a form was not taken.
pub enum Untaken<R> {
    /// Others wrote the same fields meanwhile.
    Stale(Stale),
    /// It cannot happen.
    Refused(R),
}

impl<R: fmt::Display> fmt::Display for NotAsRead<R> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed => to.write_str("it was changed meanwhile; look at it again"),
            Self::Refused(refusal) => refusal.fmt(to),
        }
    }
}

impl<R: std::error::Error> std::error::Error for NotAsRead<R> {}

impl<O> AsRead<O> {
    /// Binds an operation to what `holds` says of the state.
    pub fn new(operation: O, holds: impl Fn(&Isms, Date) -> bool + Send + Sync + 'static) -> Self {
        Self { operation, holds: Arc::new(holds) }
    }
}

impl<O: Operation> Operation for AsRead<O> {
    const NAME: &'static str = O::NAME;
    const INTENT: &'static str = O::INTENT;
    type Refusal = NotAsRead<O::Refusal>;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        if !(self.holds)(isms, today) {
            return Err(NotAsRead::Changed);
        }
        self.operation.decide(isms, actor, today).map_err(NotAsRead::Refused)
    }
}

/// Runs an operation that replaces some fields of a record, on the revision that its form was read at; where others wrote other
/// fields meanwhile, both stand.
///
/// # Errors
/// Where the form does not say what it was read at, and a failure of the world; the inner error says why the form was not taken.
pub async fn run<O: Operation + Clone>(
    visit: &Visit,
    id: RecordId,
    typed: &Fields,
    fields: &[&str],
    operation: O,
) -> Result<Result<Done, Untaken<O::Refusal>>, Failure> {
    let mut read = typed.read_at(visit.books.now().isms.revision(id))?;
    for _ in 0..TRIES {
        let expected = read;
        let holds = move |isms: &Isms, _| isms.revision(id) == expected;
        match visit.run(AsRead::new(operation.clone(), holds)).await? {
            Ok(done) => return Ok(Ok(done)),
            Err(NotAsRead::Refused(refusal)) => return Ok(Err(Untaken::Refused(refusal))),
            Err(NotAsRead::Changed) => {
                let stale = cells::written(visit, id, read, fields).await?;
                if !stale.theirs.is_empty() {
                    return Ok(Err(Untaken::Stale(stale)));
                }
                read = stale.now;
            }
        }
    }
    Err(app::Failure::Busy.into())
}
