//! The second lock of the webhook: calls that one's own proxy has signed.

use super::Request;
use crate::{
    app::{App, CALL_WINDOW_MS},
    seal::{Secret, is_signature},
};

/// When it was signed, seconds since 1970 UTC.
const TIMESTAMP: &str = "x-tonolog-timestamp";
/// Something that was never used before: 16 to 64 letters, digits, `-` or `_`.
const NONCE: &str = "x-tonolog-nonce";
/// 64 hex digits: HMAC-SHA256 over timestamp, line feed, nonce, line feed, body.
const SIGNATURE: &str = "x-tonolog-signature";

/// Whether this call is signed with the key, now, and for the first time.
pub(super) async fn is_signed(app: &App, key: &Secret, request: &Request, now_ms: i64) -> bool {
    let header = |name| request.headers.get(name).and_then(|value| value.to_str().ok());
    let (Some(timestamp), Some(nonce), Some(signature)) =
        (header(TIMESTAMP), header(NONCE), header(SIGNATURE))
    else {
        return false;
    };
    let digits = timestamp.len() <= 12 && timestamp.bytes().all(|byte| byte.is_ascii_digit());
    let said_ms = timestamp.parse::<i64>().ok().filter(|_| digits).map(|seconds| seconds * 1000);
    let Some(said_ms) = said_ms else { return false };
    let good = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if !(16..=64).contains(&nonce.len()) || !nonce.bytes().all(good) {
        return false;
    }
    let parts = [timestamp.as_bytes(), nonce.as_bytes(), request.body.as_ref()];
    if !is_signature(key, &parts, signature) || (now_ms - said_ms).abs() > CALL_WINDOW_MS {
        return false;
    }
    // What cannot be remembered cannot be taken either: it could come again.
    app.take_call(nonce, now_ms).await.unwrap_or(false)
}
