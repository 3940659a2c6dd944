//! The thirty questions of a quick gap analysis: what weighs most, in twenty minutes.

/// A question of the quick gap analysis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GapQuestion {
    /// The clause item or the control that it stands for.
    pub criterion: &'static str,
    /// What is asked.
    pub question: &'static str,
}

/// Returns a question.
const fn ask(criterion: &'static str, question: &'static str) -> GapQuestion {
    GapQuestion { criterion, question }
}

/// The thirty questions, in the order of the standard.
pub const QUICK: &[GapQuestion] = &[
    ask("4.1", "Is it written down what around and inside the organisation matters for security?"),
    ask("4.2 a)", "Do you know who expects something of your security?"),
    ask("4.2 b)", "Are the laws, contracts and expectations about security listed?"),
    ask("4.3", "Is it written down what the management system covers, and where it ends?"),
    ask("5.1", "Does top management ask for security and give time and money for it?"),
    ask("5.2", "Is there a security policy that top management approved and that people know?"),
    ask("5.3", "Does each security duty have a person who holds it?"),
    ask("6.1.2", "Is there one way to find and rate risks, and was it used on all of the scope?"),
    ask("6.1.3", "Was it decided for each risk what is done about it, by whom and by when?"),
    ask("6.1.3 d)", "Is there a statement that says of each control of Annex A whether it applies, and why?"),
    ask("6.2", "Are there security objectives with a number, an owner and a date?"),
    ask("7.2", "Can everybody show that they can do their security work?"),
    ask("7.3", "Does everybody know the policy, their own part in it, and what happens otherwise?"),
    ask("7.5.3", "Are the documents in force approved, found by those who need them, and kept safe?"),
    ask("8.1", "Is what was planned carried out, and can you show it?"),
    ask("9.1", "Is it measured whether security works, and does somebody look at the numbers?"),
    ask("9.2.1", "Were the whole scope and all requirements audited from inside, by somebody independent?"),
    ask("9.3.1", "Did top management look at the whole within the last year and decide?"),
    ask("10.1", "Is the management system made better on purpose, and not by chance?"),
    ask("10.2", "Is what went wrong put right, its cause found, and the effect looked at?"),
    ask("A.5.9", "Is there a list of systems and information, each with somebody who answers for it?"),
    ask("A.5.15", "Is it ruled who may do what where, and is that looked at again?"),
    ask("A.5.19", "Do you know which suppliers your security depends on, and what they promised?"),
    ask("A.5.24", "Does everybody know what to do when something happens, and whom to call?"),
    ask("A.5.30", "Was it tried whether you can work on after a breakdown?"),
    ask("A.6.3", "Is everybody taught about security, also those who are new?"),
    ask("A.8.5", "Do all systems that are reached from outside ask for a second factor?"),
    ask("A.8.8", "Are weaknesses of systems found and mended in time?"),
    ask("A.8.13", "Is everything that matters saved, and was it tried to bring it back?"),
    ask("A.8.15", "Is it recorded what happens in systems, and does somebody look at it?"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_thirty_questions_and_each_stands_for_a_requirement() {
        let criteria: std::collections::BTreeSet<&str> = QUICK.iter().map(|one| one.criterion).collect();
        assert_eq!((criteria.len(), QUICK.len()), (30, 30));
        for question in QUICK {
            let known = standards::requirement(question.criterion).is_some();
            assert!(known && question.question.ends_with('?'), "{}", question.criterion);
        }
    }
}
