// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation
import WorkMail

/// The DNS records that GetMailDomain asks the owner of a domain to publish, of the kinds that the service asks for:
/// ownership, receiving, autodiscovery and DKIM. Their values are made up, and the same each time.
enum MailDomainRecords {
    static func all(of domain: String, region: String, organization: String) -> [API.DnsRecord] {
        let ownership = API.DnsRecord("TXT", "_amazonses.\(domain).", token("ownership", organization, domain))
        let mail = [
            API.DnsRecord("MX", "\(domain).", "10 inbound-smtp.\(region).amazonaws.com."),
            API.DnsRecord("CNAME", "autodiscover.\(domain).", "autodiscover.mail.\(region).awsapps.com."),
        ]
        let dkim = (1...3).map { number in
            let key = token("dkim\(number)", organization, domain)
            return API.DnsRecord("CNAME", "\(key)._domainkey.\(domain).", "\(key).dkim.amazonses.com.")
        }
        let policies = [
            API.DnsRecord("TXT", "\(domain).", "v=spf1 include:amazonses.com ~all"),
            API.DnsRecord("TXT", "_dmarc.\(domain).", "v=DMARC1;p=quarantine;pct=100;fo=1"),
        ]
        return [ownership] + mail + dkim + policies
    }

    private static func token(_ parts: String...) -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)
        let digest = SHA256.hash(data: Data(parts.joined(separator: "\n").utf8))
        return String(decoding: digest.map { letters[Int($0 & 31)] }, as: UTF8.self)
    }
}
