import Foundation
import HufuTestSupport
import Testing

/// What operators of scanners meet: local days, and what scanners, decoders and people put around a code.
@Suite("Cases of scanners")
struct ScannerCaseTests {
    /// A licence that is in force from `issued` to `expires`, presented at `time`.
    private func token(
        _ fixture: borrowing CommandFixture, issued: String, expires: String, country: String, at time: Int
    ) throws -> String {
        let license = """
            {"document_number": "Z9990042", "family_name": "SAMPLEWORTH", "birth_date": "1999-12-05",
             "issue_date": "\(issued)", "expiry_date": "\(expires)", "issuing_country": "\(country)",
             "issuing_authority": "DMV", "driving_privileges": [{"scheme": "EU", "vehicle_category_code": "B"}]}
            """
        try fixture.write(license, "license.json")
        try fixture.run(
            "hufu issue license.json --issuer https://i.example --key issuer.pem --holder-key phone.pub --at \(time) "
                + "-o credential.txt")
        return try fixture.present(at: time)
    }

    /// 2026-11-24T07:00 in China.
    private static let chineseMorning = 1_795_474_800
    /// 2026-11-23T20:00 in New York.
    private static let americanEvening = 1_795_482_000

    @Test(
        "A licence that is issued today in China is valid there before UTC has this day",
        arguments: [
            ("TZ=Asia/Shanghai", "", "ok"), ("TZ=:Asia/Shanghai", "", "ok"), ("TZ=CST-8", "", "ok"),
            ("TZ=UTC", "--time-zone Asia/Shanghai", "ok"), ("TZ=UTC", "--time-zone +08:00", "ok"),
            ("TZ=UTC", "--utc-offset +08:00", "ok"), ("TZ=UTC", "--policy zone.json", "ok"),
            ("TZ=UTC", "--policy offset.json", "ok"),
            ("TZ=UTC", "", "license.not_yet_valid"),
            ("TZ=Asia/Shanghai", "--time-zone +00:00", "license.not_yet_valid"),
            ("TZ=Asia/Shanghai", "--utc-offset -05:00", "license.not_yet_valid"),
            ("TZ=UTC", "--policy zone.json --time-zone America/New_York", "license.not_yet_valid"),
            ("TZ=Nowhere/City", "--time-zone Asia/Shanghai", "ok"),
        ])
    func issuedToday(environment: String, options: String, code: String) throws {
        let fixture = try CommandFixture()
        let token = try token(
            fixture, issued: "2026-11-24", expires: "2031-04-20", country: "CN", at: Self.chineseMorning)
        try fixture.write(#"{"time_zone": "Asia/Shanghai"}"#, "zone.json")
        try fixture.write(#"{"utc_offset": 28800}"#, "offset.json")
        let result = try fixture.result(
            "\(environment) hufu verify --json --trust trust.json --at \(Self.chineseMorning) \(options)", input: token)
        #expect(try JSONOutput(result.output).code == code, "\(result.errors)")
    }

    @Test("A licence is valid until the end of its last local day, summer time included")
    func lastDay() throws {
        let fixture = try CommandFixture()
        let token = try token(
            fixture, issued: "2023-11-30", expires: "2026-11-23", country: "US", at: Self.americanEvening)
        let verify = "hufu verify --trust trust.json --at \(Self.americanEvening)"
        let local = try fixture.result("TZ=America/New_York \(verify)", input: token)
        #expect(local.status == 0, "\(local.output)")
        #expect(local.output.contains("\nDay         2026-11-23 (America/New_York, UTC-05:00)\n"), "\(local.output)")
        let utc = try fixture.result("TZ=UTC \(verify)", input: token)
        #expect(utc.status == 1)
        #expect(utc.output.contains("license.expired") && utc.output.contains("\nDay         2026-11-24 (UTC)\n"))
        // 2026-07-02T03:30Z is 2026-07-01 in New York by summer time, and 2026-07-02 by an offset that knows none.
        let summer = 1_782_963_000
        let day = try fixture.result("TZ=America/New_York hufu verify --trust trust.json --at \(summer)", input: token)
        #expect(day.output.contains("2026-07-01 (America/New_York, UTC-04:00)"), "\(day.output)")
    }

    #if os(Linux)
        @Test("A running scanner changes to summer time with its system")
        func clockChange() throws {
            let fixture = try CommandFixture()
            let tomorrow = try fixture.run("date -u -d tomorrow +%F").trimmingCharacters(in: .newlines)
            let now = Int(Date.now.timeIntervalSince1970)
            let token = try token(fixture, issued: tomorrow, expires: "2099-12-31", country: "DE", at: now)
            try fixture.write(token + "\n", "scan.txt")
            try fixture.write(#"{"skew": 120}"#, "policy.json")
            // A zone that is in UTC, and from ten seconds from now on a day ahead of it.
            let output = try fixture.run(
                """
                start=$(($(date +%s) + 10))
                day=$(($(date -u -d @$start +%-j) - 1))
                rule="AAA0BBB-24,$day/$(date -u -d @$start +%H:%M:%S),$(((day + 100) % 365))/0"
                mkfifo scans verdicts
                TZ=$rule hufu verify --stream --trust trust.json --policy policy.json < scans > verdicts &
                exec 3> scans 4< verdicts
                cat scan.txt >&3; read -r verdict <&4; echo "$verdict"
                while [ $(date +%s) -le $start ]; do sleep 0.5; done
                cat scan.txt >&3; read -r verdict <&4; echo "$verdict"
                """)
            let codes = try output.split(separator: "\n").map { try JSONOutput(String($0)).code }
            #expect(codes == ["license.not_yet_valid", "ok"])
        }
    #endif

    @Test(
        "A time zone that does not exist is a usage error and never UTC",
        arguments: [
            ("", "--time-zone Asia/Shangai"), ("", "--time-zone ../../../etc/passwd"),
            ("", "--time-zone /etc/localtime"),
            ("", "--time-zone +8"), ("", "--time-zone zone.tab"), ("", "--time-zone Asia"), ("TZ=Nowhere/City", ""),
            ("TZ=/etc/passwd", ""),
        ])
    func unknownZone(environment: String, options: String) throws {
        let fixture = try CommandFixture()
        let result = try fixture.result("\(environment) hufu verify X --trust trust.json \(options)")
        #expect(result.status == 64, "\(result.errors)")
        #expect(result.errors.contains("Asia/Shanghai") && result.errors.contains("+08:00"), "\(result.errors)")
        #expect(result.output.isEmpty)
    }

    @Test("A policy file with an unknown time zone is bad input that names the form")
    func unknownZoneInFile() throws {
        let fixture = try CommandFixture()
        for json in [#"{"time_zone": "Mars/Base"}"#, #"{"time_zone": "UTC", "utc_offset": 0}"#, #"{"time_zone": 8}"#] {
            try fixture.write(json, "policy.json")
            let result = try fixture.result("hufu verify X --trust trust.json --policy policy.json")
            #expect(result.status == 65 && result.errors.contains("time_zone"), "\(json): \(result.errors)")
        }
    }

    @Test("hufu policy writes a time zone only if one is given")
    func printedZone() throws {
        let directory = try TemporaryDirectory()
        func policy(_ options: String) throws -> JSONOutput {
            try JSONOutput(directory.run("TZ=Asia/Shanghai hufu policy \(options)"))
        }
        let open = try policy("").object
        #expect(open["utc_offset"] == nil && open["time_zone"] == nil)
        #expect(try policy("--time-zone Europe/Berlin").object["time_zone"] as? String == "Europe/Berlin")
        #expect(try policy("--time-zone -05:00").object["utc_offset"] as? Int == -18_000)
    }

    // The order of the bytes is that in which scanners send them; `#` stands for the code.
    @Test(
        "A stream gives one verdict for each scan, whichever line end the scanner sends",
        arguments: [
            (#"#\r#\r"#, 2), (#"#\r\n#\r\n"#, 2), (#"#\n#\n"#, 2), (#"#\t#\t"#, 2), (#"#\t\r\n#\t\r\n"#, 2),
            (#"\r#\r\n"#, 1), (#"\t#\n"#, 1), (#"#\r\r#"#, 2), (#"#"#, 1), (#"#\n\n"#, 2), (#"#\r\n\r\n#"#, 3),
        ])
    func lineEnds(form: String, count: Int) throws {
        let fixture = try CommandFixture()
        try fixture.issue()
        let token = try fixture.present()
        let input = form.replacingOccurrences(of: "\\r", with: "\r").replacingOccurrences(of: "\\n", with: "\n")
            .replacingOccurrences(of: "\\t", with: "\t").replacingOccurrences(of: "#", with: token)
        let output = try fixture.run(
            "hufu verify --stream --trust trust.json --at \(CommandFixture.now)", input: input)
        let codes = try output.split(separator: "\n").map { try JSONOutput(String($0)).code }
        #expect(codes.count == count, "\(codes)")
        // A line feed alone is an empty scan.
        #expect(
            codes.filter { $0 != "payload.empty" } == Array(repeating: "ok", count: form.filter { $0 == "#" }.count))
    }

    @Test("The verdict is printed at the carriage return, without waiting for another byte")
    func carriageReturnAtOnce() throws {
        let fixture = try CommandFixture()
        try fixture.issue()
        try fixture.write(try fixture.present() + "\r", "scan.txt")
        let output = try fixture.run(
            """
            mkfifo scans verdicts
            timeout 20 hufu verify --stream --trust trust.json --at \(CommandFixture.now) < scans > verdicts &
            exec 3> scans 4< verdicts
            for _ in 1 2; do cat scan.txt >&3; read -r verdict <&4; echo "$verdict"; done
            """)
        let codes = try output.split(separator: "\n").map { try JSONOutput(String($0)).code }
        #expect(codes == ["ok", "ok"])
    }

    @Test(
        "The advice quotes characters around a code, in text and JSON",
        arguments: [
            ("QR-Code:#", #"Remove the text in front of the code: "QR-Code:"."#),
            (" #", #"Remove the text in front of the code: " "."#),
            ("\u{FEFF}#", "Remove the text in front of the code"),
            ("\"#\"", "Remove the text in front of the code"),
            ("#;", #"Something follows the code: ";""#), ("#\t;\r\n", #"Something follows the code: ";""#),
            ("#<GS>", "Something follows the code"), ("#\t#", "Two codes follow each other"),
            ("#\r#\r", "Two codes follow each other"), ("#\n#\n", "Two codes follow each other"),
        ])
    func surroundings(form: String, advice: String) throws {
        let fixture = try CommandFixture()
        try fixture.issue()
        let scan = form.replacingOccurrences(of: "#", with: try fixture.present("--transport base32"))
        let verify = "hufu verify --trust trust.json --at \(CommandFixture.now)"
        let text = try fixture.result(verify, input: scan)
        #expect(text.status == 1)
        let joined = text.output.replacingOccurrences(of: "\n            ", with: " ")
        #expect(joined.contains(advice), "\(text.output)")
        #expect((try fixture.verify(scan).object["advice"] as? String)?.contains(advice) == true)
    }

    @Test("A tab or line end inside a code is named in the advice")
    func brokenCode() throws {
        let fixture = try CommandFixture()
        try fixture.issue()
        let token = try fixture.present("--transport base32")
        for separator in ["\t", "\r\n", "\n"] {
            let half = token.index(token.startIndex, offsetBy: token.count / 2)
            let scan = token[..<half] + separator + token[half...]
            let advice = try fixture.verify(String(scan)).object["advice"] as? String
            #expect(advice?.hasPrefix("A tab or line end is inside the code") == true, "\(advice ?? "")")
        }
    }

    @Test("Text in UTF-16 and in small letters is named in the advice")
    func encodings() throws {
        let fixture = try CommandFixture()
        let verify = "hufu verify --json --trust trust.json"
        let wide = try fixture.result("printf '\\377\\376H\\000F\\0001\\000:\\000' | \(verify)")
        #expect((try JSONOutput(wide.output).object["advice"] as? String)?.contains("UTF-16") == true)
        let small = try fixture.result("\(verify) hf1zabc")
        #expect((try JSONOutput(small.output).object["advice"] as? String)?.contains("caps lock") == true)
    }

    @Test(
        "A picture in place of text is bad input and no verdict",
        arguments: ["verify --trust trust.json", "inspect", "render --terminal"])
    func picture(command: String) throws {
        let fixture = try CommandFixture()
        try fixture.run(
            """
            hufu render HELLO -o code.png
            printf '\\377\\330\\377\\340' > code.jpg; printf 'GIF89a' > code.gif; printf '%%PDF-1.7' > code.pdf
            printf '<svg xmlns=""/>' > code.svg
            """)
        for file in ["code.png", "code.jpg", "code.gif", "code.pdf", "code.svg"] {
            let result = try fixture.result("hufu \(command) @\(file)")
            #expect(result.status == 65 && result.output.isEmpty, "\(result.output)")
            #expect(result.errors.hasPrefix("hufu: \(file): input.picture: this is a picture"), "\(result.errors)")
        }
        #expect(try fixture.result("hufu \(command) - < code.png").status == 65)
    }

    @Test("The name of a file without @ is a usage error and no verdict")
    func forgottenAt() throws {
        let fixture = try CommandFixture()
        try fixture.issue()
        try fixture.write(try fixture.present(), "token.txt")
        try fixture.run("cp token.txt scan; mkdir -p in; cp token.txt in/scan")
        for name in ["token.txt", "scan", "in/scan", "./scan", "missing.txt", "code.png", "in"] {
            for command in ["verify --trust trust.json", "inspect", "render --terminal"] {
                let result = try fixture.result("hufu \(command) \(name)")
                #expect(result.status == 64 && result.output.isEmpty, "\(command) \(name): \(result.output)")
                #expect(result.errors.contains("Did you mean @\(name)?"), "\(result.errors)")
            }
        }
        // A code is a code, even if a file of its name exists.
        try fixture.run("touch HF1:ABC")
        #expect(try fixture.result("hufu verify HF1:ABC --trust trust.json").status == 1)
    }
}
