//! `cargo xtask bench`: measures, and prints each figure with machine, size, commit and its ratio to the baseline.

mod baseline;
mod disk;
mod figure;
mod machine;
mod program;
mod table;

use crate::command::Outcome;
use baseline::Baseline;
use figure::Size;
use machine::Machine;

/// Measures at the sizes named (S and M when none is; C is the large client that pages are measured at); `--save` keeps the figures as the baseline.
pub fn run(words: &[String]) -> Outcome {
    let asked = Asked::read(words)?;
    let machine = Machine::of_this_run();
    let mut figures = vec![disk::one_fsync()?];
    figures.extend(program::figures(&asked.sizes)?);

    let baseline = Baseline::read(&machine)?;
    println!("{machine}");
    print!("{}", table::draw(&figures, &baseline));
    match asked.afterwards {
        Afterwards::Nothing => Ok(()),
        Afterwards::Save => Baseline::write(&machine, &figures),
    }
}

struct Asked {
    sizes: Vec<Size>,
    afterwards: Afterwards,
}

enum Afterwards {
    Nothing,
    Save,
}

impl Asked {
    fn read(words: &[String]) -> Result<Self, String> {
        let mut asked = Self { sizes: Vec::new(), afterwards: Afterwards::Nothing };
        for word in words {
            if word == "--save" {
                asked.afterwards = Afterwards::Save;
            } else {
                let size =
                    Size::read(word).ok_or_else(|| format!("`{word}` is no size: S, M, L or C expected"))?;
                asked.sizes.push(size);
            }
        }
        if asked.sizes.is_empty() {
            asked.sizes = vec![Size::S, Size::M];
        }
        Ok(asked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(all: &[&str]) -> Vec<String> {
        all.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn a_word_that_is_no_size_is_refused() {
        let problem = Asked::read(&words(&["XL"])).err().unwrap();
        assert!(problem.contains("`XL`"), "{problem}");
    }

    #[test]
    fn without_a_size_the_large_one_is_left_out() {
        assert_eq!(Asked::read(&words(&["--save"])).ok().unwrap().sizes, [Size::S, Size::M]);
    }
}
