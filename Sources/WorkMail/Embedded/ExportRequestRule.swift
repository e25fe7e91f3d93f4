// SPDX-License-Identifier: Apache-2.0

extension MailboxExportRequest {
    /// Throws `invalidParameter` for what the API's shapes do not take.
    func check(for operation: String) throws(MailOrganizationError) {
        let description = description ?? ""
        let faults: [(isFault: Bool, text: String)] = [
            (
                !Self.has(clientToken, 1...128) { ("\u{21}"..."\u{7E}").contains($0) },
                "ClientToken has 1 to 128 visible ASCII characters"
            ),
            (description.unicodeScalars.count > 1023, "Description has at most 1,023 characters"),
            (
                !Self.isARN(roleARN, of: "iam"),
                "RoleArn has 20 to 2,048 characters and begins with arn:aws:iam:"
            ),
            (
                !Self.isARN(kmsKeyARN, of: "kms"),
                "KmsKeyArn has 20 to 2,048 characters and begins with arn:aws:kms:"
            ),
            (
                !Self.has(s3BucketName, 1...63) { $0.isASCIIAlphanumeric || $0 == "." || $0 == "-" },
                "S3BucketName has 1 to 63 ASCII letters, digits, dots and hyphens"
            ),
            (
                !Self.has(s3Prefix, 1...1023) {
                    $0.isASCIIAlphanumeric || "!_.*'()/-".unicodeScalars.contains($0)
                }, "S3Prefix has 1 to 1,023 ASCII letters, digits and characters of !_.*'()/-"
            ),
        ]
        guard let fault = faults.first(where: \.isFault) else { return }
        throw MailOrganizationError(.invalidParameter, operation: operation, message: fault.text)
    }

    /// Whether two requests ask for the same, byte by byte.
    func isSame(as other: MailboxExportRequest) -> Bool {
        func bytes(_ request: MailboxExportRequest) -> [[UInt8]] {
            [
                request.clientToken, request.entity.value, request.description ?? "", request.roleARN,
                request.kmsKeyARN, request.s3BucketName, request.s3Prefix,
            ].map { Array($0.utf8) }
        }
        return bytes(self) == bytes(other)
    }

    private static func has(
        _ text: String, _ length: ClosedRange<Int>, _ isTaken: (Unicode.Scalar) -> Bool
    ) -> Bool {
        length.contains(text.unicodeScalars.count) && text.unicodeScalars.allSatisfy(isTaken)
    }

    private static func isARN(_ text: String, of service: String) -> Bool {
        has(text, 20...2048) { ("\u{21}"..."\u{7E}").contains($0) } && text.hasPrefix("arn:aws:\(service):")
    }
}
