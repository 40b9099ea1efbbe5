//! The officials of a city: who they are, for which authority, and what they may do. Their names are public.

use catalogue::{AuthorityId, Words};
use serde::{Deserialize, Serialize};

/// What an official does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "role")]
pub enum Role {
    /// Decides permits of the authority.
    Deciding,
    /// Stands beside applicants from filing to the licence.
    Representative,
    /// Serves people who are present, at a window.
    Clerk { window: String },
    /// Supervises the authority's desk; takes over what is late.
    Superior,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Official {
    pub id: String,
    pub name: Words,
    pub authority: AuthorityId,
    /// District code; none for city-wide desks.
    #[serde(default)]
    pub district: Option<String>,
    pub roles: Vec<Role>,
    #[serde(default)]
    pub phone: Option<String>,
    #[serde(default)]
    pub hours: Option<String>,
    /// The identity the sign-in provider gives, for cities with one.
    #[serde(default)]
    pub sign_in: Option<String>,
}

impl Official {
    pub fn decides(&self) -> bool {
        self.roles.contains(&Role::Deciding)
    }

    pub fn represents(&self) -> bool {
        self.roles.contains(&Role::Representative)
    }

    pub fn window(&self) -> Option<&str> {
        self.roles.iter().find_map(|r| if let Role::Clerk { window } = r { Some(window.as_str()) } else { None })
    }
}

/// All officials; read once at the start.
#[derive(Clone, Debug, Default)]
pub struct Staff {
    officials: Vec<Official>,
}

impl Staff {
    pub fn new(officials: Vec<Official>) -> Staff {
        Staff { officials }
    }

    pub fn all(&self) -> &[Official] {
        &self.officials
    }

    pub fn official(&self, id: &str) -> Option<&Official> {
        self.officials.iter().find(|o| o.id == id)
    }

    pub fn by_sign_in(&self, identity: &str) -> Option<&Official> {
        self.officials.iter().find(|o| o.sign_in.as_deref() == Some(identity))
    }

    /// Representatives for a district; those of the whole city when the district has none.
    pub fn representatives(&self, district: Option<&str>) -> Vec<&Official> {
        let of = |d: Option<&str>| {
            self.officials.iter().filter(|o| o.represents() && o.district.as_deref() == d).collect::<Vec<_>>()
        };
        let local = of(district);
        if !local.is_empty() {
            return local;
        }
        let city = of(None);
        if !city.is_empty() { city } else { self.officials.iter().filter(|o| o.represents()).collect() }
    }
}
