// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import workmail_sync

@Suite struct PickerKeyTests {
    /// What a terminal sends, shown without sending it on to whoever runs the tests.
    struct Sample: CustomTestStringConvertible {
        let text: String
        let keys: [Key]
        init(_ text: String, _ keys: [Key]) { (self.text, self.keys) = (text, keys) }
        var testDescription: String { text.printable }
    }

    @Test(
        "bytes become keys",
        arguments: [
            Sample("a", [.character("a")]), Sample("\u{1B}[A\u{1B}OB", [.up, .down]),
            Sample("\u{1B}[5~\u{1B}[6~", [.pageUp, .pageDown]), Sample("\u{1B}[1;5C", [.right]),
            Sample("\u{1B}[H\u{1B}[4~\u{1B}[3~", [.home, .end, .delete]), Sample("\r", [.enter]),
            Sample("\u{7F}\u{8}", [.backspace, .backspace]), Sample("\u{3}\u{15}", [.control("c"), .control("u")]),
            Sample("é李👍", [.character("é"), .character("李"), .character("👍")]),
            Sample("\u{1B}[I\u{1B}[?1;2c", []), Sample("\u{1B}x", [.escape, .character("x")]), Sample("\u{202E}\0", []),
        ])
    func decoding(sample: Sample) {
        var decoder = KeyDecoder()
        #expect(decoder.keys(from: sample.text.utf8) == sample.keys)
        #expect(!decoder.isWaiting)
        var piecemeal = KeyDecoder()
        #expect(sample.text.utf8.flatMap { piecemeal.keys(from: [$0]) } == sample.keys)
    }

    @Test func `an ESC alone is the key, once nothing follows`() {
        var decoder = KeyDecoder()
        #expect(decoder.keys(from: [0x1B]).isEmpty && decoder.isWaiting)
        #expect(decoder.timeOut() == [.escape])
        #expect(decoder.keys(from: [0x1B, 0x5B]).isEmpty)
        #expect(decoder.timeOut().isEmpty && !decoder.isWaiting)
    }

    @Test func `bytes that are no UTF-8 are dropped`() {
        var decoder = KeyDecoder()
        #expect(decoder.keys(from: [0xFF, 0x80, 0x61, 0xC3, 0x28]) == [.character("a"), .character("(")])
    }
}
