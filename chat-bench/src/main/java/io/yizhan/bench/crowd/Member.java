package io.yizhan.bench.crowd;

import io.netty.channel.Channel;
import io.yizhan.client.gate.GateLogin;
import org.jspecify.annotations.Nullable;

/** One of a crowd. Thread-safe. */
final class Member {
    private @Nullable GateLogin ticket;
    private @Nullable Channel channel;

    synchronized void holds(GateLogin newest) {
        ticket = newest;
    }

    synchronized @Nullable GateLogin ticket() {
        return ticket;
    }

    synchronized void isOn(Channel newest) {
        channel = newest;
    }

    /** Cuts the connection, without a word. */
    synchronized void cut() {
        if (channel != null) {
            channel.close();
        }
    }
}
