// SPDX-License-Identifier: Apache-2.0
import PasswordPolicy
import Testing

struct PasswordGeneratorTests {
    @Test func `ten thousand passwords are accepted, and all are different`() {
        var seen: Set<[UInt8]> = []
        for _ in 0..<10_000 {
            let (password, entropyBits) = PasswordGenerator.generate()
            #expect(WorkMailDirectoryPolicy.judge(password) == PasswordVerdict())
            #expect(entropyBits >= 100)
            password.withBytes { bytes in _ = seen.insert(bytes.indices.map { bytes[$0] }) }
        }
        #expect(seen.count == 10_000)
    }
}
