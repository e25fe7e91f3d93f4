// SPDX-License-Identifier: Apache-2.0

/// A refusal in the service's own words: its error shape and message, unchanged.
///
/// A struct over the service's name: the list of errors is not ours to close.
public struct MailOrganizationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The error shape's name, such as `EntityNotFoundException`.
    public struct Code: RawRepresentable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let invalidParameter = Code(rawValue: "InvalidParameterException")
        public static let organizationNotFound = Code(rawValue: "OrganizationNotFoundException")
        public static let organizationState = Code(rawValue: "OrganizationStateException")
        public static let entityNotFound = Code(rawValue: "EntityNotFoundException")
        public static let entityState = Code(rawValue: "EntityStateException")
        public static let entityAlreadyRegistered = Code(rawValue: "EntityAlreadyRegisteredException")
        public static let emailAddressInUse = Code(rawValue: "EmailAddressInUseException")
        public static let mailDomainNotFound = Code(rawValue: "MailDomainNotFoundException")
        public static let mailDomainState = Code(rawValue: "MailDomainStateException")
        public static let mailDomainInUse = Code(rawValue: "MailDomainInUseException")
        public static let nameAvailability = Code(rawValue: "NameAvailabilityException")
        public static let reservedName = Code(rawValue: "ReservedNameException")
        public static let invalidPassword = Code(rawValue: "InvalidPasswordException")
        public static let unsupportedOperation = Code(rawValue: "UnsupportedOperationException")
        public static let directoryServiceAuthenticationFailed = Code(
            rawValue: "DirectoryServiceAuthenticationFailedException")
        public static let directoryUnavailable = Code(rawValue: "DirectoryUnavailableException")
        public static let directoryInUse = Code(rawValue: "DirectoryInUseException")
        public static let limitExceeded = Code(rawValue: "LimitExceededException")
        public static let resourceNotFound = Code(rawValue: "ResourceNotFoundException")
        public static let tooManyTags = Code(rawValue: "TooManyTagsException")
        public static let invalidConfiguration = Code(rawValue: "InvalidConfigurationException")
        public static let invalidCustomSesConfiguration = Code(rawValue: "InvalidCustomSesConfigurationException")

        /// None of the service's: it took a change and does not show it within the time that it may take. Whether it was
        /// made is seen by the next run.
        public static let notShown = Code(rawValue: "NotShownYet")
        /// None of the service's: it failed again and again at one change, and looking shows that it was not made.
        public static let serviceFailed = Code(rawValue: "ServiceFailed")

        /// Every error of the service's model. What is none of them (AccessDeniedException, ThrottlingException …) is about
        /// the caller or the service, and not about what was asked for.
        public var isModelled: Bool { Self.modelled.contains(self) }

        private static let modelled: Set<Code> = [
            .invalidParameter, .organizationNotFound, .organizationState, .entityNotFound, .entityState,
            .entityAlreadyRegistered, .emailAddressInUse, .mailDomainNotFound, .mailDomainState, .mailDomainInUse,
            .nameAvailability, .reservedName, .invalidPassword, .unsupportedOperation,
            .directoryServiceAuthenticationFailed, .directoryUnavailable, .directoryInUse, .limitExceeded,
            .resourceNotFound, .tooManyTags, .invalidConfiguration, .invalidCustomSesConfiguration, .notShown,
        ]

        /// So that a caller may write `catch MailOrganizationError.Code.entityNotFound`.
        public static func ~= (code: Code, error: any Error) -> Bool {
            (error as? MailOrganizationError)?.code == code
        }
    }

    public var code: Code
    /// The operation that was refused, such as `RegisterToWorkMail`.
    public var operation: String
    /// The service's message.
    public var message: String
    /// What the service calls the request, for whoever asks its support; none of an organization that is asked directly.
    public var requestID: String?

    public init(_ code: Code, operation: String, message: String, requestID: String? = nil) {
        self.code = code
        self.operation = operation
        self.message = message
        self.requestID = requestID
    }

    public var description: String {
        "\(operation): \(message) (\(code.rawValue)\(requestID.map { ", request \($0)" } ?? ""))"
    }
}
