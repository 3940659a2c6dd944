//! Whole numbers of any length, with just what an exact comparison of probabilities needs.

use std::cmp::Ordering;

/// A whole number without a limit, in limbs of 32 bits, the smallest first, without zero limbs at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Natural(Vec<u32>);

impl Natural {
    /// Returns one.
    pub(super) fn one() -> Self {
        Self(vec![1])
    }

    /// Multiplies it.
    pub(super) fn multiply(&mut self, by: u32) {
        let mut carry = 0_u64;
        for limb in &mut self.0 {
            carry += u64::from(*limb) * u64::from(by);
            *limb = (carry & u64::from(u32::MAX)) as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push((carry & u64::from(u32::MAX)) as u32);
        }
        self.trim();
    }

    /// Divides it by a number above zero, which leaves no rest wherever it is called.
    pub(super) fn divide(&mut self, by: u32) {
        let mut rest = 0_u64;
        for limb in self.0.iter_mut().rev() {
            rest = (rest << 32) | u64::from(*limb);
            *limb = (rest / u64::from(by)) as u32;
            rest %= u64::from(by);
        }
        debug_assert_eq!(rest, 0, "a division that is exact by construction");
        self.trim();
    }

    /// Multiplies it so many times.
    pub(super) fn multiply_often(&mut self, by: u32, times: u32) {
        for _ in 0..times {
            self.multiply(by);
        }
    }

    /// Adds another one.
    pub(super) fn add(&mut self, other: &Self) {
        let length = self.0.len().max(other.0.len());
        self.0.resize(length, 0);
        let mut carry = 0_u64;
        for (place, limb) in self.0.iter_mut().enumerate() {
            carry += u64::from(*limb) + u64::from(other.0.get(place).copied().unwrap_or(0));
            *limb = (carry & u64::from(u32::MAX)) as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push((carry & u64::from(u32::MAX)) as u32);
        }
    }

    /// Multiplies it by the number of ways to choose so many out of so many.
    pub(super) fn multiply_by_choices(&mut self, of: u32, chosen: u32) {
        let chosen = chosen.min(of - chosen);
        let mut choices = Self::one();
        for step in 0..chosen {
            choices.multiply(of - step);
            choices.divide(step + 1);
        }
        *self = self.product(&choices);
    }

    fn product(&self, other: &Self) -> Self {
        let mut limbs = vec![0_u32; self.0.len() + other.0.len()];
        for (place, limb) in self.0.iter().enumerate() {
            let mut carry = 0_u64;
            for (further, by) in other.0.iter().enumerate() {
                carry += u64::from(*limb) * u64::from(*by) + u64::from(limbs[place + further]);
                limbs[place + further] = (carry & u64::from(u32::MAX)) as u32;
                carry >>= 32;
            }
            limbs[place + other.0.len()] = (carry & u64::from(u32::MAX)) as u32;
        }
        let mut product = Self(limbs);
        product.trim();
        product
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }
}

impl PartialOrd for Natural {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Natural {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(number: u128) -> Natural {
        let mut limbs: Vec<u32> = (0..4).map(|limb| (number >> (32 * limb)) as u32).collect();
        while limbs.last() == Some(&0) {
            limbs.pop();
        }
        Natural(limbs)
    }

    #[test]
    fn long_numbers_come_out_as_on_paper() {
        let mut number = Natural::one();
        number.multiply_often(1_000_000_007, 4);
        let wanted = 1_000_000_007_u128.pow(4);
        assert_eq!(number, of(wanted));
        number.add(&of(u128::from(u32::MAX)));
        assert_eq!(number, of(wanted + u128::from(u32::MAX)));
        let mut tenth = of(wanted * 10);
        tenth.divide(10);
        assert_eq!(tenth, of(wanted));
        assert!(of(1 << 40) > of((1 << 40) - 1) && of(7) < of(1 << 33));
    }

    #[test]
    fn choices_are_counted() {
        let mut number = of(3);
        number.multiply_by_choices(52, 5);
        assert_eq!(number, of(3 * 2_598_960));
        let mut all = Natural::one();
        all.multiply_by_choices(9, 9);
        assert_eq!(all, Natural::one());
        let mut large = Natural::one();
        large.multiply_by_choices(100, 30);
        assert_eq!(large, of(29_372_339_821_610_944_823_963_760));
    }
}
