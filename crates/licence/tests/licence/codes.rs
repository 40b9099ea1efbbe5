use licence::{Code, CodeMistake, Number, check_letter};
use proptest::prelude::*;

const LETTERS: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

fn replaced(text: &str, place: usize, with: char) -> String {
    text.chars().enumerate().map(|(at, c)| if at == place { with } else { c }).collect()
}

fn swapped(text: &str, place: usize) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    letters.swap(place, place + 1);
    letters.into_iter().collect()
}

proptest! {
    #[test]
    fn a_code_is_read_as_it_was_written(bytes: [u8; 6]) {
        let code = Code::from_random(bytes);
        prop_assert_eq!(Code::read(&code.to_string()), Ok(code));
        prop_assert_eq!(Code::read(&code.letters().to_lowercase()), Ok(code));
        prop_assert_eq!(check_letter(&code.letters()[..9]), code.letters().chars().last());
        let sloppy = format!("  {} ", code.to_string().replace('-', " ").replace('0', "o").replace('1', "l"));
        prop_assert_eq!(Code::read(&sloppy), Ok(code));
        let full_width: String = code.to_string().chars().map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap()).collect();
        prop_assert_eq!(Code::read(&full_width), Ok(code));
    }

    #[test]
    fn every_wrong_letter_and_every_swap_is_found(bytes: [u8; 6]) {
        let letters = Code::from_random(bytes).letters();
        for (place, right) in letters.chars().enumerate() {
            for wrong in LETTERS.chars().filter(|wrong| *wrong != right) {
                let read = Code::read(&replaced(&letters, place, wrong));
                prop_assert!(read.is_err_and(|mistake| mistake.expected_letter().is_some()));
            }
        }
        for place in 0..letters.len() - 1 {
            let wrong = swapped(&letters, place);
            prop_assert!(wrong == letters || Code::read(&wrong).is_err());
        }
    }

    #[test]
    fn a_wrong_last_letter_is_named(bytes: [u8; 6]) {
        let letters = Code::from_random(bytes).letters();
        let last = letters.chars().last().unwrap();
        let wrong = replaced(&letters, 9, if last == '7' { '8' } else { '7' });
        prop_assert_eq!(Code::read(&wrong).unwrap_err().expected_letter(), Some(last));
    }

    #[test]
    fn any_text_is_read_without_harm(text in "\\PC{0,60}") {
        let _ = Code::read(&text);
        let _ = Number::read(&text);
        let _ = check_letter(&text);
    }

    #[test]
    fn a_number_is_read_as_it_was_written(letters in "[A-HJKMNP-TV-Z]{1,4}", year in 2000i16..2100, serial: u32) {
        let number = Number::new(&letters, year, serial).unwrap();
        let text = number.to_string();
        prop_assert_eq!(Number::read(&text), Ok(number.clone()));
        prop_assert_eq!(Number::read(&text.replace('-', "").to_lowercase()), Ok(number));
        for (place, right) in text.chars().enumerate().filter(|(_, c)| *c != '-') {
            for wrong in LETTERS.chars().filter(|wrong| *wrong != right) {
                prop_assert!(Number::read(&replaced(&text, place, wrong)).is_err());
            }
        }
        let bare = text.replace('-', "");
        for place in 0..bare.len() - 1 {
            let wrong = swapped(&bare, place);
            prop_assert!(wrong == bare || Number::read(&wrong).is_err());
        }
    }
}

#[test]
fn a_code_looks_like_three_groups() {
    let text = Code::from_random([0x3b, 0x91, 0x52, 0x7c, 0x0d, 0xe6]).to_string();
    assert_eq!(text.split('-').map(str::len).collect::<Vec<_>>(), [4, 4, 2]);
}

#[test]
fn mistakes_say_what_is_wrong() {
    assert_eq!(Code::read("7Q4K"), Err(CodeMistake::Length { found: 4 }));
    assert_eq!(Code::read("7Q4K-93MD-P*"), Err(CodeMistake::Character { found: '*' }));
    assert_eq!(Code::read(""), Err(CodeMistake::Length { found: 0 }));
    assert_eq!(Number::new("RL", 2026, 1), Err(CodeMistake::Character { found: 'L' }));
    assert_eq!(Number::read("4187"), Err(CodeMistake::Shape));
    let number = Number::new("RS", 2026, 4187).unwrap().to_string();
    assert_eq!(&number[..10], "RS26-4187-");
}
