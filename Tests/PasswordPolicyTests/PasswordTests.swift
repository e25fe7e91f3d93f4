// SPDX-License-Identifier: Apache-2.0
import Foundation
import PasswordPolicy
import Testing

/// A password in memory: it gives its bytes to those who ask for them, and to nobody else.
struct PasswordTests {
    private struct Form {
        var user = "anna"
        var password: Password?
    }

    @Test func `whatever prints it says Password`() {
        let password = Password(utf8: Array("Mörder-42".utf8))
        #expect("\(password)" == "Password")
        #expect(String(describing: password) == "Password")
        #expect(String(reflecting: password) == "Password")
        var dumped = ""
        dump(password, to: &dumped)
        dump(Form(password: password), to: &dumped)
        dumped += "\(Form(password: password))" + String(reflecting: [password])
        #expect(dumped.contains("Password"))
        #expect(!dumped.contains("rder") && !dumped.contains("42"))
        #expect(Mirror(reflecting: password).children.isEmpty)
    }

    @Test func `bytes are as they came, and characters are Unicode scalar values`() {
        let password = Password(utf8: Array(" e\u{301}\r\n\u{0}é ".utf8))
        let bytes = password.withBytes { bytes in bytes.indices.map { bytes[$0] } }
        #expect(bytes == [0x20, 0x65, 0xCC, 0x81, 0x0D, 0x0A, 0x00, 0xC3, 0xA9, 0x20])
        var scalars: [UInt32] = []
        password.forEachUnicodeScalar { scalars.append($0.value) }
        #expect(scalars == [0x20, 0x65, 0x301, 0x0D, 0x0A, 0x00, 0xE9, 0x20])
        #expect(password.countOfUnicodeScalars() == 8)
        #expect(password.countOfUnicodeScalars { $0 == " " } == 2)
        #expect(!password.isEmpty)
        #expect(Password(utf8: []).isEmpty)
        #expect(Password(utf8: []).countOfUnicodeScalars() == 0)
    }

    @Test func `what is no UTF-8 comes as replacement characters`() {
        var scalars: [UInt32] = []
        Password(utf8: [0x61, 0xE9, 0x62, 0xC3]).forEachUnicodeScalar { scalars.append($0.value) }
        #expect(scalars == [0x61, 0xFFFD, 0x62, 0xFFFD])
    }

    @Test func `a copy that the caller keeps is left alone`() {
        let kept = Array("Mörder-42".utf8)
        do { _ = Password(utf8: kept) }
        #expect(kept == Array("Mörder-42".utf8))
    }

    @Test func `an error thrown by a borrower is the caller's`() {
        struct Refused: Error {}
        #expect(throws: Refused.self) {
            try Password(utf8: [1]).withBytes { _ throws(Refused) in throw Refused() }
        }
    }

    @Test func `its bytes are overwritten, those given as soon as they are taken`() throws {
        let text = "a password that is long enough to outlive the allocator's own use of freed memory"
        var given = Array(text.utf8)
        given.reserveCapacity(text.utf8.count + 1)
        // Made before anything is freed, so that no copy of it can lie where something was.
        let end = Data(text.utf8.suffix(32))
        let source = unsafe given.withUnsafeBytes { UInt64(UInt(bitPattern: $0.baseAddress)) }
        let own: UInt64
        do {
            let password = Password(utf8: consume given)
            #expect(try memory(at: source, text.utf8.count).range(of: end) == nil)
            own = password.withBytes { bytes in
                unsafe bytes.withUnsafeBytes { UInt64(UInt(bitPattern: $0.baseAddress)) }
            }
            #expect(try memory(at: own, text.utf8.count).range(of: end) != nil)
            #expect(!password.isEmpty)
        }
        #expect(try memory(at: own, text.utf8.count).range(of: end) == nil)
    }

    /// What is at that address of this process, allocated or not.
    private func memory(at address: UInt64, _ count: Int) throws -> Data {
        let memory = try FileHandle(forReadingFrom: URL(filePath: "/proc/self/mem"))
        try memory.seek(toOffset: address)
        return try memory.read(upToCount: count) ?? Data()
    }
}
