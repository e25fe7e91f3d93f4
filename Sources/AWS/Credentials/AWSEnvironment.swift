// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// What the search for credentials, Region and endpoint reads of the world: given from outside, so that it can be another.
public struct AWSEnvironment: Sendable {
    public var variables: [String: String]
    /// The folder that `~` means.
    public var home: String
    /// A file's bytes; throws as Foundation does where there is none.
    public var readFile: @Sendable (_ path: String) throws -> Data
    public var now: @Sendable () -> Date

    public init(
        variables: [String: String], home: String,
        readFile: @escaping @Sendable (String) throws -> Data = { try Data(contentsOf: URL(filePath: $0)) },
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.variables = variables
        self.home = home
        self.readFile = readFile
        self.now = now
    }

    /// This process's.
    public static var process: Self {
        Self(variables: ProcessInfo.processInfo.environment, home: NSHomeDirectory())
    }

    /// A variable that is set, and not to nothing.
    public subscript(name: String) -> String? {
        guard let value = variables[name], !value.isEmpty else { return nil }
        return value
    }

    /// `~/` at the beginning is the home folder.
    func expanded(_ path: String) -> String {
        path.hasPrefix("~/") ? home + path.dropFirst() : path
    }
}
