//! The keys of seals: Ed25519, in files beside the database and never in it.

use crate::digest::Digest;
use crate::refusal::Fault;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};

/// The key that signs seals. Whoever has it can make seals, so it lies in a file that only the program reads.
#[derive(Clone)]
pub struct SealKey(SigningKey);

/// The key that proves seals. It is for everybody: an auditor keeps a copy outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl SealKey {
    /// A key made of 32 unpredictable bytes.
    pub fn generate(random: [u8; 32]) -> Self {
        Self(SigningKey::from_bytes(&random))
    }

    /// Reads a private key: PEM, PKCS#8, as `openssl genpkey -algorithm ed25519` writes it too.
    pub fn from_pem(text: &str) -> Result<Self, Fault> {
        let key = SigningKey::from_pkcs8_pem(text.trim());
        key.map(Self).map_err(|error| Fault::new(format!("not a private Ed25519 key in PEM (PKCS#8): {error}")))
    }

    /// The private key as PEM, for its file.
    pub fn to_pem(&self) -> Result<String, Fault> {
        Ok(self.0.to_pkcs8_pem(LineEnding::LF).map_err(Fault::new)?.to_string())
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// The public half as PEM, to be given away.
    pub fn public_pem(&self) -> Result<String, Fault> {
        self.public().to_pem()
    }

    /// The name of the key pair, which every seal bears.
    pub fn key_id(&self) -> String {
        self.public().key_id()
    }

    pub(super) fn sign(&self, hash: Digest) -> Vec<u8> {
        self.0.sign(&hash.0).to_bytes().to_vec()
    }
}

impl std::fmt::Debug for SealKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("SealKey").field(&self.key_id()).finish()
    }
}

impl PublicKey {
    /// Reads every public key of a text. Several stand one after another: seals from before a change of keys are proven by the older ones.
    pub fn all_from_pem(text: &str) -> Result<Vec<Self>, Fault> {
        const END: &str = "-----END PUBLIC KEY-----";
        let wrong = |error: String| Fault::new(format!("not a public Ed25519 key in PEM: {error}"));
        let mut keys = Vec::new();
        for block in text.split_inclusive(END) {
            // What stands between the blocks is for people: whose key it is, since when.
            let Some(begin) = block.find("-----BEGIN ") else { continue };
            let key = VerifyingKey::from_public_key_pem(&block[begin..]).map_err(|error| wrong(error.to_string()))?;
            keys.push(Self(key));
        }
        if keys.is_empty() { Err(wrong("no key in it".to_owned())) } else { Ok(keys) }
    }

    /// As PEM.
    pub fn to_pem(&self) -> Result<String, Fault> {
        self.0.to_public_key_pem(LineEnding::LF).map_err(Fault::new)
    }

    /// The first 16 hex digits of the key's SHA-256.
    pub fn key_id(&self) -> String {
        hex::encode(&Sha256::digest(self.0.as_bytes())[..8])
    }

    /// Whether this key's private half signed `hash`.
    pub fn signed(&self, hash: Digest, signature: &[u8]) -> bool {
        // Strict: a signature has one spelling only, and a weak key none.
        Signature::from_slice(signature).is_ok_and(|signature| self.0.verify_strict(&hash.0, &signature).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_survives_its_file_and_signs_what_its_public_half_proves() -> Result<(), Fault> {
        let key = SealKey::generate([7; 32]);
        let again = SealKey::from_pem(&key.to_pem()?)?;
        assert_eq!(again.key_id(), key.key_id());
        assert_eq!(key.key_id().len(), 16);
        let other = SealKey::generate([8; 32]);
        let both = format!("# 2026\n{}\n# 2027\n{}", key.public_pem()?, other.public_pem()?);
        assert_eq!(PublicKey::all_from_pem(&both)?, [key.public(), other.public()]);
        let hash = Digest([1; 32]);
        assert!(key.public().signed(hash, &again.sign(hash)));
        assert!(!other.public().signed(hash, &key.sign(hash)));
        assert!(!key.public().signed(Digest([2; 32]), &key.sign(hash)));
        assert!(!key.public().signed(hash, b"short"));
        Ok(())
    }

    #[test]
    fn openssl_makes_the_same_of_the_same_key() -> Result<(), Fault> {
        // openssl pkeyutl -sign -rawin, pkey -pubout, and sha256sum of the last 32 bytes of the latter's DER.
        let signature = "013f9d903c1a0a90b0beea2534582e2bb694712503215236622851f5afd54ad5\
                         f2a89983965e192edd928d484bdb1e1e521ba704fbe37968371a11597363fb0d";
        let public = "MCowBQYDK2VwAyEA6kpsY+KcUgq+9VB7Ey7F+ZVHdq6+vnuSQh7qaRRG0iw=";
        let key = SealKey::generate([7; 32]);
        assert_eq!(hex::encode(key.sign(Digest([1; 32]))), signature);
        assert_eq!(key.public_pem()?, format!("-----BEGIN PUBLIC KEY-----\n{public}\n-----END PUBLIC KEY-----\n"));
        assert_eq!(key.key_id(), "fe812c12f3ab4ce6");
        Ok(())
    }

    #[test]
    fn what_is_no_key_is_refused_and_a_private_key_is_not_shown() {
        assert!(SealKey::from_pem("hello").is_err());
        assert!(PublicKey::all_from_pem("hello").is_err());
        assert!(PublicKey::all_from_pem(&SealKey::generate([7; 32]).to_pem().unwrap_or_default()).is_err());
        let shown = format!("{:?}", SealKey::generate([7; 32]));
        assert!(!shown.contains("07, 7") && !shown.contains("0707"), "{shown}");
    }
}
