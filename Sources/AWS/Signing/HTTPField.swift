// SPDX-License-Identifier: Apache-2.0

/// One header of a request; a name may occur more than once.
public struct HTTPField: Hashable, Sendable {
    /// As it is sent; compared without regard to case.
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

extension [HTTPField] {
    /// The first value of that name, whatever its case.
    func first(_ name: String) -> String? {
        let name = name.lowercased()
        return first { $0.name.lowercased() == name }?.value
    }
}
