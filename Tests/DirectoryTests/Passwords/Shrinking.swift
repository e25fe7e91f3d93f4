// SPDX-License-Identifier: Apache-2.0

/// The shortest text that still fails, and of these the plainest: parts are left out while it goes on failing, large ones
/// first, and what remains is replaced by a letter where that fails too.
func shortest(_ text: String, failing: (String) async throws -> Bool) async rethrows -> String {
    var scalars = Array(text.unicodeScalars)
    func fails(_ candidate: [Unicode.Scalar]) async throws -> Bool {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: candidate)
        return try await failing(String(view))
    }
    var size = max(1, scalars.count / 2)
    while true {
        var start = 0
        var hasShrunk = false
        while start < scalars.count {
            var candidate = scalars
            candidate.removeSubrange(start..<min(start + size, scalars.count))
            if try await fails(candidate) {
                scalars = candidate
                hasShrunk = true
            } else {
                start += size
            }
        }
        if size > 1 { size /= 2 } else if !hasShrunk { break }
    }
    for index in scalars.indices {
        for plain in "aA1!".unicodeScalars where scalars[index] != plain {
            var candidate = scalars
            candidate[index] = plain
            if try await fails(candidate) {
                scalars = candidate
                break
            }
        }
    }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
}
