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
        var call: ReceivedCall?
        let answer: WireAnswer
        try await dispatcher.faults.wait()
        do {
            let received = try await receive(request)
            call = received
            answer = try await dispatcher.answer(received)
        } catch let fault as ServiceFault {
            answer = WireAnswer(fault)
        }
        let requestID = UUID().uuidString.lowercased()
        settings.onAnswer?(
            AnsweredCall(
                operation: call?.operation ?? "?", status: answer.status, code: answer.code, requestID: requestID,
                seconds: (ContinuousClock.now - start) / .seconds(1)))
        return response(answer, requestID: requestID)
    }

    private func receive(_ request: Request) async throws -> ReceivedCall {
        guard request.uri.path == "/" else { throw ServiceFault("UnknownOperationException", "", status: 404) }
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
        headers[.date] = HTTPDateText.text(settings.clock().addingTimeInterval(settings.faults.clockOffsetSeconds))
        headers[.init("x-amzn-requestid")!] = requestID
        if let code = answer.code { headers[.init("x-amzn-ErrorType")!] = code }
        return Response(
            status: .init(code: answer.status), headers: headers,
            body: answer.body.isEmpty ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    }
}
