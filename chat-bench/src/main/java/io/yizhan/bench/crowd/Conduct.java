package io.yizhan.bench.crowd;

import chat.v2.Frame;
import io.netty.channel.Channel;

/** What one of a crowd does beside staying, on its connection's event loop. */
public interface Conduct {
    /** Nothing. */
    Conduct QUIET = new Conduct() {
        @Override
        public void loggedIn(Channel channel) {}

        @Override
        public void received(Channel channel, Frame frame) {}
    };

    /** Its connection is logged in. */
    void loggedIn(Channel channel);

    /** A frame has come, other than what concerns the connection itself. */
    void received(Channel channel, Frame frame);
}
