// SPDX-License-Identifier: Apache-2.0

/// `DeviceId` of the API: 1 to 32 ASCII letters and digits. Compared without case, in the file by NOCASE.
enum DeviceIDRule {
    /// Throws `invalidParameter` with the reason.
    static func check(_ deviceID: String, for operation: String) throws(MailOrganizationError) {
        let scalars = deviceID.unicodeScalars
        guard (1...32).contains(scalars.count), scalars.allSatisfy(\.isASCIIAlphanumeric) else {
            throw MailOrganizationError(
                .invalidParameter, operation: operation,
                message: "a device id has 1 to 32 ASCII letters and digits and nothing else")
        }
    }
}
