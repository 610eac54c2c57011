#if PKCS11
    import Hufu
    import HufuSigners
    import Testing

    @Suite("PKCS11URI")
    struct PKCS11URITests {
        @Test(
            "The module and the file of the PIN are decoded",
            arguments: [
                ("pkcs11:?module-path=/m.so", "/m.so", nil),
                ("PKCS11:token=a;object=b?module-path=/m.so", "/m.so", nil),
                ("pkcs11:id=%01%ff;slot-id=3?module-path=/a%20b/m.so&x-name=1", "/a b/m.so", nil),
                ("pkcs11:type=private?pin-source=file:/etc/pin&module-path=m.so", "m.so", "/etc/pin"),
                ("pkcs11:token=The%20Token?pin-source=file:///etc/p%20n&module-path=m.so", "m.so", "/etc/p n"),
                ("pkcs11:token=a&b?module-path=m.so&pin-source=file:pin", "m.so", "pin"),
            ] as [(String, String, String?)])
        func reads(text: String, module: String, pin: String?) throws {
            let uri = try PKCS11URI(text)
            #expect(uri.modulePath == module && uri.pinFile == pin)
        }

        @Test(
            "A URI that RFC 7512 does not allow, that names no private key, or that contains the PIN is refused",
            arguments: [
                ("http://a", .formInvalid, nil), ("pkcs11", .formInvalid, nil),
                ("pkcs11:token?module-path=m", .formInvalid, "attribute 1"),
                ("pkcs11:token=a;?module-path=m", .formInvalid, "attribute 2"),
                ("pkcs11:=a?module-path=m", .formInvalid, "attribute 1"),
                ("pkcs11:token=a b?module-path=m", .characterInvalid, "token"),
                ("pkcs11:token=a/b?module-path=m", .characterInvalid, "token"),
                ("pkcs11:token=%4?module-path=m", .characterInvalid, "token"),
                ("pkcs11:token=%4g?module-path=m", .characterInvalid, "token"),
                ("pkcs11:token=%+4?module-path=m", .characterInvalid, "token"),
                ("pkcs11:token=ü?module-path=m", .characterInvalid, "token"),
                ("pkcs11:?module-path=%ff", .characterInvalid, "module-path"),
                ("pkcs11:?module-path=m%00n", .characterInvalid, "module-path"),
                ("pkcs11:label=a?module-path=m", .attributeUnknown, "label"),
                ("pkcs11:x-vendor=a?module-path=m", .attributeUnknown, "x-vendor"),
                ("pkcs11:token=a;token=a?module-path=m", .attributeRepeated, "token"),
                ("pkcs11:?module-path=m&module-path=m", .attributeRepeated, "module-path"),
                ("pkcs11:slot-id=one?module-path=m", .numberInvalid, "slot-id"),
                ("pkcs11:type=public?module-path=m", .typeInvalid, "type"),
                ("pkcs11:token=a", .modulePathMissing, "module-path"),
                ("pkcs11:token=a?module-name=m", .modulePathMissing, "module-path"),
                ("pkcs11:?module-path=", .modulePathMissing, "module-path"),
                ("pkcs11:?module-path=m&pin-source=/etc/pin", .pinSourceInvalid, "pin-source"),
                ("pkcs11:?module-path=m&pin-source=%7Ccat", .pinSourceInvalid, "pin-source"),
                ("pkcs11:?module-path=m&pin-source=file:", .pinSourceInvalid, "pin-source"),
                ("pkcs11:?module-path=m&pin-source=file://host/pin", .pinSourceInvalid, "pin-source"),
                ("pkcs11:?module-path=m&pin-value=1234", .pinValueRefused, "pin-value"),
                ("pkcs11:?module-path=m&pin-value=1234&pin-source=file:pin", .pinValueRefused, "pin-value"),
            ] as [(String, PKCS11URIError.Reason, String?)])
        func refuses(text: String, reason: PKCS11URIError.Reason, location: String?) {
            let error = #expect(throws: PKCS11URIError.self) { try PKCS11URI(text) }
            #expect(error?.reason == reason && error?.location == location)
            #expect(error?.description.contains("1234") == false)
        }
    }
#endif
