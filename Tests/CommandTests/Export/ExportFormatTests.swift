// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing
import WorkMail

/// The formats for others.
extension `Accounts of a WorkMail directory` {
    @Suite struct `Formats of an export` {
        @Test(.requiresSlapd) func `every entry of an LDIF loads into slapd, odd names included`() async throws {
            try await Self.withOddNames { installation, names in
                let file = installation.folder + "/people.ldif"
                let written = try await installation.run(
                    "export", "--format", "ldif", "--base-dn", "ou=people,dc=example,dc=org", "--to", file)
                #expect(written.code == 0, "\(written.error)")
                let text = try String(contentsOfFile: file, encoding: .utf8)
                #expect(text.utf8.allSatisfy { $0 < 0x80 }, "ASCII throughout")
                #expect(text.split(separator: "\n").allSatisfy { $0.utf8.count <= 76 })
                try await Slapd.with { slapd in
                    let account = ["-x", "-H", slapd.url, "-D", slapd.adminDN, "-w", slapd.adminPassword]
                    let loaded = try await installation.run(
                        "/usr/bin/ldapadd", account + ["-f", file], input: "")
                    #expect(loaded.code == 0, "\(loaded.error)")
                    func entries(_ filter: String) async throws -> [String] {
                        let found = try await installation.run(
                            "/usr/bin/ldapsearch",
                            account + ["-LLL", "-o", "ldif-wrap=no", "-b", slapd.baseDN, filter],
                            input: "")
                        return found.output.components(separatedBy: "\n\n").filter { $0.hasPrefix("dn: ") }
                    }
                    #expect(try await entries("(objectClass=inetOrgPerson)").count == names.count)
                    let groups = try await entries("(objectClass=groupOfNames)")
                    #expect(groups.count == 2)
                    #expect(groups.contains { $0.contains("\nmember: employeeNumber=S-1-5-21-1-2-3-1000,ou=people") })
                    let people = try await entries("(objectClass=inetOrgPerson)").joined(separator: "\n")
                    for name in names where !name.utf8.contains(0) {
                        let encoded = Data(name.utf8).base64EncodedString()
                        let isThere = people.contains("\nuid: \(name)\n") || people.contains("\nuid:: \(encoded)\n")
                        #expect(isThere, "\(name.debugDescription)")
                    }
                    #expect(people.contains("\nmail: person0@example.com\n"))
                    #expect(people.contains("\ndescription: proxyAddresses=SMTP:person0@example.com\n"))
                }
            }
        }

        @Test func `SCIM resources are what RFC 7643 wants them to be`() async throws {
            try await Installation.withOwnDirectory { installation in
                try await installation.furnish(plain: 3)
                let outcome = try await installation.run("export", "--format", "scim")
                #expect(outcome.code == 0, "\(outcome.error)")
                let resources = try outcome.output.split(separator: "\n").map {
                    try JSONDecoder().decode(JSONValue.self, from: Data($0.utf8))
                }
                for resource in resources { #expect(SCIMCheck.problems(of: resource).isEmpty, "\(resource)") }
                let users = JSONValue.list(resources.filter { $0["userName"] != nil })
                let names = users.texts("userName")
                #expect(Set(names).count == users.items.count && !names.contains("eve"), "eve is DELETED")
                let ana = try #require(users.first("userName", "ana"))
                #expect(ana["active"] == .bool(true) && ana["emails"]?.items.count == 4)
                #expect(ana["addresses"]?.items.first?["country"] == nil, "“Portugal” is no code")
                #expect(users.first("userName", "bob")?["active"] == .bool(false))
                let members = JSONValue.list(resources.flatMap { $0["members"]?.items ?? [] }).texts("value")
                let ids = Set(JSONValue.list(resources).texts("id"))
                #expect(members.count == 5 && ids.isSuperset(of: members))
            }
        }

        @Test func `CSV has a row an account, and no formula`() async throws {
            try await Installation.withOwnDirectory { installation in
                try await installation.furnish(plain: 3)
                let outcome = try await installation.run("export", "--format", "csv")
                #expect(outcome.code == 0, "\(outcome.error)")
                let script = "import csv, json, sys; print(json.dumps(list(csv.DictReader(sys.stdin, strict=True))))"
                let read = try await installation.run(
                    "/usr/bin/python3", ["-c", script], input: outcome.output)
                let rows = try read.json()
                #expect(rows.items.count == 13 + 4, "\(read.error)")
                let ana = try #require(rows.first("name", "ana"))
                #expect(ana["firstName"]?.text == "'=cmd|' /C calc'!A0")
                #expect(ana["aliases"]?.text == "ana@example.org|press@example.com|Sales.Team@example.com")
                #expect(ana["lastName"]?.text == "Silva|Souza\\|x")
                #expect(ana["groups"]?.text == "Board")
                #expect(ana["displayName"]?.text?.contains("\\n") == true)
                #expect(rows.first("name", "eve")?["state"]?.text == "DELETED")
                #expect(rows.first("name", "bob")?["formerEmail"]?.text == "bob@example.com")
            }
        }

        /// An organization with a directory behind it, which may have any name.
        private static func withOddNames(_ body: (Installation, [String]) async throws -> Void) async throws {
            let directory = [
                "kind": "simple-ad", "url": "ldaps://127.0.0.9:9", "bind_name": "svc@corp.example.com",
                "password_file": "/nonexistent/password",
            ]
            let names = [
                "plain", "a,b+c=d", " leading", "trailing ", "#hash", "\"quoted\"", "back\\slash", "<angle>", ":colon",
                "semi;colon", "ümlaut", "İstanbul", "line\nfeed", "return\r", "nul\0byte", " ", "   ",
                "\u{1F469}\u{200D}\u{1F4BB}",
                "\u{202E}right to left", "e\u{301}", "\u{E9}", "Case", "case", "two  spaces", "two spaces", "=1+1",
                "dn: cn=other", String(repeating: "lang", count: 60), "\u{FEFF}bom", "\u{AD}", "\u{200B}", "\t",
            ]
            try await Installation.with(directory: directory, domains: "[example.com]") { installation in
                let users = try names.enumerated().map { index, name in
                    var profile = index == 1 ? Installation.oddProfile : MailProfile()
                    if index != 1 {
                        profile.displayName = name
                        profile.lastName = name
                        profile.telephone = ["+49 (30) 5", " - ", "☎", "1-2"][index % 4]
                        profile.street = name
                    }
                    let isEnabled = index.isMultiple(of: 2)
                    let user = MailUser(
                        id: EntityID("S-1-5-21-1-2-3-\(1000 + index)"), name: name, displayName: profile.displayName,
                        email: isEnabled ? try EmailAddress("person\(index)@example.com") : nil,
                        state: isEnabled ? .enabled : .disabled, enabledDate: isEnabled ? Date() : nil)
                    return RestoredUser(
                        details: MailUserDetails(user: user, profile: profile), source: .directory)
                }
                var group = RestoredGroup(
                    group: MailGroup(id: EntityID("S-1-5-21-1-2-3-2000"), name: "Ünited, \"+\"", state: .disabled),
                    source: .directory)
                group.members = users.map(\.details.user.id) + [EntityID("S-1-5-21-1-2-3-2001")]
                let empty = RestoredGroup(
                    group: MailGroup(id: EntityID("S-1-5-21-1-2-3-2001"), name: "Empty", state: .disabled),
                    source: .directory)
                try await installation.organization().restore(users: users, groups: [group, empty])
                try await body(installation, names)
            }
        }
    }
}

/// What RFC 7643 requires of users and groups (§3.1, §3.3, §4.1, §4.2).
enum SCIMCheck {
    private static let user = "urn:ietf:params:scim:schemas:core:2.0:User"
    private static let group = "urn:ietf:params:scim:schemas:core:2.0:Group"
    private static let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

    static func problems(of resource: JSONValue) -> [String] {
        var problems: [String] = []
        func require(_ isSo: Bool, _ words: String) { if !isSo { problems.append(words) } }
        let schemas = (resource["schemas"]?.items ?? []).compactMap(\.text)
        let isUser = schemas.contains(user)
        require(isUser != schemas.contains(group), "one core schema")
        require((resource["id"]?.text ?? "").isEmpty == false, "id")
        require(resource["meta"]?["resourceType"]?.text == (isUser ? "User" : "Group"), "meta.resourceType")
        let extensions = resource.keys.filter { $0.hasPrefix("urn:") }
        require(Set(schemas) == extensions.union([isUser ? user : group]), "schemas are those that are there")
        require(extensions.isSubset(of: [enterprise]), "extensions")
        let common: Set = ["schemas", "id", "externalId", "meta"]
        if isUser {
            require((resource["userName"]?.text ?? "").isEmpty == false, "userName")
            if case .bool = resource["active"] {} else { problems.append("active is a Boolean") }
            let known: Set = [
                "userName", "name", "displayName", "title", "active", "emails", "phoneNumbers", "addresses", "groups",
            ]
            require(resource.keys.subtracting(common).subtracting(extensions).isSubset(of: known), "attributes")
            if let emails = resource["emails"] {
                require(emails.items.count { $0["primary"] == .bool(true) } == 1, "exactly one primary address")
                require(emails.items.allSatisfy { $0["value"]?.text?.contains("@") == true }, "addresses")
                let types = Set(emails.items.compactMap { $0["type"]?.text })
                require(types.isSubset(of: ["work", "home", "other"]), "canonical types")
            }
            for address in resource["addresses"]?.items ?? [] {
                require(address["country"]?.text.map { $0.count == 2 } ?? true, "country is a code")
            }
        } else {
            require((resource["displayName"]?.text ?? "").isEmpty == false, "displayName")
            for member in resource["members"]?.items ?? [] {
                require(["User", "Group"].contains(member["type"]?.text ?? ""), "type of a member")
                require((member["value"]?.text ?? "").isEmpty == false, "value of a member")
            }
        }
        return problems
    }
}
