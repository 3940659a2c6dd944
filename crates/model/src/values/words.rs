//! Choices: enums whose variants are words that people read, type and store.

/// An enum of plain words.
pub trait Words: Copy + PartialEq + 'static {
    /// All of them, in order.
    const ALL: &'static [Self];
    /// Their words, in the same order.
    const WORDS: &'static [&'static str];

    /// Returns the word that people read and the ledger keeps.
    fn word(self) -> &'static str;
}

/// Declares an enum of words with its stored form, text and shape.
///
/// Behind a bar stand other spellings that are read too; behind the name may stand the word that holds where nothing is said.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident $(default $default:ident)? { $($(#[$vdoc:meta])* $variant:ident = $word:literal $(| $other:literal)*),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $word)] $variant,)+
        }

        $(
            #[allow(clippy::derivable_impls, reason = "the macro cannot mark one of the variants it repeats")]
            impl Default for $name {
                fn default() -> Self {
                    Self::$default
                }
            }
        )?

        impl $crate::Words for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            const WORDS: &'static [&'static str] = &[$($word),+];
            fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.pad($crate::Words::word(*self))
            }
        }

        impl $crate::Value for $name {
            fn text(&self) -> String {
                $crate::Words::word(*self).to_owned()
            }
            fn is_empty(&self) -> bool {
                false
            }
            fn read(text: &str) -> Result<Self, $crate::Problem> {
                let typed = text.trim().to_lowercase();
                match typed.as_str() {
                    $($word $(| $other)* => Ok(Self::$variant),)+
                    _ => Err($crate::Problem::new(format!("\"{}\" is not one of the choices", $crate::values::clip(text)))
                        .expected(<Self as $crate::Words>::WORDS.join(", "))),
                }
            }
            fn shape() -> $crate::Shape {
                $crate::Shape::Choice(<Self as $crate::Words>::WORDS)
            }
        }
    };
}
pub(crate) use words;

words! {
    /// Yes or no; not yet known is an empty option.
    YesNo {
        /// It is so.
        Yes = "yes" | "y" | "true" | "x",
        /// It is not so.
        No = "no" | "n" | "false",
    }
}
