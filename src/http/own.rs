//! What the library answers by itself, because no request could be made of what came: a bare status
//! that passes no code of ours. On its way out it gets the headers that every other answer has.

use super::{HEADERS, SECURE};
use hyper::header::STRICT_TRANSPORT_SECURITY;
use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// The end of a head.
const END: &[u8] = b"\r\n\r\n";
/// How a refusal begins, but for the minor version before it and the rest of the status behind it.
const BEGINNING: &[u8] = b"HTTP/1.";
/// A header that no answer of ours is without.
const OURS: &[u8] = b"\r\nx-content-type-options: ";

/// The connection, as the library sees it.
pub(super) struct Own<S> {
    stream: S,
    secure: bool,
    /// What was taken from the library and is not written yet.
    pending: Vec<u8>,
    written: usize,
}

impl<S: AsyncWrite + Unpin> Own<S> {
    /// `secure` when TLS ends here.
    pub(super) fn new(stream: S, secure: bool) -> Own<S> {
        Own { stream, secure, pending: Vec::new(), written: 0 }
    }

    fn write_pending(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while let Some(rest) = self.pending.get(self.written..).filter(|rest| !rest.is_empty()) {
            let written = ready!(Pin::new(&mut self.stream).poll_write(context, rest))?;
            if written == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.written += written;
        }
        self.pending.clear();
        self.written = 0;
        Poll::Ready(Ok(()))
    }
}

/// These bytes with our headers, when they end in a refusal of the library's own. Such a refusal is
/// the last thing on a connection, has no body, and may stand behind the end of another answer. The
/// body of an answer of ours cannot look like one: neither JSON nor a number has a bare line end.
fn with_headers(bytes: &[u8], secure: bool) -> Option<Vec<u8>> {
    if !bytes.ends_with(END) {
        return None;
    }
    let starts = |at: &usize| bytes.get(*at..).is_some_and(|rest| rest.starts_with(BEGINNING));
    let start = (0..bytes.len()).rev().find(starts)?;
    let head = bytes.get(start..)?;
    let refuses = head.get(BEGINNING.len() + 1..)?.starts_with(b" 4");
    if !refuses || head.windows(OURS.len()).any(|part| part == OURS) {
        return None;
    }
    let (before, end) = bytes.split_at(bytes.len() - 2);
    let mut whole = before.to_vec();
    let hsts = secure.then_some((STRICT_TRANSPORT_SECURITY.as_str(), SECURE));
    for (name, value) in HEADERS.into_iter().chain(hsts) {
        whole.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
    }
    whole.extend_from_slice(end);
    Some(whole)
}

impl<S: AsyncRead + Unpin> AsyncRead for Own<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

/// Without vectored writes, so that a head always comes in one piece.
impl<S: AsyncWrite + Unpin> AsyncWrite for Own<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        ready!(self.write_pending(context))?;
        let Some(whole) = with_headers(bytes, self.secure) else {
            return Pin::new(&mut self.stream).poll_write(context, bytes);
        };
        // Taken whole: what cannot be written now is written before anything else.
        self.pending = whole;
        match self.write_pending(context) {
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Ready(Ok(())) | Poll::Pending => Poll::Ready(Ok(bytes.len())),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.write_pending(context))?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.write_pending(context))?;
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BARE: &str = "HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n";

    #[test]
    fn a_refusal_gets_the_headers_also_behind_the_end_of_another_answer() {
        for before in ["", "x", "HTTP/1.1 200 OK\r\nx-content-type-options: nosniff\r\n\r\n{}"] {
            let whole = with_headers(format!("{before}{BARE}").as_bytes(), true).unwrap();
            let whole = String::from_utf8(whole).unwrap();
            let head = whole.strip_prefix(before).unwrap();
            assert!(head.starts_with("HTTP/1.1 400 Bad Request\r\nconnection: close\r\n"));
            assert!(head.ends_with("\r\nstrict-transport-security: max-age=31536000\r\n\r\n"));
            assert_eq!(head.matches("\r\n\r\n").count(), 1);
            assert_eq!(head.matches("nosniff").count(), 1);
        }
    }

    #[test]
    fn everything_else_goes_as_it_is() {
        let ours = BARE.replace("connection: close", "x-content-type-options: nosniff");
        let wider = BARE.replace("400", "100");
        for bytes in ["", "{}", "\r\n\r\n", "HTTP/1.", &BARE[..BARE.len() - 2], &ours, &wider] {
            assert_eq!(with_headers(bytes.as_bytes(), false), None, "{bytes:?}");
        }
    }

    #[tokio::test]
    async fn a_caller_who_reads_slowly_gets_it_whole() {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let (near, mut far) = tokio::io::duplex(7);
        let write = async move {
            let mut own = Own::new(near, false);
            own.write_all(BARE.as_bytes()).await.unwrap();
            own.shutdown().await.unwrap();
        };
        let mut read = String::new();
        let (_, length) = tokio::join!(write, far.read_to_string(&mut read));
        assert_eq!(length.unwrap(), with_headers(BARE.as_bytes(), false).unwrap().len());
        assert!(read.ends_with("nosniff\r\n\r\n"), "{read}");
    }
}
