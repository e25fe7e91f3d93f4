// SPDX-License-Identifier: Apache-2.0
import WorkMail

/// A refusal as it goes over the wire: error shape, message and HTTP status.
struct ServiceFault: Error {
    var code: String
    var message: String
    /// 400 for every modelled error; 5xx where the service itself has failed.
    var status = 400

    init(_ code: String, _ message: String, status: Int = 400) {
        self.code = code
        self.message = message
        self.status = status
    }

    init(_ code: MailOrganizationError.Code, _ message: String) { self.init(code.rawValue, message) }

    static func invalidParameter(_ message: String) -> ServiceFault { ServiceFault(.invalidParameter, message) }

    static func serialization(_ message: String) -> ServiceFault { ServiceFault("SerializationException", message) }

    static func unknownOperation(_ target: String) -> ServiceFault {
        ServiceFault("UnknownOperationException", "The operation \(target) is not known.")
    }

    /// What a caller is told about any error. What is no refusal of the organization stays here: it may name files.
    init(_ error: any Error) {
        switch error {
        case let fault as ServiceFault: self = fault
        case let refusal as MailOrganizationError: self.init(refusal.code, refusal.message)
        case let fault as EmailAddressFault: self.init(.invalidParameter, fault.description)
        case let fault as WireFault:
            switch fault {
            case .type: self = .serialization(fault.description)
            case .constraint: self = .invalidParameter(fault.description)
            }
        case let failure as EmbeddedOrganizationFailure where failure.isTransient:
            self.init("ServiceUnavailableException", "The service is busy; try again.", status: 503)
        default: self.init("InternalFailure", "The request failed because of an internal error.", status: 500)
        }
    }
}
