//! The three tables as values: read strictly, joined over all texts, upper sectors put down to those below them.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::Source;
use csv::StringRecord;

use super::query::Nation;
use crate::Unreadable;

/// Where one licence is needed: which sectors with which activities in which nations.
#[derive(Debug, Default)]
pub struct Licence {
    pub name: String,
    pub areas: BTreeSet<String>,
    /// By the nations of a row, by activity: the sectors.
    pub links: BTreeMap<BTreeSet<Nation>, BTreeMap<String, BTreeSet<String>>>,
}

/// All tables together.
#[derive(Debug, Default)]
pub struct Tables {
    /// The sectors a firm can name, with their names.
    pub sectors: BTreeMap<String, String>,
    pub activities: BTreeMap<String, String>,
    pub licences: BTreeMap<String, Licence>,
    /// The sectors below each sector of an upper layer.
    below: BTreeMap<String, BTreeSet<String>>,
}

/// The column of activities is spelled in two ways in the finder's own tables.
const ACTIVITY_COLUMNS: [&str; 2] = ["BUSINESSACT_ID", "BUSINSS_ACT_ID"];
const LAYERS: [(&str, &str); 3] = [("LAYER1_OID", "LAYER1"), ("LAYER2_OID", "LAYER2"), ("LAYER3_OID", "LAYER3")];
const EVERYWHERE: &str = "ALL_OF_UK";

impl Tables {
    pub fn read(sectors: &[Source], activities: &[Source], licences: &[Source]) -> Result<Tables, Unreadable> {
        let mut tables = Tables::default();
        // The layers must be known before a row can name one of them.
        for source in sectors {
            tables.take_sectors(&Table::open(source)?)?;
        }
        for source in activities {
            tables.take_activities(&Table::open(source)?)?;
        }
        for source in licences {
            tables.take_licences(&Table::open(source)?)?;
        }
        Ok(tables)
    }

    fn take_sectors(&mut self, table: &Table) -> Result<(), Unreadable> {
        let mut columns = Vec::with_capacity(LAYERS.len());
        for (id, name) in LAYERS {
            columns.push((table.column(&[id])?, table.column(&[name])?));
        }
        for row in &table.rows {
            let mut path = Vec::with_capacity(columns.len());
            for (id, name) in &columns {
                path.push((table.id(row, *id)?, table.name(row, *name)?));
            }
            let Some((lowest, name)) = path.pop() else { continue };
            for (upper, _) in path {
                self.below.entry(upper).or_default().insert(lowest.clone());
            }
            self.sectors.entry(lowest).or_insert(name);
        }
        Ok(())
    }

    fn take_activities(&mut self, table: &Table) -> Result<(), Unreadable> {
        let (sector, sector_name) = (table.column(&["SECTOR_OID"])?, table.column(&["SECTOR"])?);
        let (activity, title) = (table.column(&ACTIVITY_COLUMNS)?, table.column(&["ACTIVITY_TITLE"])?);
        for row in &table.rows {
            self.resolved(table.id(row, sector)?, table.name(row, sector_name)?);
            self.activities.entry(table.id(row, activity)?).or_insert(table.name(row, title)?);
        }
        Ok(())
    }

    fn take_licences(&mut self, table: &Table) -> Result<(), Unreadable> {
        let (sector, sector_name) = (table.column(&["SECTOR_OID"])?, table.column(&["SECTOR"])?);
        let (activity, title) = (table.column(&ACTIVITY_COLUMNS)?, table.column(&["ACTIVITY_TITLE"])?);
        let (licence, name) = (table.column(&["LICENCE_OID"])?, table.column(&["LICENCE"])?);
        let (area, everywhere) = (table.column(&["REGULATION_AREA"])?, table.column(&[EVERYWHERE])?);
        let mut flags = Vec::with_capacity(Nation::ALL.len());
        for nation in Nation::ALL {
            flags.push((nation, table.column(&[nation.column()])?));
        }
        for row in &table.rows {
            let everywhere = table.flag(row, everywhere)?;
            let mut nations = BTreeSet::new();
            for (nation, column) in &flags {
                if table.flag(row, *column)? || everywhere {
                    nations.insert(*nation);
                }
            }
            let sectors = self.resolved(table.id(row, sector)?, table.name(row, sector_name)?);
            let activity = table.id(row, activity)?;
            self.activities.entry(activity.clone()).or_insert(table.name(row, title)?);
            let licence = self.licences.entry(table.id(row, licence)?).or_default();
            if licence.name.is_empty() {
                licence.name = table.name(row, name)?;
            }
            licence.areas.extend(Some(table.shown(row, area)).filter(|area| !area.is_empty()));
            licence.links.entry(nations).or_default().entry(activity).or_default().extend(sectors);
        }
        Ok(())
    }

    /// The sectors a firm can name that a row means: the one named, or all below it. One that no layer knows is known from now on.
    fn resolved(&mut self, sector: String, name: String) -> BTreeSet<String> {
        if !self.sectors.contains_key(&sector)
            && let Some(below) = self.below.get(&sector)
        {
            return below.clone();
        }
        self.sectors.entry(sector.clone()).or_insert(name);
        BTreeSet::from([sector])
    }
}

/// One text as rows under named columns.
struct Table<'a> {
    source: &'a str,
    header: StringRecord,
    rows: Vec<StringRecord>,
}

impl<'a> Table<'a> {
    fn open(source: &'a Source) -> Result<Self, Unreadable> {
        let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let wrong = |wrong: csv::Error| Unreadable::table(&source.name, &wrong);
        let header = reader.headers().map_err(wrong)?.clone();
        let rows = reader.records().collect::<Result<Vec<_>, _>>().map_err(wrong)?;
        match rows.is_empty() {
            true => Err(Unreadable::whole(&source.name, "the table has no rows")),
            false => Ok(Table { source: &source.name, header, rows }),
        }
    }

    /// Where the column with one of these names stands.
    fn column(&self, names: &[&str]) -> Result<usize, Unreadable> {
        self.header.iter().position(|name| names.contains(&name.trim())).ok_or_else(|| {
            let among: Vec<&str> = self.header.iter().collect();
            let because = format!("there is no column `{}` among {}", names.join("` or `"), among.join(", "));
            Unreadable::at(self.source, 1, because)
        })
    }

    fn wrong(&self, row: &StringRecord, column: usize, what: &str) -> Unreadable {
        let line = row.position().map(csv::Position::line);
        let (name, given) = (self.header.get(column).unwrap_or_default(), row.get(column).unwrap_or_default());
        Unreadable {
            source: self.source.to_owned(),
            line,
            because: format!("{name} is `{given}`, which is not {what}"),
        }
    }

    /// An identifier: it goes into conditions and names of permits as it is.
    fn id(&self, row: &StringRecord, column: usize) -> Result<String, Unreadable> {
        let id = row.get(column).unwrap_or_default().trim();
        let is_id = !id.is_empty() && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        match is_id {
            true => Ok(id.to_owned()),
            false => Err(self.wrong(row, column, "an identifier of digits, small letters and `-`")),
        }
    }

    fn flag(&self, row: &StringRecord, column: usize) -> Result<bool, Unreadable> {
        match row.get(column).unwrap_or_default().trim() {
            "1" => Ok(true),
            "0" => Ok(false),
            _ => Err(self.wrong(row, column, "0 or 1")),
        }
    }

    /// Text for people: HTML entities resolved, white space joined. May be empty.
    fn shown(&self, row: &StringRecord, column: usize) -> String {
        let text = html_escape::decode_html_entities(row.get(column).unwrap_or_default()).into_owned();
        text.split(|c: char| c.is_whitespace() || c.is_control())
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn name(&self, row: &StringRecord, column: usize) -> Result<String, Unreadable> {
        let name = self.shown(row, column);
        if name.is_empty() { Err(self.wrong(row, column, "a name")) } else { Ok(name) }
    }
}
