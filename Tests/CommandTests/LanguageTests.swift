import Foundation
import HufuTestSupport
import Testing

@Suite("hufu verify --language")
struct LanguageTests {
    private func verify(
        _ fixture: borrowing CommandFixture, _ token: String, _ options: String, at time: Int = CommandFixture.now
    ) throws -> Program.Result {
        try fixture.result(
            "hufu verify --language zh-Hans --trust trust.json --time-zone Asia/Shanghai --at \(time) \(options)",
            input: token)
    }

    /// A licence with an entry in a status list, and that list with a value.
    private func fixture(_ value: String, _ sample: String = "cn-resident") throws -> CommandFixture {
        let fixture = try CommandFixture()
        try fixture.issue(sample, "--status https://s.example/1#42")
        try fixture.run("hufu status create --uri https://s.example/1 --size 100 -o t.json")
        try fixture.run("hufu status set t.json 42 \(value)")
        try fixture.run(
            "hufu status sign t.json --issuer https://i.example --key issuer.pem --at \(CommandFixture.now) -o s.cwt")
        return fixture
    }

    @Test("A valid verdict is in Chinese with the terms of Chinese licences, and in columns")
    func valid() throws {
        let fixture = try fixture("valid")
        let result = try verify(fixture, fixture.present("--preset all"), "--status s.cwt")
        #expect(result.status == 0)
        #expect(result.output.hasPrefix("有效  ok\n驾驶证真实、有效，且为当前出示。\n"))
        for line in [
            "有效期限    2021-04-20 至 2031-04-20", "核验日期    2026-11-23 (Asia/Shanghai, UTC+08:00)",
            "状态列表    有效（列表签发于 0 秒前）", "处置        请核对照片，然后放行。",
        ] {
            #expect(result.output.contains("\n\(line)\n"), "\(result.output)")
        }
        for label in ["姓名", "证号", "出生日期", "准驾车型", "驾驶证状态", "发证机关", "累积记分", "档案编号", "住址"] {
            #expect(result.output.contains("\n\(label) "), "\(label)")
        }
        #expect(result.output.contains("C1 CN 小型汽车") && result.output.contains("A 正常"))
    }

    @Test("A revoked, an expired and an indeterminate verdict are in Chinese, and their exit statuses stay")
    func others() throws {
        let fixture = try fixture("revoked")
        let token = try fixture.present()
        let revoked = try verify(fixture, token, "--status s.cwt")
        #expect(revoked.status == 1)
        #expect(revoked.output.hasPrefix("无效  status.revoked\n此设备上的驾驶证已作废。\n"))
        #expect(revoked.output.contains("已作废（列表签发于 0 秒前）"))
        let expired = try verify(fixture, token, "--status s.cwt", at: CommandFixture.now + 600)
        #expect(expired.status == 1)
        #expect(expired.output.hasPrefix("无效  token.expired\n令牌已过期：可能是截图，或时钟有误。\n"))
        #expect(expired.output.contains("已过期 9 分钟 31 秒"))
        let lacking = try verify(fixture, token, "")
        #expect(lacking.status == 2)
        #expect(lacking.output.hasPrefix("无法判定  status.unavailable\n本扫描设备没有该驾驶证的状态列表。\n"))
        #expect(lacking.output.contains("请载入状态列表，或联网查询。"))
        let broken = try verify(fixture, token + "?<>", "--status s.cwt")
        #expect(broken.status == 1)
        #expect(broken.output.contains(#"二维码文本后面有其他内容："?<>"。"#))
    }

    @Test("Labels stand in one column, and no line exceeds 80 columns", arguments: ["cn-resident", "us", "de"])
    func columns(sample: String) throws {
        let fixture = try fixture("attention", sample)
        let output = try verify(fixture, fixture.present("--preset all"), "--status s.cwt").output
        /// Of each line the width, and that of its label with the spaces behind it.
        let program = """
            import re, sys, unicodedata as u
            def width(t): return sum(0 if u.category(c) in ("Mn", "Me", "Cf") else 2 if u.east_asian_width(c) in "WF" else 1 for c in t)
            for group in sys.stdin.buffer.read().decode().split("\\n\\n")[1:]:
                starts = {width(re.match(r"(.*?  +|.{0,40}$)", line)[0]) for line in group.strip("\\n").split("\\n")}
                print(len(starts), max(map(width, group.split("\\n"))))
            """
        try fixture.write(program, "columns.py")
        let groups = try fixture.run("'\(Repository.python.path)' columns.py", input: output).split(separator: "\n")
        #expect(groups.count == 4)
        for group in groups {
            let numbers = group.split(separator: " ").compactMap { Int($0) }
            #expect(numbers.first == 1 && (numbers.last ?? 99) <= 80, "\(output)")
        }
    }

    @Test("In JSON only message and advice change with the language")
    func json() throws {
        let fixture = try fixture("revoked")
        let token = try fixture.present()
        let chinese = try JSONOutput(verify(fixture, token, "--status s.cwt --json").output).object
        let english = try fixture.verify(token, "--status s.cwt --time-zone Asia/Shanghai").object
        #expect(chinese["message"] as? String == "此设备上的驾驶证已作废。")
        #expect(chinese["advice"] as? String == "不予接受。")
        func rest(_ object: [String: Any]) -> NSDictionary {
            object.filter { !["message", "advice"].contains($0.key) } as NSDictionary
        }
        #expect(rest(chinese) == rest(english))
        let stream = try fixture.run(
            "hufu verify --language zh-CN --stream --trust trust.json --status s.cwt --at \(CommandFixture.now)",
            input: token + "\n")
        #expect(try JSONOutput(stream).object["advice"] as? String == "不予接受。")
    }

    @Test("Without the option verdicts are English, whatever the environment says")
    func environment() throws {
        let fixture = try CommandFixture()
        let result = try fixture.result(
            "LC_ALL=zh_CN.UTF-8 LANG=zh_CN.UTF-8 LANGUAGE=zh_CN hufu verify HF1: --trust trust.json")
        #expect(result.output.hasPrefix("REJECTED  payload.empty\nNothing was scanned.\n"))
    }

    @Test("A language without texts is a usage error that lists the others", arguments: ["fr", "zh-TW", "zh_CN", "''"])
    func unknown(tag: String) throws {
        let fixture = try CommandFixture()
        let result = try fixture.result("hufu verify --language \(tag) HF1: --trust trust.json")
        #expect(result.status == 64 && result.output.isEmpty)
        #expect(result.errors.contains("--language") && result.errors.contains("en (English) or zh-Hans (简体中文)"))
    }
}
