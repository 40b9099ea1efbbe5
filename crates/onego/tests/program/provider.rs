//! A real OpenID Connect provider: npm `oidc-provider`, started with node.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::browser::{Browser, Page};
use crate::city::{Home, free_port};

/// The same as in `tests/openid/provider.mjs`.
pub const SECRET: &str = "a-secret-of-the-tests-with-enough-letters";

pub struct Provider {
    child: Child,
    /// Held open: it ends when nobody listens to what it says.
    _says: BufReader<ChildStdout>,
    pub issuer: String,
}

impl Provider {
    /// On a port of its own, for one city.
    pub fn start(home: &Home) -> Provider {
        Provider::start_at(free_port(), home)
    }

    pub fn start_at(port: u16, home: &Home) -> Provider {
        Provider::start_with(port, home, &[])
    }

    /// Speaks TLS with a certificate that only the file `provider.pem` of this home vouches for.
    pub fn start_with_tls(home: &Home) -> Provider {
        let (certificate, key) = (home.path("provider.pem"), home.path("provider.key"));
        let made = Command::new("openssl")
            .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"])
            .args(["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"])
            .args(["-addext", "basicConstraints=critical,CA:FALSE", "-keyout"])
            .arg(&key)
            .arg("-out")
            .arg(&certificate)
            .output()
            .expect("this test needs `openssl` on the PATH");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let env = [("TLS_CERT", certificate.as_path()), ("TLS_KEY", key.as_path())];
        Provider::start_with(free_port(), home, &env)
    }

    fn start_with(port: u16, home: &Home, env: &[(&str, &Path)]) -> Provider {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/openid");
        assert!(
            folder.join("node_modules/oidc-provider").is_dir(),
            "the tests of sign-in need a real provider: run `npm ci --prefix tests/openid` once (node 20 or later)"
        );
        let mut child = Command::new("node")
            .arg(folder.join("provider.mjs"))
            .arg(port.to_string())
            .arg(format!("{}/sign-in/return", home.host()))
            .arg(format!("{}/", home.host()))
            .envs(env.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the tests of sign-in need `node` (20 or later) on the PATH");
        let mut line = String::new();
        let mut says = BufReader::new(child.stdout.take().expect("piped"));
        // Warnings come before: that its storage is in memory, that its forms are for development.
        while !line.starts_with("listening ") {
            line.clear();
            let read = says.read_line(&mut line).expect("text");
            assert!(read > 0, "the provider did not start; run it by hand: node tests/openid/provider.mjs");
        }
        let issuer = line.trim_start_matches("listening ").trim().to_owned();
        Provider { child, _says: says, issuer }
    }

    /// Spoils what it answers from now on.
    pub fn fault(&self, kind: &str) {
        let page = Browser::default().ask("PUT", &format!("{}/fault/{kind}", self.issuer), Some(""));
        assert_eq!(page.status, 200, "{}", page.body);
    }

    /// Fills the provider's sign-in form until it leads back, and gives the address it leads back to.
    pub fn sign_in_as(&self, browser: &mut Browser, question: &str, name: &str) -> String {
        let mut page = self.follow(browser, question);
        if page.status == 200 {
            assert!(page.body.contains("name=\"login\""), "not a sign-in form:\n{}", page.body);
            let form = page.url.clone();
            page = browser.post(&form, &format!("prompt=login&login={name}&password=any"));
            page = match page.leads_to() {
                to if to.starts_with(&self.issuer) => self.follow(browser, &to),
                _ => page,
            };
        }
        page.leads_to()
    }

    /// Presses "cancel" in the provider's form.
    pub fn cancel(&self, browser: &mut Browser, question: &str) -> String {
        let form = self.follow(browser, question).url;
        let page = browser.get(&format!("{form}/abort"));
        match page.leads_to() {
            to if to.starts_with(&self.issuer) => self.follow(browser, &to).leads_to(),
            to => to,
        }
    }

    /// Follows redirects inside the provider.
    fn follow(&self, browser: &mut Browser, url: &str) -> Page {
        let mut page = browser.get(url);
        for _ in 0..10 {
            if page.status / 100 != 3 || !page.leads_to().starts_with(&self.issuer) {
                return page;
            }
            page = browser.get(&page.leads_to());
        }
        panic!("the provider leads in a circle");
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
