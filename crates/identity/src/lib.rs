//! Who somebody is: accounts, what proves them, sessions and tokens. It knows no record of an organisation.
