// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A password in memory. It does not print, compare, encode or interpolate: `description`, `debugDescription` and
/// `dump` all say `«secret»`. Its bytes are overwritten when the last copy goes.
public struct Secret: Sendable {
    private let storage: Storage

    /// The bytes as they go over the wire.
    public init(_ bytes: [UInt8]) {
        storage = Storage(bytes)
    }

    /// The text in UTF-8, exactly as given: nothing is trimmed or normalised.
    public init(_ text: String) {
        self.init(Array(text.utf8))
    }

    /// True for a password of no bytes. A simple bind with such a one is anonymous (RFC 4513 §5.1.2) and is refused.
    public var isEmpty: Bool { storage.bytes.isEmpty }

    /// Lends the bytes. They must not be kept beyond the closure.
    public func withBytes<T, Failure: Error>(_ body: ([UInt8]) throws(Failure) -> T) throws(Failure) -> T {
        try body(storage.bytes)
    }

    /// A class, so that there is one last owner to overwrite the bytes.
    private final class Storage: Sendable {
        // Only `deinit` writes it, when nobody else can see it.
        let bytes: [UInt8]

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
        }

        deinit {
            // The array is ours alone by now, so its own memory is overwritten. `bytes` itself cannot be written to:
            // a `var` would cost the checked `Sendable`.
            unsafe bytes.withUnsafeBytes { memory in
                if let start = unsafe UnsafeMutableRawPointer(mutating: memory.baseAddress) {
                    unsafe explicit_bzero(start, memory.count)
                }
            }
        }
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "«secret»" }
    public var debugDescription: String { "«secret»" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
