//! What restricted JSON holds, and what it refuses.

use proptest::prelude::*;
use serde_json::json;

use super::*;

#[test]
fn what_is_allowed_passes() {
    for good in [
        "{}",
        "[]",
        "null",
        "true",
        "false",
        "0",
        "-1",
        "9007199254740991",
        "-9007199254740991",
        r#""""#,
        r#"{"level":"4","owner":"u-17","title":"Laptop theft"}"#,
        r#"{"A":1,"a":[{"b":null},"\n\t\"\\\u001f é €"]}"#,
    ] {
        assert_eq!(check(good.as_bytes()), Ok(()), "{good}");
    }
}

#[test]
fn what_is_not_allowed_is_refused_at_its_place() {
    for (bad, at) in [
        ("", 0),
        (" {}", 0),
        ("{} ", 2),
        ("{}{}", 2),
        ("{\"a\": 1}", 5),
        ("[1, 2]", 3),
        ("[1,]", 3),
        ("{\"a\":1,}", 7),
        ("1.0", 0),
        ("1e3", 0),
        ("-0", 0),
        ("01", 0),
        ("-", 0),
        ("9007199254740992", 0),
        ("-9007199254740992", 0),
        ("99999999999999999999999999", 0),
        ("+1", 0),
        ("NaN", 0),
        ("nul", 0),
        ("'a'", 0),
        ("{a:1}", 1),
        (r#"{"b":1,"a":1}"#, 7),
        (r#"{"a":1,"a":1}"#, 7),
        (r#"{"é":1}"#, 1),
        (r#"{"a" :1}"#, 4),
        (r#""\u0041""#, 1),
        (r#""\/""#, 1),
        (r#""\u000A""#, 1),
        (r#""\u000a""#, 1),
        (r#""\ud800""#, 1),
        (r#""\x""#, 1),
        ("\"a\nb\"", 2),
        ("\"a", 2),
        ("\u{feff}{}", 0),
        ("[", 1),
        ("{", 1),
        ("{\"a\"", 4),
        ("{\"a\":", 5),
    ] {
        assert_eq!(check(bad.as_bytes()).map_err(|fault| fault.at), Err(at), "{bad:?}");
    }
    assert_eq!(check(b"\"a\xffb\"").map_err(|fault| fault.at), Err(2));
    assert_eq!(check(b"\"\xed\xa0\x80\"").map_err(|fault| fault.at), Err(1)); // a lone surrogate
}

#[test]
fn a_key_that_is_the_same_once_its_escapes_are_read_is_a_duplicate() {
    let order = "{\"\\n\":1,\"\\u000b\":2}"; // 0x0a before 0x0b, though the escape n comes before u
    assert_eq!(check(order.as_bytes()), Ok(()));
    assert!(check("{\"\\u000b\":1,\"\\n\":2}".as_bytes()).is_err());
}

#[test]
fn thirty_two_levels_are_read_and_written_and_no_more() {
    let nested = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
    assert_eq!(check(nested(32).as_bytes()), Ok(()));
    assert_eq!(check(nested(33).as_bytes()).map_err(|fault| fault.at), Err(32));
    assert!(check("[".repeat(1_000_000).as_bytes()).is_err());
    let value = |levels| (0..levels).fold(json!(1), |inner, _| json!([inner]));
    assert!(write(&value(32)).is_ok());
    assert!(write(&value(33)).is_err());
    assert!(write(&(0..32).fold(json!({}), |inner, _| json!([inner]))).is_err());
}

#[test]
fn keys_are_written_in_byte_order_whatever_order_they_came_in() {
    let value = json!({"b": 1, "a": {"z": "\u{1}\n\"\\/é", "B": -5}, "B": [true, null]});
    let written = write(&value).expect("allowed");
    assert_eq!(
        String::from_utf8_lossy(&written),
        r#"{"B":[true,null],"a":{"B":-5,"z":"\u0001\n\"\\/é"},"b":1}"#
    );
}

#[test]
fn values_outside_are_not_written() {
    for bad in [json!(1.5), json!(u64::MAX), json!(1_i64 << 53), json!({"é": 1})] {
        assert!(write(&bad).is_err(), "{bad}");
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-INTEGER_MAX..=INTEGER_MAX).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::vec(("[\\x00-\\x7f]{0,4}", inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_passes_the_check_and_means_the_same(value in any_value()) {
        let bytes = write(&value).expect("allowed");
        prop_assert_eq!(check(&bytes), Ok(()));
        prop_assert_eq!(serde_json::from_slice::<Value>(&bytes).expect("json"), value);
    }

    #[test]
    fn what_passes_the_check_is_written_the_same(value in any_value(), at in any::<usize>(), byte in any::<u8>()) {
        let mut bytes = write(&value).expect("allowed");
        let at = at % bytes.len();
        bytes[at] = byte;
        if check(&bytes).is_ok() {
            let value: Value = serde_json::from_slice(&bytes).expect("a strict subset of json");
            prop_assert_eq!(write(&value).expect("allowed"), bytes);
        }
    }
}
