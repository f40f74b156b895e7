use std::net::IpAddr;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use super::*;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nrest";

fn code(error: &ChannelError) -> &str {
    match error {
        ChannelError::Rejected { code, .. } => code,
        other => other.code(),
    }
}

/// Starts a server that answers every request with these bytes; returns its address.
async fn server(answer: Vec<u8>) -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/a.png", listener.local_addr().unwrap()).parse().unwrap();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let answer = answer.clone();
            tokio::spawn(async move {
                let _ = socket.read(&mut [0; 2048]).await;
                let _ = socket.write_all(&answer).await;
            });
        }
    });
    url
}

fn answer(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status}\r\nconnection: close\r\n{headers}\r\n");
    [head.as_bytes(), body].concat()
}

#[test]
fn special_addresses_are_not_public() {
    let special = [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "198.18.0.1",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "64:ff9b::10.0.0.1",
        "2002:7f00:1::",
        "2001:db8::1",
        "fd00:ec2::254",
    ];
    for text in special {
        assert!(!is_public(text.parse::<IpAddr>().unwrap()), "{text}");
    }
    for text in ["1.1.1.1", "203.0.114.1", "2606:4700::1111", "::ffff:8.8.8.8"] {
        assert!(is_public(text.parse::<IpAddr>().unwrap()), "{text}");
    }
}

#[test]
fn pictures_are_known_by_their_first_bytes() {
    assert!(is_picture(PNG) && is_picture(b"\xFF\xD8\xFF\xE0") && is_picture(b"RIFF\0\0\0\0WEBPVP8 "));
    assert!(!is_picture(b"<html>") && !is_picture(b"GIF89a") && !is_picture(b"RIFF") && !is_picture(b""));
}

#[tokio::test]
async fn an_address_of_this_machine_is_refused_without_a_local_marketplace() {
    let url = server(answer("200 OK", "", PNG)).await;
    let images = HttpImages::new(&["https://partner.shopeemobile.com".parse().unwrap()]).unwrap();
    for text in
        [url.as_str(), "http://169.254.169.254/latest/meta-data", "http://[::1]/", "ftp://a.test/", "x"]
    {
        assert_eq!(code(&images.fetch(text).await.unwrap_err()), "image_address", "{text}");
    }
    let by_name = format!("http://localhost:{}/a.png", url.port().unwrap());
    assert_eq!(code(&images.fetch(&by_name).await.unwrap_err()), "image_address");
}

#[tokio::test]
async fn a_marketplace_on_this_machine_may_serve_pictures() {
    let url = server(answer("200 OK", "content-type: image/png\r\n", PNG)).await;
    let images = HttpImages::new(std::slice::from_ref(&url)).unwrap();
    assert_eq!(images.fetch(url.as_str()).await.unwrap(), PNG);
}

#[tokio::test]
async fn what_is_not_a_picture_or_not_there_is_refused_by_its_cause() {
    for (answer, expected) in [
        (answer("200 OK", "", b"<html>"), "image_kind"),
        (answer("404 Not Found", "", b""), "image_missing"),
        (answer("302 Found", "location: http://127.0.0.1:1/\r\n", b""), "image_missing"),
        (answer("503 Busy", "", b""), "channel_unavailable"),
        (answer("200 OK", "content-length: 10485761\r\n", PNG), "image_too_large"),
    ] {
        let url = server(answer).await;
        let images = HttpImages::new(std::slice::from_ref(&url)).unwrap();
        assert_eq!(code(&images.fetch(url.as_str()).await.unwrap_err()), expected);
    }
}

#[tokio::test]
async fn a_picture_that_does_not_end_is_cut_off_at_ten_megabytes() {
    let mut body = PNG.to_vec();
    body.resize(LARGEST + 1, 0);
    let url = server(answer("200 OK", "", &body)).await;
    let images = HttpImages::new(std::slice::from_ref(&url)).unwrap();
    assert_eq!(code(&images.fetch(url.as_str()).await.unwrap_err()), "image_too_large");
}
