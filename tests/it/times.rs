//! When a figure was measured and what it is held against, by the words of bulletins, read with the shipped model.

use crate::command::Folder;

/// Value, period and base of each claim of a text.
fn times(text: &str) -> Vec<(String, String, String)> {
    let folder = Folder::new().with("a.txt", text);
    let documents = folder.run(&["tag", "--format", "jsonl", "a.txt"]).documents();
    let words = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
    let claims = documents[0]["claims"].as_array().unwrap();
    claims.iter().map(|c| (words(&c["text"]), words(&c["period"]), words(&c["base_period"]))).collect()
}

fn same(text: &str, expected: &[(&str, &str, &str)]) {
    let own = times(text);
    let own: Vec<(&str, &str, &str)> = own.iter().map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str())).collect();
    assert_eq!(own, expected, "{text}");
}

#[test]
fn items_of_a_list_are_of_the_time_that_leads_to_it() {
    same(
        "Between March to May 2013 and March to May 2014:\n\n\
         - The number of jobs went up by 5,000 to 1.2 million.\n\
         - The number of self-employed people increased by 404,000.\n",
        &[
            ("5,000", "2014-03/2014-05", "2013-03/2013-05"),
            ("1.2 million", "2014-03/2014-05", "-"),
            ("404,000", "2014-03/2014-05", "2013-03/2013-05"),
        ],
    );
    same(
        "Total hours worked per week were 987.0 million for March to May 2014. This was:\n\
         - up 35.0 million on a year earlier, and\n- up 69.4 million on five years previously.\n",
        &[
            ("987.0 million", "2014-03/2014-05", "-"),
            ("35.0 million", "2014-03/2014-05", "2013-03/2013-05"),
            ("69.4 million", "2014-03/2014-05", "2009-03/2009-05"),
        ],
    );
}

#[test]
fn what_a_figure_is_held_against_is_not_its_time() {
    same(
        "There were 1.17 million unemployed men for March to May 2014, 95,000 fewer than for December 2013 to February \
         2014 and 263,000 fewer than a year earlier.",
        &[
            ("1.17 million", "2014-03/2014-05", "-"),
            ("95,000", "2014-03/2014-05", "2013-12/2014-02"),
            ("263,000", "2014-03/2014-05", "2013-03/2013-05"),
        ],
    );
    same(
        "Comparing March to May 2014 with December 2013 to February 2014, the number of people in employment increased \
         by 254,000 (to 30.64 million).",
        &[("254,000", "2014-03/2014-05", "2013-12/2014-02"), ("30.64 million", "2014-03/2014-05", "-")],
    );
    same("GDP decreased by 2.4% from the peak in Q2 1990 to the trough in Q3 1991.", &[("2.4%", "1991-Q3", "1990-Q2")]);
    same(
        "Construction output fell by 0.5% in Q2 2014, following an increase of 1.5% in the previous quarter.",
        &[("0.5%", "2014-Q2", "-"), ("1.5%", "2014-Q1", "-")],
    );
}
