// SPDX-License-Identifier: Apache-2.0
import Foundation
import FoundationXML

/// The few texts that an XML answer of STS has for us. Entities that a document declares itself are not resolved.
struct STSAnswer {
    private let texts: [String: String]

    /// `nil` for what is no XML.
    init?(_ body: Data) {
        // STS uses none, and declared entities are how a short document becomes a very long one.
        guard body.firstRange(of: Data("<!DOCTYPE".utf8)) == nil else { return nil }
        let parser = XMLParser(data: body)
        let collector = Collector()
        parser.delegate = collector
        guard parser.parse() else { return nil }
        texts = collector.texts
    }

    var code: String? { texts["Code"] }

    /// The service's words about a refusal.
    var refusal: String? {
        guard let code else { return nil }
        return [texts["Message"], "(\(code)" + (texts["RequestId"].map { ", request \($0)" } ?? "") + ")"]
            .compactMap(\.self).joined(separator: " ")
    }

    func credentials(source: String) -> AWSCredentials? {
        guard let id = texts["AccessKeyId"], let secret = texts["SecretAccessKey"],
            let token = texts["SessionToken"], let end = texts["Expiration"].flatMap(ISO8601Date.date)
        else { return nil }
        return AWSCredentials(
            accessKeyID: id, secretAccessKey: secret, sessionToken: token, expiration: end, source: source)
    }

    private final class Collector: NSObject, XMLParserDelegate {
        static let wanted: Set = [
            "AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration", "Code", "Message", "RequestId",
        ]
        var texts: [String: String] = [:]
        private var text = ""

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) { text = "" }

        func parser(_ parser: XMLParser, foundCharacters characters: String) { text += characters }

        func parser(
            _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
        ) {
            if Self.wanted.contains(name) { texts[name] = text.trimmingCharacters(in: .whitespacesAndNewlines) }
            text = ""
        }
    }
}
