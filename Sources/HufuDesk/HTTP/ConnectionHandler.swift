#if Desk
    internal import HTTPTypes
    internal import Hufu
    internal import NIOCore
    internal import NIOHTTPTypes
    internal import Synchronization

    /// A body that did not arrive in time.
    struct SlowRequestError: Error {}

    /// Watches one connection: it ends requests whose body is slow and clients that do not read, and closes the
    /// connection after an answer with `Connection: close`.
    ///
    /// The time of headers is that of Hummingbird's idle time, which counts from the connection or the last answer.
    final class ConnectionHandler: ChannelDuplexHandler, RemovableChannelHandler {
        typealias InboundIn = HTTPRequestPart
        typealias InboundOut = HTTPRequestPart
        typealias OutboundIn = HTTPResponsePart
        typealias OutboundOut = HTTPResponsePart

        /// The time in which a client may send the rest of a body that was refused, so that it reads the answer.
        private static let lingering = TimeAmount.seconds(2)

        private let table: ConnectionTable
        private let bodyTime: TimeAmount
        private var isReading = false
        private var isClosing = false
        private var deadline: Scheduled<Void>?
        private var stall: Scheduled<Void>?

        init(_ table: ConnectionTable, bodyTime: TimeAmount) {
            self.table = table
            self.bodyTime = bodyTime
        }

        func handlerAdded(context: ChannelHandlerContext) {
            if context.channel.isActive { table.add(context.channel) }
        }

        func channelActive(context: ChannelHandlerContext) {
            table.add(context.channel)
            context.fireChannelActive()
        }

        func channelInactive(context: ChannelHandlerContext) {
            table.remove(context.channel)
            deadline?.cancel()
            stall?.cancel()
            context.fireChannelInactive()
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head:
                isReading = true
                table.mark(context.channel, isBusy: true)
            case .body: if isClosing { return }
            case .end:
                isReading = false
                deadline?.cancel()
                deadline = nil
            }
            context.fireChannelRead(data)
        }

        /// A request that is here as a whole needs no deadline.
        func channelReadComplete(context: ChannelHandlerContext) {
            if isReading, deadline == nil, !isClosing {
                deadline = schedule(context, bodyTime) { handler, context in
                    guard handler.isReading else { return }
                    context.fireErrorCaught(SlowRequestError())
                }
            }
            context.fireChannelReadComplete()
        }

        func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
            switch unwrapOutboundIn(data) {
            case .head(let head):
                isClosing = head.headerFields[.connection] == "close"
                context.write(data, promise: promise)
            case .body: context.write(data, promise: promise)
            case .end:
                table.mark(context.channel, isBusy: false)
                guard isClosing else { return context.write(data, promise: promise) }
                context.writeAndFlush(data, promise: promise)
                context.close(mode: .output, promise: nil)
                deadline?.cancel()
                deadline = schedule(context, Self.lingering) { _, context in context.close(promise: nil) }
            }
        }

        func channelWritabilityChanged(context: ChannelHandlerContext) {
            stall?.cancel()
            stall = nil
            if !context.channel.isWritable {
                stall = schedule(context, bodyTime) { _, context in context.close(promise: nil) }
            }
            context.fireChannelWritabilityChanged()
        }

        private func schedule(
            _ context: ChannelHandlerContext, _ time: TimeAmount,
            _ body: @escaping (ConnectionHandler, ChannelHandlerContext) -> Void
        ) -> Scheduled<Void> {
            context.eventLoop.assumeIsolated().scheduleTask(in: time) { body(self, context) }
        }
    }

    @available(*, unavailable)
    extension ConnectionHandler: Sendable {}

    /// The connections of a desk. If there are too many, the one that has been idle longest is closed, so that a client
    /// that opens thousands does not keep others out.
    final class ConnectionTable: Sendable {
        private struct Entry {
            let channel: any Channel
            /// When its last answer ended; `nil` while it has a request.
            var idleSince: ContinuousClock.Instant?
        }

        private let maximum: Int
        private let entries = Mutex<[ObjectIdentifier: Entry]>([:])

        init(maximum: Int) { self.maximum = maximum }

        /// The number of connections.
        var count: Int { entries.withLock { $0.count } }

        func add(_ channel: any Channel) {
            let surplus = entries.withLock { entries -> (any Channel)? in
                entries[ObjectIdentifier(channel)] = Entry(channel: channel, idleSince: .now)
                guard entries.count > maximum else { return nil }
                let idle = entries.values.lazy.compactMap { entry in entry.idleSince.map { ($0, entry.channel) } }
                let chosen = idle.min { $0.0 < $1.0 }?.1 ?? channel
                // Before it is closed, which takes a while: the next one that is too many has to choose another.
                entries[ObjectIdentifier(chosen)] = nil
                return chosen
            }
            surplus?.close(promise: nil)
        }

        func remove(_ channel: any Channel) {
            entries.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(channel)) }
        }

        func mark(_ channel: any Channel, isBusy: Bool) {
            let moment: ContinuousClock.Instant? = isBusy ? nil : .now
            entries.withLock { $0[ObjectIdentifier(channel)]?.idleSince = moment }
        }
    }
#endif
