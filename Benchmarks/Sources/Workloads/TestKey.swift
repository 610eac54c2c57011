internal import Hufu

/// Keys that everybody knows, so that counts of instructions are the same from run to run.
enum TestKey {
    enum Role {
        case issuer, device
    }

    /// PKCS #8.
    static func pem(_ algorithm: COSE.Algorithm, _ role: Role) -> String {
        let content =
            switch (algorithm, role) {
            case (.esp256, .issuer):
                "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgHQycVoM/SZHROK/h\n"
                    + "PhggI+OM5cVUU+NaBOMJRI6Fi2ihRANCAAQMgqLL5D7wYmIZes4tg6Dk39g2C8rD\n"
                    + "CtUpu9aCFPxEfxazmPIfi+t73Iz+7OgpqEPkZgu1EFgrUmROtTsqguW/"
            case (.esp256, .device):
                "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg7yLeD3mCfxAonvA1\n"
                    + "wHIgc1IbbesOpuMiAHEv63EvOzuhRANCAAQiMzQDflHscysLapS+Qy5/+/qfjlTa\n"
                    + "sTR4CrsxXVsuONW1ta6NiheWgeXPcsyqf7rqDFxWQqAmkqSf+xQAOpEE"
            case (.ed25519, .issuer):
                "MC4CAQAwBQYDK2VwBCIEIKBO9Kc7VXnebOItshSMag/qa6KPL0c2CJ9fyObneIyl"
            case (.ed25519, .device):
                "MC4CAQAwBQYDK2VwBCIEIHrKifI6F3p7MZnFPSc+sj23UEAwIM51bXJJChV/e/LM"
            }
        return "-----BEGIN PRIVATE KEY-----\n\(content)\n-----END PRIVATE KEY-----\n"
    }
}
