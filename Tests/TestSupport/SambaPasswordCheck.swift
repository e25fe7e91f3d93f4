// SPDX-License-Identifier: Apache-2.0
import Foundation

/// What Samba's own functions say about passwords, asked without a domain controller: `Tests/Lab/samba-password-check`.
public enum SambaPasswordCheck {
    public enum Answer: String, Sendable {
        case accepted
        case tooShort = "too-short"
        case notComplex = "not-complex"
    }

    public struct Question: Sendable {
        public var password: String
        public var minimumLength: Int
        public var isComplexityRequired: Bool

        public init(password: String, minimumLength: Int, isComplexityRequired: Bool) {
            self.password = password
            self.minimumLength = minimumLength
            self.isComplexityRequired = isComplexityRequired
        }
    }

    /// One answer a question; `nil` for a version of Samba whose function is not known.
    public static func answers(to questions: [Question]) async throws -> [Answer]? {
        let input = questions.map { question in
            let hex = question.password.utf16.map { String(UInt32($0.byteSwapped) | 0x1_0000, radix: 16).dropFirst() }
                .joined()
            return "\(hex) \(question.isComplexityRequired ? 1 : 0) \(question.minimumLength)\n"
        }.joined()
        let lines = try await run("verdicts", input: input).split(separator: "\n")
        if lines == ["unknown version"] { return nil }
        let answers = lines.compactMap { Answer(rawValue: String($0)) }
        guard answers.count == questions.count else {
            throw LabFailure(command: "samba-password-check", message: "\(Set(lines).count) kinds of answers")
        }
        return answers
    }

    /// The code points that Samba takes for upper-case letters, and for lower-case ones.
    public static func letterCase() async throws -> (upper: Set<UInt32>, lower: Set<UInt32>) {
        let sets = try await run("case").split(separator: "\n").map { line in
            Set(line.split(separator: " ").compactMap { UInt32($0) })
        }
        guard sets.count == 2 else { throw LabFailure(command: "samba-password-check", message: "no tables") }
        return (sets[0], sets[1])
    }

    private static func run(_ mode: String, input: String = "") async throws -> String {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return try await finished(
            "env", [folder.appending(path: "Lab/samba-password-check").path, mode], input: input)
    }
}
