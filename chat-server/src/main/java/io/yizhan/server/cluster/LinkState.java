package io.yizhan.server.cluster;

import io.netty.channel.Channel;

/** What a link is doing. */
sealed interface LinkState {
    /** Dialling, in the handshake, or waiting to dial again. */
    record Connecting(int failures) implements LinkState {}

    /** Both sides have proved themselves. */
    record Up(Channel channel) implements LinkState {}

    /** For ever. */
    record Closed() implements LinkState {}
}
