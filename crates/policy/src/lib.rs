//! Who may do what: the written policies and how they are asked. Pure: the state, the past and the day are arguments.
