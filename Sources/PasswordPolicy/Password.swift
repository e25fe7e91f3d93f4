// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A password in memory, as the bytes of its UTF-8 form, exactly as it was typed: nothing is trimmed or normalised.
///
/// It does not print, compare, hash or encode: whatever is made of it for people says `Password`. A class, so that
/// there is one last reference, and when that goes, the bytes are overwritten.
public final class Password: Sendable {
    // Made here and never handed out as an array, so it has one owner. Only `deinit` writes it, when nobody else can
    // see it: a `var` would cost the checked `Sendable`.
    private let bytes: [UInt8]

    /// Takes a copy of the bytes and overwrites the argument. The caller's own copy, if one was kept, stays as it is:
    /// hand it over with `consume`.
    public init(utf8 source: consuming [UInt8]) {
        bytes = unsafe source.withUnsafeBytes { unsafe Array($0) }
        unsafe source.withUnsafeMutableBytes { memory in
            if let start = memory.baseAddress { unsafe explicit_bzero(start, memory.count) }
        }
    }

    deinit {
        unsafe bytes.withUnsafeBytes { memory in
            if let start = unsafe UnsafeMutableRawPointer(mutating: memory.baseAddress) {
                unsafe explicit_bzero(start, memory.count)
            }
        }
    }

    /// True for a password of no bytes.
    public var isEmpty: Bool { bytes.isEmpty }

    /// Lends the bytes of the UTF-8 form, for whatever has to hash or send them. A span cannot be kept beyond the
    /// closure; a copy that is made of it is the closure's to overwrite.
    public func withBytes<T, Failure: Error>(_ body: (Span<UInt8>) throws(Failure) -> T) throws(Failure) -> T {
        // Swift 6.3 has a span depend on a variable, and takes a stored property for none.
        let bytes = bytes
        return try body(bytes.span)
    }

    /// Shows the Unicode scalar values one by one, from the first: what password policies count, and never `Character`,
    /// for which two spellings of é are one. Bytes that are not UTF-8 come as U+FFFD.
    public func forEachUnicodeScalar(_ body: (Unicode.Scalar) -> Void) {
        var rest = bytes.makeIterator()
        var decoder = UTF8()
        while true {
            switch decoder.decode(&rest) {
            case .scalarValue(let scalar): body(scalar)
            case .error: body("\u{FFFD}")
            case .emptyInput: return
            }
        }
    }

    /// Whether the bytes are UTF-8. Of others nobody can say which characters they are.
    public var isText: Bool {
        var rest = bytes.makeIterator()
        var decoder = UTF8()
        while true {
            switch decoder.decode(&rest) {
            case .scalarValue: continue
            case .error: return false
            case .emptyInput: return true
            }
        }
    }

    /// How many Unicode scalar values satisfy a condition; all of them without one.
    public func countOfUnicodeScalars(where isCounted: (Unicode.Scalar) -> Bool = { _ in true }) -> Int {
        var count = 0
        forEachUnicodeScalar { count += isCounted($0) ? 1 : 0 }
        return count
    }
}

extension Password: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "Password" }
    public var debugDescription: String { "Password" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
