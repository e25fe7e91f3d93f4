// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

/// One list for every target: a rule that holds in one room holds in all of them.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let keyDerivation = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let certificates = Target.Dependency.product(name: "X509", package: "swift-certificates")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioTLS = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

/// A target exists because something must *not* be imported there: see the table in CONTRIBUTING.md.
let package = Package(
    name: "workmail-sync",
    products: [
        .executable(name: "workmail-sync", targets: ["workmail-sync"]),
        .executable(name: "workmail-local", targets: ["workmail-local"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.14.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        .target(name: "CPOSIX"),
        .systemLibrary(name: "CLDAP", providers: [.apt(["libldap-dev"])]),
        .target(name: "LDAP", dependencies: ["CLDAP", asn1, certificates], swiftSettings: settings),
        .target(name: "PasswordPolicy", swiftSettings: settings),
        .target(name: "Directory", dependencies: ["LDAP", "PasswordPolicy"], swiftSettings: settings),
        .target(
            name: "AWS", dependencies: [crypto, httpClient, nio, nioHTTP, nioTLS, subprocess], swiftSettings: settings),
        .target(
            name: "WorkMail", dependencies: ["AWS", "PasswordPolicy", grdb, crypto, keyDerivation],
            swiftSettings: settings),
        .target(
            name: "WorkMailEndpoint",
            dependencies: [
                "WorkMail", "AWS", "PasswordPolicy", crypto, hummingbird, hummingbirdCore, hummingbirdTLS, nio,
                nioPosix,
                nioTLS, lifecycle, signals, logging,
            ],
            swiftSettings: settings),
        .target(
            name: "Sync", dependencies: ["Directory", "WorkMail", "PasswordPolicy", grdb, crypto],
            swiftSettings: settings),
        .executableTarget(
            name: "workmail-sync",
            dependencies: [
                "CPOSIX", "Sync", "Directory", "WorkMail", "AWS", "PasswordPolicy", arguments, configuration, "Yams",
                "SwiftCSV", lifecycle, signals, logging, hummingbird, nio, subprocess, system,
            ],
            swiftSettings: settings),

        .executableTarget(
            name: "workmail-local",
            dependencies: ["WorkMailEndpoint", "WorkMail", "AWS", "Directory", "Sync", arguments],
            swiftSettings: settings),

        // Tests. `TestSupport` starts the real servers; nothing of it is linked into the product.
        .target(
            name: "TestSupport",
            dependencies: [
                "CPOSIX", "LDAP", "Directory", "PasswordPolicy", "WorkMail", "WorkMailEndpoint", "AWS", "Sync",
                subprocess,
            ],
            path: "Tests/TestSupport", swiftSettings: settings),
        .testTarget(name: "LDAPTests", dependencies: ["LDAP", "TestSupport", subprocess], swiftSettings: settings),
        .testTarget(
            name: "DirectoryTests", dependencies: ["Directory", "LDAP", "PasswordPolicy", "TestSupport"],
            swiftSettings: settings),
        .testTarget(name: "PasswordPolicyTests", dependencies: ["PasswordPolicy"], swiftSettings: settings),
        .testTarget(
            name: "WorkMailTests", dependencies: ["WorkMail", "PasswordPolicy", "TestSupport", grdb],
            exclude: ["Files"],
            swiftSettings: settings),
        .testTarget(name: "AWSTests", dependencies: ["AWS", "TestSupport", subprocess], swiftSettings: settings),
        .testTarget(
            name: "WorkMailEndpointTests",
            dependencies: [
                "WorkMailEndpoint", "workmail-local", "WorkMail", "AWS", "PasswordPolicy", "TestSupport", subprocess,
                arguments,
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "CrashingSync", dependencies: ["Sync", "Directory", "LDAP", "WorkMail"], path: "Tests/CrashingSync",
            swiftSettings: settings),
        .testTarget(
            name: "SyncTests",
            dependencies: [
                "Sync", "Directory", "LDAP", "PasswordPolicy", "WorkMail", "WorkMailEndpoint", "AWS", "TestSupport",
                "CrashingSync", subprocess, grdb,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "CPOSIX", "workmail-sync", "TestSupport", "Directory", "LDAP", "Sync", "WorkMail", "WorkMailEndpoint",
                "PasswordPolicy", subprocess, logging, grdb, arguments,
            ],
            swiftSettings: settings),
        // `make benchmark`
        .executableTarget(
            name: "ImportBenchmark", dependencies: ["Sync", "Directory", "LDAP", "WorkMail", arguments, subprocess],
            path: "Tests/ImportBenchmark", exclude: ["run", "change-everybody"], swiftSettings: settings),
        .executableTarget(
            name: "DaemonBenchmark", dependencies: ["Sync", "Directory", "LDAP", "WorkMail", arguments],
            path: "Tests/DaemonBenchmark", exclude: ["run"], swiftSettings: settings),
        .executableTarget(
            name: "OrganizationBenchmark", dependencies: ["WorkMail", "AWS", arguments, subprocess],
            path: "Tests/OrganizationBenchmark", exclude: ["run", "boto3-read"], swiftSettings: settings),
    ]
)
