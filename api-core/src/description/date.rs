//! Days of the calendar, in which an endpoint's deprecation and end are given.

use std::fmt;

/// A day of the Gregorian calendar. As a time it is its beginning in UTC.
///
/// ```
/// use api_core::description::Date;
///
/// const SUNSET: Date = Date::new(2027, 1, 1);
/// assert_eq!(SUNSET.to_string(), "2027-01-01");
/// assert_eq!(SUNSET.http_date(), "Fri, 01 Jan 2027 00:00:00 GMT");
/// assert!(Date::new(2026, 12, 31) < SUNSET);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// Creates a day, with months and days from 1.
    ///
    /// # Panics
    /// Panics if there is no such month or day, which is a compile error in a constant.
    pub const fn new(year: u16, month: u8, day: u8) -> Self {
        assert!(1 <= month && month <= 12 && 1 <= day && day <= days_of(year, month), "this day does not exist");
        Self { year, month, day }
    }

    /// Returns the year.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// Returns the month, 1 to 12.
    pub const fn month(self) -> u8 {
        self.month
    }

    /// Returns the day of the month, from 1.
    pub const fn day(self) -> u8 {
        self.day
    }

    /// Returns whether it comes before another day.
    pub const fn is_before(self, other: Self) -> bool {
        self.number() < other.number()
    }

    /// Returns the beginning of the day in seconds since 1970-01-01.
    pub const fn unix_seconds(self) -> i64 {
        self.number() * 24 * 60 * 60
    }

    /// Returns the beginning of the day as header fields have it (RFC 9110 §5.6.7).
    pub fn http_date(self) -> String {
        const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
        const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let weekday = usize::try_from(self.number().rem_euclid(7)).ok().and_then(|index| WEEKDAYS.get(index));
        let month = MONTHS.get(usize::from(self.month).saturating_sub(1));
        let (weekday, month) = (weekday.unwrap_or(&"Thu"), month.unwrap_or(&"Jan"));
        format!("{weekday}, {:02} {month} {:04} 00:00:00 GMT", self.day, self.year)
    }

    /// Returns the number of days since 1970-01-01.
    const fn number(self) -> i64 {
        let years = self.year as i64 - 1;
        let mut days = years * 365 + years.div_euclid(4) - years.div_euclid(100) + years.div_euclid(400) - 719_162;
        let mut month = 1;
        while month < self.month {
            days += days_of(self.year, month) as i64;
            month += 1;
        }
        days + self.day as i64 - 1
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

const fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

const fn days_of(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn days_are_counted_and_named() {
        for (date, seconds, text) in [
            (Date::new(1970, 1, 1), 0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (Date::new(2000, 2, 29), 951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
            (Date::new(2026, 11, 29), 1_795_910_400, "Sun, 29 Nov 2026 00:00:00 GMT"),
            (Date::new(2100, 3, 1), 4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
        ] {
            assert_eq!((date.unix_seconds(), date.http_date().as_str()), (seconds, text));
        }
    }

    #[test]
    #[should_panic(expected = "this day does not exist")]
    fn a_day_that_does_not_exist_panics() {
        let _ = Date::new(2100, 2, 29);
    }
}
