//! TLS as reqwest configures it, with one difference: the machine's certificates are read at the first handshake and
//! not when a client is created. Most processes create three clients and use none of them before their first answer.

use std::sync::{Arc, LazyLock};

use rustls::{
    ClientConfig, DigitallySignedStruct, Error, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime},
};
use rustls_platform_verifier::Verifier;

/// The configuration that all clients of the process share.
static SHARED: LazyLock<ClientConfig> = LazyLock::new(|| {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let late = Late { inner: LazyLock::new(platform), provider: provider.clone() };
    let builder = ClientConfig::builder_with_provider(provider).with_protocol_versions(rustls::ALL_VERSIONS);
    // This fails only if the provider lacks a TLS version, and it has both.
    let builder = builder.unwrap_or_else(|_| ClientConfig::builder());
    builder.dangerous().with_custom_certificate_verifier(Arc::new(late)).with_no_client_auth()
});

pub(super) fn config() -> ClientConfig {
    SHARED.clone()
}

fn platform() -> Result<Verifier, Error> {
    Verifier::new(Arc::new(aws_lc_rs::default_provider()))
}

/// The platform's verifier, created at its first use. All decisions about certificates are made by it.
#[derive(Debug)]
struct Late {
    inner: LazyLock<Result<Verifier, Error>>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Late {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        match &*self.inner {
            Ok(verifier) => {
                verifier.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
            }
            Err(error) => Err(error.clone()),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use rustls::CertificateError;

    use super::*;

    #[test]
    fn a_certificate_that_is_none_is_refused_by_the_platform() {
        let late = Late { inner: LazyLock::new(platform), provider: Arc::new(aws_lc_rs::default_provider()) };
        let name = ServerName::try_from("partner.shopeemobile.com").unwrap();
        let seen = CertificateDer::from(b"not a certificate".to_vec());
        let refused = late.verify_server_cert(
            &seen,
            &[],
            &name,
            &[],
            UnixTime::since_unix_epoch(std::time::Duration::from_hours(500_000)),
        );
        assert_eq!(refused.unwrap_err(), Error::InvalidCertificate(CertificateError::BadEncoding));
    }
}
