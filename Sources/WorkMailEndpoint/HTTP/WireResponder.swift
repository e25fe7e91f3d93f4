// SPDX-License-Identifier: Apache-2.0
import AWS
import Foundation
import Hummingbird
import HummingbirdCore
import NIOCore

/// From an HTTP request to a call, and from its answer to an HTTP response.
struct WireResponder: Sendable {
    let dispatcher: Dispatcher
    let settings: EndpointSettings

    /// Throws `ConnectionReset` where the connection is to end without an answer.
    func respond(to request: Request) async throws -> Response {
        let start = ContinuousClock.now
        let requestID = UUID().uuidString.lowercased()
        var operation = "?"
        func tell(_ status: Int, _ code: String?) {
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            settings.onAnswer?(
                AnsweredCall(
                    operation: operation, status: status, code: code, requestID: requestID, seconds: seconds))
        }
        try await dispatcher.faults.wait()
        var answer: WireAnswer
        do {
            let call = try await receive(request)
            operation = call.operation
            answer = try await dispatcher.answer(call)
        } catch let fault as ServiceFault {
            answer = WireAnswer(fault)
        } catch let reset as ConnectionReset {
            tell(0, "ConnectionReset")
            throw reset
        }
        tell(answer.status, answer.code)
        if request.method == .head { answer.body = Data() }
        return response(answer, requestID: requestID)
    }

    private func receive(_ request: Request) async throws -> ReceivedCall {
        guard request.uri.path == "/" else {
            throw ServiceFault("UnknownOperationException", "The service is at /.", status: 404)
        }
        guard request.method == .post else {
            throw ServiceFault("MethodNotAllowedException", "The service takes POST only.", status: 405)
        }
        let type = request.headers[.contentType]?.split(separator: ";").first.map { $0.lowercased() } ?? ""
        guard type == WireAnswer.json else {
            throw ServiceFault(
                "UnsupportedMediaTypeException", "The content type must be \(WireAnswer.json).", status: 415)
        }
        let body: Data
        do {
            body = Data(try await request.body.collect(upTo: settings.largestBody).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw ServiceFault(
                "RequestEntityTooLargeException", "A request has at most \(settings.largestBody) bytes.", status: 413)
        }
        var headers = request.headers.map { HTTPField($0.name.rawName, $0.value) }
        // HTTP/1.1's Host has become the authority on the way here.
        if let host = request.head.authority { headers.append(HTTPField("Host", host)) }
        return ReceivedCall(
            request: SignableRequest(
                method: request.method.rawValue, path: request.uri.path, query: request.uri.query ?? "",
                headers: headers, body: body),
            target: headers.first { $0.name.lowercased() == "x-amz-target" }?.value)
    }

    private func response(_ answer: WireAnswer, requestID: String) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = answer.contentType
        let offset = settings.faults.clockOffsetSeconds
        if offset != 0 { dispatcher.faults.dice.counts.count(.clock) }
        headers[.date] = HTTPDateText.text(settings.clock().addingTimeInterval(offset))
        Self.set("x-amzn-requestid", requestID, in: &headers)
        if let code = answer.code { Self.set("x-amzn-ErrorType", code, in: &headers) }
        return Response(
            status: .init(code: answer.status), headers: headers,
            body: answer.body.isEmpty ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    }

    private static func set(_ name: String, _ value: String, in headers: inout HTTPFields) {
        if let name = HTTPFields.Element.Name(name) { headers[name] = value }
    }
}
