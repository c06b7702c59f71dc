package io.yizhan.embedded.fault;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;

/** A client's connection and the one to the target that stands for it. On the proxy's thread only. */
final class ProxiedConnection {
    private final DuplexChannel client;
    private final DuplexChannel target;
    private final Flow toTarget;
    private final Flow fromTarget;

    ProxiedConnection(DuplexChannel client, DuplexChannel target, LinkToxics toxics) {
        this.client = client;
        this.target = target;
        this.toTarget = new Flow(this, client, target, toxics.toTarget());
        this.fromTarget = new Flow(this, target, client, toxics.fromTarget());
    }

    /** Begins to pass bytes; both channels were not read so far. */
    void open() {
        client.pipeline().addLast(toTarget);
        target.pipeline().addLast(fromTarget);
        client.config().setAutoRead(true);
        target.config().setAutoRead(true);
    }

    void change(LinkToxics toxics) {
        toTarget.change(toxics.toTarget());
        fromTarget.change(toxics.fromTarget());
        if (toTarget.isBroken() || fromTarget.isBroken()) {
            reset();
        }
    }

    void pumpInto(Channel sink) {
        (toTarget.flowsInto(sink) ? toTarget : fromTarget).pump();
    }

    /** One direction is at its end; when both are, the connection is. */
    void endPassed() {
        if (toTarget.hasPassedItsEnd() && fromTarget.hasPassedItsEnd()) {
            client.close();
            target.close();
        }
    }

    /** Ends it at once, at both ends with RST. */
    void reset() {
        toTarget.clear();
        fromTarget.clear();
        reset(client);
        reset(target);
    }

    boolean isOpen() {
        return client.isOpen() || target.isOpen();
    }

    /** Ends a connection with RST in place of FIN: whatever waits on it fails at once. */
    static void reset(Channel channel) {
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.close();
        }
    }
}
