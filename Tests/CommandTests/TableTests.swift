// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import workmail_sync

@Suite struct TableTests {
    private func lines(_ table: TextTable, columns: Int? = nil) -> [String] {
        table.text(on: Terminal(columns: columns, hasColours: false)).split(separator: "\n").map(String.init)
    }

    @Test func `columns are aligned, and no line ends in blanks`() {
        var table = TextTable([.init("NAME"), .init("COUNT", .right), .init("NOTE")])
        table.append(["李小龍", "7", ""])
        table.append(["Jo\u{308}rg", "1234567", "x"])
        table.append(["a"])
        #expect(
            lines(table) == [
                "NAME      COUNT  NOTE",
                "李小龍        7",
                "Jo\u{308}rg    1234567  x",
                "a",
            ])
    }

    @Test func `cells cannot break out of their line`() {
        var table = TextTable([.init("A"), .init("B")])
        table.append(["x\ny\u{1B}[2J", "z"])
        #expect(lines(table) == ["A              B", "x\\ny\\u{1B}[2J  z"])
    }

    @Test func `a pipe gets whole values`() {
        var table = TextTable([.init("A"), .init("B")])
        let long = String(repeating: "x", count: 500)
        table.append([.init(long), "b"])
        #expect(lines(table)[1] == long + "  b")
    }

    @Test("no line is wider than the terminal", arguments: [200, 80, 60, 40, 24, 10, 3, 1])
    func fits(columns: Int) {
        var table = TextTable([
            .init("NAME", importance: .high), .init("DN", importance: .low), .init("STATE"), .init("COUNT", .right),
        ])
        table.append([
            "Müller-Lüdenscheidt, Karl-Heinz 李小龍", "CN=Karl-Heinz,OU=Vertrieb,OU=People,DC=corp,DC=example,DC=com",
            "ENABLED", "123",
        ])
        for line in lines(table, columns: columns) { #expect(line.displayWidth <= columns, "\(line)") }
    }

    @Test func `the less important column gives way first, then the widest`() {
        var table = TextTable([.init("NAME", importance: .high), .init("DN", importance: .low), .init("STATE")])
        table.append(["0123456789", "0123456789abcdefghij", "ENABLED"])
        #expect(lines(table, columns: 35)[1] == "0123456789  0123456789abc…  ENABLED")
        #expect(
            lines(table, columns: 27)[1] == "0123456…  0123456…  ENABLED")
    }

    @Test func `when nothing can shrink any more the least important column goes, never the first`() {
        let widths = ColumnWidths.fit([10, 10, 10], [.low, .high, .normal], into: 20)
        #expect(widths[0] > 0 && widths[1] > 0 && widths[2] == 0)
        #expect(ColumnWidths.fit([30, 30], [.low, .high], into: 5) == [5, 0])
    }

    @Test func `a table of 100,000 rows is text in a moment`() {
        var table = TextTable([.init("NAME"), .init("ADDRESS")])
        for number in 0..<100_000 { table.append([.init("user\(number)"), .init("user\(number)@example.com")]) }
        let clock = ContinuousClock()
        let time = clock.measure { #expect(table.text().utf8.count > 2_000_000) }
        #expect(time < .seconds(20))
    }
}
