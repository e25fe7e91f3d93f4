// SPDX-License-Identifier: Apache-2.0

// The shapes of the model that requests use, under the model's names. Source: the service's API model, 2017-10-01.
extension Shape {
    static let organizationID = Shape.string(
        34...34,
        Pattern("m-[0-9a-f]{32}") { $0.hasPrefix("m-") && $0.unicodeScalars.dropFirst(2).allSatisfy(\.isLowercaseHex) })
    static let workMailIdentifier = Shape.string(12...256)
    static let entityIdentifier = Shape.string(
        1...256, .every("[a-zA-Z0-9._%+@-]+") { $0.isASCIIAlphanumeric || "._%+@-".unicodeScalars.contains($0) })
    static let emailAddress = Shape.string(
        1...254, Pattern("[a-zA-Z0-9._%+-]{1,64}@[a-zA-Z0-9.-]+\\.[a-zA-Z-]{2,}") { (try? EmailAddress($0)) != nil })
    static let userName = Shape.string(
        1...64,
        Pattern("[\\w\\-.]+(@[a-zA-Z0-9.\\-]+\\.[a-zA-Z0-9-]{2,})?") { UserNameRule(limit: 64).fault(of: $0) == nil })
    static let userAttribute = Shape.string(0...256)
    static let password = Shape.string(0...256, latin1)
    static let groupName = Shape.string(1...256, latin1)
    static let string = Shape.string(0...256)
    static let mailboxQuota = Shape.integer(1...Int(Int32.max))
    static let maxResults = Shape.integer(1...100)
    static let nextToken = Shape.string(1...1024)
    static let workMailDomainName = Shape.string(
        3...209, .every("[a-zA-Z0-9.-]+") { $0.isASCIIAlphanumeric || $0 == "." || $0 == "-" })
    static let identityProviderUserID = Shape.string(1...47, identityProviderUser)
    static let identityProviderUserIDForUpdate = Shape.string(
        0...47, Pattern("^$|" + identityProviderUser.text) { $0.isEmpty || identityProviderUser.matches($0) })
    static let identityProviderUserIDPrefix = Shape.string(1...47, .every("[A-Fa-f0-9-]+") { $0.isHex || $0 == "-" })
    static let deviceID = Shape.string(1...32, .every("[A-Za-z0-9]+", \.isASCIIAlphanumeric))
    static let mobileDeviceAccessRuleDescription = Shape.string(1...256)
    static let mailboxExportJobID = Shape.string(
        1...63, .every("[A-Za-z0-9-]+") { $0.isASCIIAlphanumeric || $0 == "-" })
    static let idempotencyClientToken = Shape.string(1...128, .every("[\\x21-\\x7e]+") { ("!"..."~").contains($0) })
    static let description = Shape.string(0...1023)
    static let roleARN = Shape.string(20...2048, arn(of: "iam"))
    static let kmsKeyARN = Shape.string(20...2048, arn(of: "kms"))
    static let s3BucketName = Shape.string(
        1...63, .every("[A-Za-z0-9.-]+") { $0.isASCIIAlphanumeric || $0 == "." || $0 == "-" })
    static let s3ObjectKey = Shape.string(
        1...1023, .every("[A-Za-z0-9!_.*'()/-]+") { $0.isASCIIAlphanumeric || "!_.*'()/-".unicodeScalars.contains($0) })

    static let entityState = Shape.oneOf(["ENABLED", "DISABLED", "DELETED"])
    static let userRole = Shape.oneOf(["USER", "RESOURCE", "SYSTEM_USER", "REMOTE_USER"])
    static let permissionType = Shape.oneOf(["FULL_ACCESS", "SEND_AS", "SEND_ON_BEHALF"])
    static let mobileDeviceAccessRuleEffect = Shape.oneOf(["ALLOW", "DENY"])

    private static let latin1 = Pattern.every("[\\u0020-\\u00FF]+") { (0x20...0xFF).contains($0.value) }

    private static let identityProviderUser = Pattern(
        "([0-9a-f]{10}-|)[A-Fa-f0-9]{8}(-[A-Fa-f0-9]{4}){3}-[A-Fa-f0-9]{12}"
    ) { text in
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let lengths = parts.map(\.unicodeScalars.count)
        return (lengths == [8, 4, 4, 4, 12] || lengths == [10, 8, 4, 4, 4, 12])
            && parts.allSatisfy { $0.unicodeScalars.allSatisfy(\.isHex) }
    }

    private static func arn(of service: String) -> Pattern {
        Pattern("arn:aws:\(service):[a-z0-9-]*:[a-z0-9-]+:[A-Za-z0-9][A-Za-z0-9:_/+=,@.-]{0,1023}") { text in
            let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
            guard parts.count == 6, parts[0] == "arn", parts[1] == "aws", parts[2] == service, !parts[4].isEmpty,
                let first = parts[5].unicodeScalars.first, first.isASCIIAlphanumeric
            else { return false }
            return parts[5].unicodeScalars.allSatisfy {
                $0.isASCIIAlphanumeric || ":_/+=,@.-".unicodeScalars.contains($0)
            }
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isLowercaseHex: Bool { ("0"..."9").contains(self) || ("a"..."f").contains(self) }
    fileprivate var isHex: Bool { isLowercaseHex || ("A"..."F").contains(self) }
}
