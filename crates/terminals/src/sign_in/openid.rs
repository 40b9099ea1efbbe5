//! OpenID Connect sign-in: code flow with PKCE, state and nonce; tokens never reach the browser and are not kept.
//!
//! The provider may be away when the program starts and at any time later: public pages do not need it.

mod fetch;
mod flow;

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};
use office::SignedIn;
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthenticationFlow, CoreClaimName, CoreClaimType, CoreClient, CoreClientAuthMethod,
    CoreGrantType, CoreIdTokenVerifier, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm, CoreJwsSigningAlgorithm, CoreResponseMode, CoreResponseType,
    CoreSubjectIdentifierType, CoreTokenResponse, CoreUserInfoClaims,
};
use openidconnect::url::Url;
use openidconnect::{
    AccessTokenHash, AdditionalProviderMetadata, AuthType, AuthorizationCode, ClaimsVerificationError, ClientId,
    ClientSecret, CsrfToken, DiscoveryError, EndUserName, IssuerUrl, LanguageTag, LocalizedClaim, Nonce,
    OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, ProviderMetadata, RedirectUrl, RequestTokenError, Scope,
    SignatureVerificationError, TokenResponse,
};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

use crate::kit::parts::{self, Tone};
use crate::kit::shell::{ME, Terminal};
use crate::problem::Problem;
use crate::web::{Answer, City, SignIn, Visit, see};
use crate::words::{Language, Words};
use fetch::Unreached;
pub(crate) use fetch::Web;
use flow::{Flow, Seal, Secret};

/// Where the provider leads back to; registered there.
const RETURN: &str = "/sign-in/return";
/// Clocks of two machines differ.
const SKEW: Duration = Duration::from_secs(60);
/// How long metadata and keys are used before they are asked for again.
const KNOWN_FOR: Duration = Duration::from_secs(3600);
/// A provider that did not answer, or an unknown key, is not asked about more often than this.
const ASK_AGAIN: Duration = Duration::from_secs(5);
/// What an ID token may be signed with: nothing symmetric, nothing with SHA-1, never `none`.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 6] = [
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
];

/// `sign_in` in the configuration file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The provider's address, exactly as it names itself.
    pub issuer: String,
    pub client_id: String,
    /// A file with the secret; without it the program is a public client, protected by PKCE alone.
    #[serde(default)]
    pub client_secret_file: Option<PathBuf>,
    #[serde(default = "openid_and_profile")]
    pub scopes: Vec<String>,
    /// What people call the provider, by language.
    #[serde(default)]
    pub name: Option<catalogue::Words>,
    /// Certificates to trust instead of the public authorities, for a provider of the city's own.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
}

fn openid_and_profile() -> Vec<String> {
    vec!["openid".to_owned(), "profile".to_owned()]
}

impl Settings {
    /// Paths are written relative to the configuration file.
    pub fn relative_to(&mut self, home: &Path) {
        for path in [&mut self.client_secret_file, &mut self.ca_file].into_iter().flatten() {
            *path = home.join(&*path);
        }
    }
}

/// What we read of the metadata beyond discovery itself.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Extra {
    /// RP-Initiated Logout 1.0.
    #[serde(default)]
    end_session_endpoint: Option<Url>,
    /// RFC 9207.
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

impl AdditionalProviderMetadata for Extra {}

type Metadata = ProviderMetadata<
    Extra,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// Metadata and keys, and when they were asked for.
#[derive(Default)]
struct Known {
    metadata: Option<(Arc<Metadata>, Instant)>,
    failed: Option<Instant>,
}

/// Why somebody is not signed in. What is inside goes into the log and holds nothing personal.
enum Trouble {
    /// The provider does not answer, or answers nonsense.
    Down(String),
    /// The answer came and must not be believed.
    Refused(&'static str),
}

/// A sign-in provider as it is configured.
pub struct Provider {
    issuer: IssuerUrl,
    client_id: ClientId,
    client_secret: Option<ClientSecret>,
    scopes: Vec<Scope>,
    name: Option<catalogue::Words>,
    redirect: RedirectUrl,
    /// Where people come after signing out at the provider.
    home: String,
    web: Web,
    seal: Seal,
    known: Mutex<Known>,
}

impl Provider {
    /// Reads the settings and asks the provider once. Mistakes in the settings end the start; a provider that does not
    /// answer does not: it is asked again when somebody signs in.
    pub async fn discover(settings: Settings, host: &str) -> Result<Provider, String> {
        let provider = Provider::new(settings, host)?;
        match Metadata::discover_async(provider.issuer.clone(), &provider.web).await {
            Ok(metadata) => provider.known.lock().await.metadata = Some((Arc::new(metadata), Instant::now())),
            // It answered, and is somebody else.
            Err(DiscoveryError::Validation(why)) => {
                return Err(format!("sign_in: `issuer` must be written exactly as the provider names itself: {why}"));
            }
            Err(fault) => {
                let issuer = provider.issuer.as_str();
                tracing::warn!(%issuer, error = %said(&fault), "the sign-in provider does not answer; it is asked again later");
            }
        }
        Ok(provider)
    }

    fn new(settings: Settings, host: &str) -> Result<Provider, String> {
        let issuer = IssuerUrl::new(settings.issuer.clone())
            .map_err(|e| format!("sign_in: `issuer` is `{}`, which is no address: {e}", settings.issuer))?;
        if !fetch::is_safe(issuer.url()) {
            return Err(format!(
                "sign_in: `issuer` is `{}`; write an https:// address (http:// only on this machine)",
                settings.issuer
            ));
        }
        if settings.client_id.trim().is_empty() {
            return Err(
                "sign_in: `client_id` is empty; write the name under which the provider knows this site".to_owned()
            );
        }
        if !settings.scopes.iter().any(|s| s == "openid") {
            return Err("sign_in: `scopes` must contain `openid`".to_owned());
        }
        let mut key = [0; 64];
        getrandom::fill(&mut key).map_err(|e| format!("no random numbers: {e}"))?;
        Ok(Provider {
            issuer,
            client_id: ClientId::new(settings.client_id),
            client_secret: settings.client_secret_file.as_deref().map(secret).transpose()?,
            scopes: settings.scopes.into_iter().filter(|s| s != "openid").map(Scope::new).collect(),
            name: settings.name,
            redirect: RedirectUrl::new(format!("{host}{RETURN}")).map_err(|e| format!("`host` is `{host}`: {e}"))?,
            home: format!("{host}/"),
            web: Web::new(settings.ca_file.as_deref()).map_err(|e| format!("sign_in: {e}"))?,
            seal: Seal::new(key),
            known: Mutex::default(),
        })
    }

    /// Metadata and keys; asked for again when they are older than this.
    async fn metadata(&self, younger_than: Duration) -> Result<Arc<Metadata>, Trouble> {
        // One asks, the others wait for what it hears.
        let mut known = self.known.lock().await;
        if let Some((metadata, at)) = &known.metadata
            && at.elapsed() < younger_than
        {
            return Ok(Arc::clone(metadata));
        }
        if known.failed.is_some_and(|at| at.elapsed() < ASK_AGAIN) {
            return Err(Trouble::Down("it did not answer a moment ago".to_owned()));
        }
        match Metadata::discover_async(self.issuer.clone(), &self.web).await {
            Ok(metadata) => {
                let metadata = Arc::new(metadata);
                *known = Known { metadata: Some((Arc::clone(&metadata), Instant::now())), failed: None };
                Ok(metadata)
            }
            Err(fault) => {
                known.failed = Some(Instant::now());
                Err(Trouble::Down(said(&fault)))
            }
        }
    }

    /// Where the provider asks who somebody is.
    async fn question(&self, flow: &Flow) -> Result<String, Trouble> {
        let metadata = self.metadata(KNOWN_FOR).await?;
        let verifier = PkceCodeVerifier::new(self.seal.secret(Secret::Verifier, flow));
        let state = self.seal.secret(Secret::State, flow);
        let nonce = self.seal.secret(Secret::Nonce, flow);
        let client = CoreClient::from_provider_metadata(Metadata::clone(&metadata), self.client_id.clone(), None)
            .set_redirect_uri(self.redirect.clone());
        let mut request = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        for scope in &self.scopes {
            request = request.add_scope(scope.clone());
        }
        let language = match flow.language {
            Language::En => "en",
            Language::Zh => "zh-CN",
        };
        let (url, _, _) = request.add_ui_locale(LanguageTag::new(language.to_owned())).url();
        if fetch::is_safe(&url) { Ok(url.into()) } else { Err(Trouble::Refused("an unsafe address of the provider")) }
    }

    /// Exchanges the code and says who it is.
    async fn identify(
        &self,
        city: &City,
        flow: &Flow,
        answer: &Returned,
    ) -> Result<(SignedIn, Option<String>), Trouble> {
        let metadata = self.metadata(KNOWN_FOR).await?;
        let told_issuer = answer.iss.as_deref();
        let must_tell = metadata.additional_metadata().authorization_response_iss_parameter_supported;
        if told_issuer.is_some_and(|iss| iss != self.issuer.as_str()) || must_tell && told_issuer.is_none() {
            return Err(Trouble::Refused("the answer of another issuer"));
        }
        let client = CoreClient::from_provider_metadata(
            Metadata::clone(&metadata),
            self.client_id.clone(),
            self.client_secret.clone(),
        )
        .set_redirect_uri(self.redirect.clone())
        .set_auth_type(auth_type(&metadata));
        let exchange = client
            .exchange_code(AuthorizationCode::new(answer.code.clone()))
            .map_err(|e| Trouble::Down(e.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(self.seal.secret(Secret::Verifier, flow)));
        let tokens = exchange.request_async(&self.web).await.map_err(|fault| match fault {
            // A used, foreign or late code; or a secret the provider does not know.
            RequestTokenError::ServerResponse(answer) => {
                let error = format!("{:?}", answer.error());
                tracing::warn!(sign_in.error = %plain(&error), "the sign-in provider did not take the code");
                Trouble::Refused("the code was not taken")
            }
            other => Trouble::Down(said(&other)),
        })?;
        let nonce = Nonce::new(self.seal.secret(Secret::Nonce, flow));
        let claims = match self.claims(&metadata, &tokens, &nonce) {
            // The provider may have new keys.
            Err(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey)) => {
                let metadata = self.metadata(ASK_AGAIN).await?;
                self.claims(&metadata, &tokens, &nonce)
            }
            other => other,
        }
        .map_err(|fault| Trouble::Refused(kind_of(&fault)))?;

        let staff = city.office.staff();
        if let Some(official) = staff.by_sign_in(&claims.subject) {
            return Ok((SignedIn::Official { id: official.id.clone() }, None));
        }
        let (mut name, mut email) = (claims.name, claims.email);
        let wants_email = staff.all().iter().any(|o| o.sign_in.as_ref().is_some_and(|s| s.contains('@')));
        if (name.is_none() || email.is_none() && wants_email)
            && let Ok(request) = client.user_info(tokens.access_token().clone(), Some(claims.subject_id))
        {
            match request.request_async::<_, _, _>(&self.web).await {
                Ok(more) => {
                    let more: CoreUserInfoClaims = more;
                    name = name.or_else(|| more.name().cloned());
                    email = email.or_else(|| verified(more.email().map(|e| e.as_str()), more.email_verified()));
                }
                // Somebody who may be an official must not land as a person because a request failed.
                Err(fault) if wants_email => return Err(Trouble::Down(said(&fault))),
                Err(fault) => tracing::warn!(error = %said(&fault), "the sign-in provider gave no name"),
            }
        }
        if let Some(official) = email.as_deref().and_then(|email| staff.by_sign_in(email)) {
            return Ok((SignedIn::Official { id: official.id.clone() }, None));
        }
        // Who was erased and comes again is somebody new.
        let living = city.office.living_subject(self.issuer.as_str(), &claims.subject).await;
        let subject = living.map_err(|turned| Trouble::Down(turned.to_string()))?.as_str().to_owned();
        Ok((SignedIn::Person { subject }, name.and_then(|n| name_in(&n, flow.language))))
    }

    /// The ID token, believed only after every check of OpenID Connect Core, 3.1.3.7.
    fn claims(
        &self,
        metadata: &Metadata,
        tokens: &CoreTokenResponse,
        nonce: &Nonce,
    ) -> Result<Claims, ClaimsVerificationError> {
        let keys = metadata.jwks().clone();
        let verifier = CoreIdTokenVerifier::new_public_client(self.client_id.clone(), self.issuer.clone(), keys)
            .set_allowed_algs(ALGORITHMS)
            .set_time_fn(|| (SystemTime::now() - SKEW).into())
            .set_issue_time_verifier_fn(|issued| {
                let latest = SystemTime::now() + SKEW;
                if SystemTime::from(issued) <= latest { Ok(()) } else { Err("issued in the future".to_owned()) }
            });
        let token =
            tokens.id_token().ok_or_else(|| ClaimsVerificationError::Unsupported("there is no ID token".to_owned()))?;
        let claims = token.claims(&verifier, nonce)?;
        // The crate leaves this one to its users (Core, 3.1.3.7, step 5).
        if claims.authorized_party().is_some_and(|party| *party != self.client_id) {
            return Err(ClaimsVerificationError::InvalidAudience("it was issued to another client".to_owned()));
        }
        if let Some(expected) = claims.access_token_hash() {
            let alg = token.signing_alg().map_err(ClaimsVerificationError::SignatureVerification)?;
            let key = token.signing_key(&verifier).map_err(ClaimsVerificationError::SignatureVerification)?;
            let found = AccessTokenHash::from_token(tokens.access_token(), alg, key);
            if !found.is_ok_and(|found| found == *expected) {
                return Err(ClaimsVerificationError::Other("the access token is another one".to_owned()));
            }
        }
        Ok(Claims {
            subject: claims.subject().as_str().to_owned(),
            subject_id: claims.subject().clone(),
            name: claims.name().cloned(),
            email: verified(claims.email().map(|e| e.as_str()), claims.email_verified()),
        })
    }

    /// The name in the reader's language, or a general one.
    fn called<'p>(&'p self, visit: &'p Visit) -> &'p str {
        self.name.as_ref().map_or_else(|| visit.say.t("signin-provider"), |name| visit.text(name))
    }

    /// Where somebody signs out at the provider itself, when it has such a place and we know it.
    async fn end_session(&self) -> Option<String> {
        let known = self.known.lock().await;
        let (metadata, _) = known.metadata.as_ref()?;
        let mut url = metadata.additional_metadata().end_session_endpoint.clone().filter(fetch::is_safe)?;
        url.query_pairs_mut()
            .append_pair("client_id", &self.client_id)
            .append_pair("post_logout_redirect_uri", &self.home);
        Some(url.into())
    }
}

/// What we take from an ID token.
struct Claims {
    subject: String,
    subject_id: openidconnect::SubjectIdentifier,
    name: Option<LocalizedClaim<EndUserName>>,
    /// Only when the provider has verified it.
    email: Option<String>,
}

fn verified(email: Option<&str>, is_verified: Option<bool>) -> Option<String> {
    email.filter(|_| is_verified == Some(true)).map(str::to_owned)
}

fn name_in(name: &LocalizedClaim<EndUserName>, language: Language) -> Option<String> {
    let tagged = [language.tag(), language.code()];
    let own = tagged.into_iter().find_map(|tag| name.get(Some(&LanguageTag::new(tag.to_owned()))));
    own.or_else(|| name.get(None)).map(|n| n.as_str().trim().to_owned()).filter(|n| !n.is_empty())
}

fn secret(path: &Path) -> Result<ClientSecret, String> {
    let shown = path.display();
    let trouble = |e| format!("sign_in: `client_secret_file` `{shown}` cannot be read: {e}");
    let metadata = std::fs::metadata(path).map_err(trouble)?;
    // A group may read it: that is how container platforms hand out secrets.
    if metadata.permissions().mode() & 0o007 != 0 {
        return Err(format!(
            "sign_in: everybody can read the secret `{shown}`; run `chmod 600 {shown}` and have a new one made"
        ));
    }
    let text = std::fs::read_to_string(path).map_err(trouble)?;
    match text.trim() {
        "" => Err(format!("sign_in: `client_secret_file` `{shown}` is empty")),
        secret => Ok(ClientSecret::new(secret.to_owned())),
    }
}

/// Basic authentication is the default; some providers take the secret only in the form.
fn auth_type(metadata: &Metadata) -> AuthType {
    match metadata.token_endpoint_auth_methods_supported() {
        Some(methods)
            if !methods.contains(&CoreClientAuthMethod::ClientSecretBasic)
                && methods.contains(&CoreClientAuthMethod::ClientSecretPost) =>
        {
            AuthType::RequestBody
        }
        _ => AuthType::BasicAuth,
    }
}

/// A fault and its reason; without answers of the provider, which may be personal.
fn said(fault: &dyn std::error::Error) -> String {
    match fault.source() {
        Some(source) if source.is::<Unreached>() => source.to_string(),
        _ => plain(&fault.to_string()),
    }
}

/// Text from elsewhere, fit for one log line.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(160).collect()
}

fn kind_of(fault: &ClaimsVerificationError) -> &'static str {
    use ClaimsVerificationError as Fault;
    match fault {
        Fault::Expired(_) => "expired",
        Fault::InvalidAudience(_) => "audience",
        Fault::InvalidIssuer(_) => "issuer",
        Fault::InvalidNonce(_) => "nonce",
        Fault::InvalidSubject(_) => "subject",
        Fault::SignatureVerification(_) => "signature",
        _ => "token",
    }
}

pub fn routes() -> Router<City> {
    Router::new().route(RETURN, get(come_back)).route("/{l}/signed-out", get(signed_out))
}

/// The cookie of a sign-in on its way. Over TLS its name keeps it to this host (RFC 6265bis, 4.1.3.2).
fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-onego_sign_in" } else { "onego_sign_in" }
}

fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    let pairs = all.flat_map(|v| v.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(|(key, _)| *key == name).map(|(_, value)| value).next()
}

fn set_cookie(response: &mut Response, cookie: &str) {
    if let Ok(cookie) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
}

fn flow_cookie(secure: bool, value: &str, lasts_s: i64) -> String {
    let tls = if secure { "; Secure" } else { "" };
    format!("{}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={lasts_s}{tls}", cookie_name(secure))
}

/// Leads to the provider.
pub(crate) async fn begin(visit: &Visit, provider: &Provider, back: &str) -> Answer {
    if let Some(page) = already(visit) {
        return Ok(page);
    }
    let office = visit.office();
    let seed: String = (0..3).map(|_| office.once_key()).collect();
    let now_s = office.instant().at_us / 1_000_000;
    let flow = provider.seal.begin(&seed, now_s, visit.say.language(), back);
    match provider.question(&flow).await {
        Ok(url) => {
            let mut response = see(&url);
            set_cookie(&mut response, &flow_cookie(visit.city.secure, &flow.cookie, flow::LASTS_S));
            Ok(response)
        }
        Err(trouble) => Err(troubled(visit, provider, &trouble, back)),
    }
}

/// Who is signed in and comes here anyway was led here from a page for somebody else. The provider would name the same
/// person again, so there is a choice instead of a circle.
fn already(visit: &Visit) -> Option<Response> {
    let (line, place, label) = match &visit.session.as_ref()?.who {
        SignedIn::Person { .. } => ("signin-already", "me", "my-account"),
        SignedIn::Official { id } => {
            visit.office().staff().official(id)?;
            ("signin-already-official", "desk/inbox", "problem-to-desk")
        }
    };
    let say = visit.say;
    let title = say.with("signin-already-title", &[("name", visit.name().into())]);
    let main = html! {
        div.narrow.stack.s4 {
            (parts::heading(&[], &title, say.t(line)))
            p { (parts::link_button(&visit.at(place), say.t(label), Tone::Main)) }
            form method="post" action=(visit.at("sign-out")) { button.btn { (say.t("signin-out")) } }
        }
    };
    let mut shell = visit.shell(Terminal::Public, &title);
    shell.current = ME;
    Some(visit.ok(&shell, main))
}

/// What the provider sends back in the address.
#[derive(Default, Deserialize)]
struct Returned {
    #[serde(default)]
    code: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    error: String,
    iss: Option<String>,
}

async fn come_back(
    visit: Visit,
    State(city): State<City>,
    headers: HeaderMap,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer {
    let SignIn::OpenId(provider) = &city.sign_in else { return Err(visit.not_found()) };
    let mut answer = answer_of(visit, &city, provider, &headers, pairs).await;
    let response = match &mut answer {
        Ok(response) => response,
        Err(Problem::Answer(response)) => &mut **response,
    };
    // Whatever came of it, this sign-in is over.
    set_cookie(response, &flow_cookie(city.secure, "", 0));
    answer
}

async fn answer_of(
    mut visit: Visit,
    city: &City,
    provider: &Provider,
    headers: &HeaderMap,
    pairs: Vec<(String, String)>,
) -> Answer {
    let cookie = cookie(headers, cookie_name(city.secure)).unwrap_or("");
    let answer = Returned::read(pairs);
    let now_s = visit.office().instant().at_us / 1_000_000;
    let flow = match provider.seal.take(cookie, &answer.state, now_s) {
        Ok(flow) => flow,
        Err(stale) => {
            tracing::warn!(sign_in.refused = ?stale, "a sign-in did not come back as it began");
            visit.path = visit.at("sign-in");
            return Err(sorry(&visit, StatusCode::BAD_REQUEST, "signin-stale", provider, "", None));
        }
    };
    visit.say = Words::load().say(flow.language);
    // The address holds the code: no link of the page may repeat it.
    visit.path = visit.at("sign-in");
    match answer.error.as_str() {
        "" => {}
        "access_denied"
        | "login_required"
        | "interaction_required"
        | "consent_required"
        | "account_selection_required" => {
            return Err(sorry(&visit, StatusCode::BAD_REQUEST, "signin-cancelled", provider, &flow.back, None));
        }
        other => return Err(troubled(&visit, provider, &Trouble::Down(plain(other)), &flow.back)),
    }
    let (who, name) = match provider.identify(city, &flow, &answer).await {
        Ok(known) => known,
        Err(trouble) => return Err(troubled(&visit, provider, &trouble, &flow.back)),
    };
    // A new session with a new token; the one before, if any, is over.
    if let Some(token) = &visit.token {
        city.office.sign_out(token).await.map_err(|t| visit.problem(t))?;
    }
    let start = match &who {
        SignedIn::Person { .. } => visit.at("me"),
        SignedIn::Official { .. } => visit.at("desk/inbox"),
    };
    let token = city.office.sign_in(who, name).await.map_err(|t| visit.problem(t))?;
    let mut response = see(if flow.back.is_empty() { &start } else { &flow.back });
    set_cookie(&mut response, &super::session_cookie(&token, city.secure));
    Ok(response)
}

impl Returned {
    /// A name that comes twice is nobody's: then it is as if it had not come.
    fn read(pairs: Vec<(String, String)>) -> Returned {
        let mut names: BTreeMap<String, Option<String>> = BTreeMap::new();
        for (name, value) in pairs {
            names.entry(name).and_modify(|twice| *twice = None).or_insert(Some(value));
        }
        let mut take = |name: &str| names.remove(name).flatten();
        Returned {
            code: take("code").unwrap_or_default(),
            state: take("state").unwrap_or_default(),
            error: take("error").unwrap_or_default(),
            iss: take("iss"),
        }
    }
}

fn troubled(visit: &Visit, provider: &Provider, trouble: &Trouble, back: &str) -> Problem {
    let reference = format!("E-{}", visit.office().once_key().get(..8).unwrap_or("00000000"));
    let words = match trouble {
        Trouble::Down(why) => {
            tracing::warn!(error.reference = %reference, error = %why, "the sign-in provider does not work");
            "signin-down"
        }
        Trouble::Refused(why) => {
            tracing::warn!(error.reference = %reference, sign_in.refused = why, "a sign-in was not believed");
            "signin-refused"
        }
    };
    sorry(visit, StatusCode::BAD_GATEWAY, words, provider, back, Some(&reference))
}

/// What happened, and the way forward: once more, or on without.
fn sorry(
    visit: &Visit,
    status: StatusCode,
    words: &str,
    provider: &Provider,
    back: &str,
    reference: Option<&str>,
) -> Problem {
    let say = visit.say;
    let called = [("provider", provider.called(visit).into())];
    let title = say.with(&format!("{words}-title"), &called);
    let text = say.with(words, &called);
    let again = match back {
        "" => visit.at("sign-in"),
        back => format!("{}?back={}", visit.at("sign-in"), crate::address::encode(back)),
    };
    let main = html! {
        div.narrow.stack.s4 {
            (parts::heading(&[], &title, &text))
            @if let Some(reference) = reference { p { (say.with("problem-reference", &[("reference", reference.into())])) } }
            (parts::actions(html! {
                (parts::link_button(&again, say.t("signin-again"), Tone::Main))
                (parts::link_button(&visit.at(""), say.t("problem-to-start"), Tone::Quiet))
            }))
        }
    };
    let mut response = visit.shell(Terminal::Public, &title).respond(status, main);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Problem::Answer(Box::new(response))
}

/// Signed out here; the provider has a session of its own, which matters on a computer others use.
async fn signed_out(visit: Visit, State(city): State<City>) -> Answer {
    let SignIn::OpenId(provider) = &city.sign_in else { return Err(visit.not_found()) };
    let say = visit.say;
    let title = say.t("signin-gone-title");
    let there: Option<Markup> = provider.end_session().await.map(|url| {
        let label = say.with("signin-gone-there", &[("provider", provider.called(&visit).into())]);
        parts::link_button(&url, &label, Tone::Main)
    });
    let main = html! {
        div.narrow.stack.s4 {
            (parts::heading(&[], title, &say.with("signin-gone", &[("provider", provider.called(&visit).into())])))
            (parts::actions(html! {
                @if let Some(there) = there { (there) }
                (parts::link_button(&visit.at(""), say.t("problem-to-start"), Tone::Quiet))
            }))
        }
    };
    Ok(visit.ok(&visit.shell(Terminal::Public, title), main))
}
