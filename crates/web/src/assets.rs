//! The embedded styles, scripts and icons, and the handler that serves them.

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};

/// One embedded file, plain and packed.
#[derive(Debug)]
pub struct Asset {
    /// The file's name with its hash, as it stands in the address.
    pub name: &'static str,
    /// Its content type.
    pub kind: &'static str,
    /// Its entity tag, quoted.
    pub tag: &'static str,
    /// Its bytes.
    pub plain: &'static [u8],
    /// Its bytes, gzip.
    pub packed: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The address that `serve` answers, for the table of routes.
pub const PATH: &str = "/assets/{name}";

/// Answers with an embedded file. Its name holds its hash, so it may be kept for ever.
pub async fn serve(Path(name): Path<String>, asked: HeaderMap) -> Response<Body> {
    match ASSETS.iter().find(|asset| asset.name == name) {
        Some(asset) => answer(asset, &asked),
        None => plain(StatusCode::NOT_FOUND, Body::from("there is no such file")),
    }
}

fn answer(asset: &'static Asset, asked: &HeaderMap) -> Response<Body> {
    let mut response = if mentions(asked, header::IF_NONE_MATCH, asset.tag) {
        plain(StatusCode::NOT_MODIFIED, Body::empty())
    } else if mentions(asked, header::ACCEPT_ENCODING, "gzip") {
        let mut packed = plain(StatusCode::OK, Body::from(asset.packed));
        packed.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        packed
    } else {
        plain(StatusCode::OK, Body::from(asset.plain))
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    headers.insert(header::ETAG, HeaderValue::from_static(asset.tag));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

fn mentions(asked: &HeaderMap, name: header::HeaderName, word: &str) -> bool {
    asked.get_all(name).iter().filter_map(|value| value.to_str().ok()).any(|value| value.contains(word))
}

fn plain(status: StatusCode, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(name: header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    fn packed_size(end: &str) -> usize {
        ASSETS.iter().filter(|asset| asset.name.ends_with(end)).map(|asset| asset.packed.len()).sum()
    }

    #[tokio::test]
    async fn a_file_is_kept_for_ever_and_asked_for_once() {
        let name = APP_CSS.trim_start_matches("/assets/");
        let first = serve(Path(name.to_owned()), HeaderMap::new()).await;
        assert_eq!(first.status(), StatusCode::OK);
        assert_eq!(first.headers()[header::CONTENT_TYPE], "text/css; charset=utf-8");
        assert!(first.headers()[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));

        let tag = ASSETS.iter().find(|asset| asset.name == name).unwrap().tag;
        let again = serve(Path(name.to_owned()), asked(header::IF_NONE_MATCH, tag)).await;
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    }

    #[tokio::test]
    async fn a_browser_that_unpacks_gets_the_packed_file() {
        let name = GRID_JS.trim_start_matches("/assets/");
        let response = serve(Path(name.to_owned()), asked(header::ACCEPT_ENCODING, "gzip, br")).await;
        assert_eq!(response.headers()[header::CONTENT_ENCODING], "gzip");
    }

    #[tokio::test]
    async fn a_name_with_another_hash_is_not_found() {
        let response = serve(Path("app-000000000000.css".to_owned()), HeaderMap::new()).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
    }

    #[test]
    fn styles_and_scripts_stay_inside_their_budgets() {
        assert!(packed_size(".css") <= 24 * 1024, "styles are {} bytes packed", packed_size(".css"));
        assert!(packed_size(".js") <= 30 * 1024, "scripts are {} bytes packed", packed_size(".js"));
        assert!(packed_size(".svg") <= 10 * 1024, "icons are {} bytes packed", packed_size(".svg"));
    }

    #[test]
    fn taking_the_space_out_of_the_styles_breaks_no_sum() {
        let css = std::str::from_utf8(ASSETS[0].plain).unwrap();
        assert!(css.contains("calc(100vh - var(--bar))"), "calc needs the spaces around its minus");
        assert!(!css.contains("/*"), "no comment is sent");
        assert_eq!(css.matches('{').count(), css.matches('}').count());
    }
}
