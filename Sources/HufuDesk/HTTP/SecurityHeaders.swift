#if Desk
    internal import HTTPTypes

    /// The fields that each answer has.
    enum SecurityHeaders {
        /// The page is this desk's own files: no script or style from elsewhere, none in line, and no frame around it.
        private static let contentPolicy = [
            "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' blob: data:",
            "media-src 'self' blob:", "connect-src 'self'", "manifest-src 'self'", "form-action 'self'",
            "base-uri 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'",
        ].joined(separator: "; ")
        private static let permissions = [
            "camera=(self)", "microphone=()", "geolocation=()", "payment=()", "usb=()", "serial=()", "hid=()",
            "display-capture=()", "browsing-topics=()",
        ].joined(separator: ", ")

        private static let fields: HTTPFields = [
            .contentSecurityPolicy: contentPolicy,
            .permissionsPolicy: permissions,
            // With `no-referrer` browsers would send `Origin: null` with the form of the page.
            .referrerPolicy: "same-origin",
            .xContentTypeOptions: "nosniff",
            .frameOptions: "DENY",
            .openerPolicy: "same-origin",
            .embedderPolicy: "require-corp",
            .resourcePolicy: "same-origin",
        ]

        /// Adds the fields, and keeps answers out of caches unless they say otherwise.
        static func add(to headers: inout HTTPFields) {
            headers.append(contentsOf: fields)
            if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
        }
    }
#endif
