// SPDX-License-Identifier: Apache-2.0
import PasswordPolicy
import Testing

/// A generated password for somebody: every directory takes it, and none of their names is in it.
@Suite struct `A password generated for somebody` {
    private static func text(_ password: Password) -> String {
        var view = String.UnicodeScalarView()
        password.forEachUnicodeScalar { view.append($0) }
        return String(view)
    }

    @Test(arguments: [0, 7, 14, 30, 63])
    func `is accepted by all four modules`(minimumLength: Int) {
        let subject = PasswordSubject(
            sAMAccountName: "ana", displayName: "Ana Silva", userPrincipalName: "ana.silva@corp.example.com")
        let policies = [DirectoryAlgorithm.samba, .microsoft].map {
            DomainPasswordPolicy(
                origin: .domain(dn: "DC=corp"), algorithm: $0, minimumLength: minimumLength, requiresComplexity: true)
        }
        for _ in 0..<200 {
            let (password, entropyBits) = PasswordGenerator.generate(for: subject, under: policies[0])
            #expect(password.countOfUnicodeScalars() == max(20, minimumLength) && entropyBits > 118)
            #expect(WorkMailDirectoryPolicy.judge(password).isSpotless)
            for policy in policies {
                let known = PolicyKnowledge.known(policy)
                #expect(ConnectedDomainPolicy.judge(password, for: subject, under: known).isSpotless)
                #expect(SimpleADPolicy.judge(password, for: subject, under: known).isSpotless)
                for route in [.mailService, .directory] as [ManagedADPolicy.Route] {
                    #expect(
                        ManagedADPolicy.judge(password, for: subject, under: known, through: route).isSpotless
                    )
                }
            }
        }
    }

    @Test func `has no part of the names in it, not even of those that no server looks for`() {
        // Every two letters of the alphabet with another one are a part of this name: most passwords have one.
        let letters = Array("abcdefghijkmnpqrstuvwxyz")
        let parts = letters.flatMap { a in letters.prefix(4).map { b in "\(a)\(b)\(a)" } }
        let subject = PasswordSubject(
            sAMAccountName: "x+y.zab", displayName: parts.joined(separator: " "), userPrincipalName: "bab.cac@d.example"
        )
        for _ in 0..<300 {
            let text = Self.text(PasswordGenerator.generate(for: subject).password).lowercased()
            for part in parts + ["bab", "cac", "zab", "example", "x+y.zab"] { #expect(!text.contains(part)) }
        }
    }

    @Test func `under a minimum that no published rule allows is the directory's alone`() {
        let policy = DomainPasswordPolicy(
            origin: .settingsObject(name: "Long", dn: "CN=Long", precedence: 1), algorithm: .microsoft,
            minimumLength: 255, requiresComplexity: true)
        let subject = PasswordSubject(sAMAccountName: "ana")
        let (password, entropyBits) = PasswordGenerator.generate(for: subject, under: policy)
        #expect(password.countOfUnicodeScalars() == 255 && entropyBits > 1_500 && entropyBits.isFinite)
        #expect(ConnectedDomainPolicy.judge(password, for: subject, under: .known(policy)).isAccepted)
    }
}
