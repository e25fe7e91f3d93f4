// SPDX-License-Identifier: Apache-2.0

/// Who may call the endpoint.
public struct AccessKeys: Sendable {
    /// One access key, as the clients have it.
    public struct Key: Sendable {
        public var id: String
        public var secret: String
        /// For temporary credentials: what has to be sent with the id.
        public var sessionToken: String?

        public init(id: String, secret: String, sessionToken: String? = nil) {
            self.id = id
            self.secret = secret
            self.sessionToken = sessionToken
        }
    }

    public let keys: [Key]

    public init(_ keys: [Key]) { self.keys = keys }

    /// One made-up key, as long as those of the service.
    public static func random() -> AccessKeys {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        let secret = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        return AccessKeys([
            Key(
                id: "AKIA" + String((0..<16).map { _ in letters[Int.random(in: letters.indices)] }),
                secret: String((0..<40).map { _ in secret[Int.random(in: secret.indices)] }))
        ])
    }
}

extension AccessKeys.Key: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "access key \(id)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}
