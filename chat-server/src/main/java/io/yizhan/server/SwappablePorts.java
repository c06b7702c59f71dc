package io.yizhan.server;

import io.yizhan.access.TokenStore;
import io.yizhan.server.archive.DeadLetters;
import io.yizhan.server.archive.GroupStore;
import io.yizhan.server.archive.MessageLog;
import io.yizhan.server.archive.MessageStore;
import io.yizhan.server.archive.PositionStore;
import io.yizhan.server.archive.UserDirectory;
import io.yizhan.server.extension.Port;
import io.yizhan.server.extension.PortCatalog;
import io.yizhan.server.state.ConversationIndex;
import io.yizhan.server.state.EpochRegister;
import io.yizhan.server.state.GroupDirectory;
import io.yizhan.server.state.PositionBook;
import io.yizhan.server.state.Sequencer;
import io.yizhan.server.state.SessionRegistry;
import java.util.List;

/** The ports behind which something else than ours may stand. */
public final class SwappablePorts {
    static final List<Port<?>> ALL = List.of(
            new Port<>("session-registry", SessionRegistry.class, "redis"),
            new Port<>("sequencer", Sequencer.class, "redis"),
            new Port<>("group-directory", GroupDirectory.class, "redis"),
            new Port<>("epoch-register", EpochRegister.class, "zookeeper"),
            new Port<>("conversation-index", ConversationIndex.class, "redis"),
            new Port<>("positions", PositionBook.class, "redis"),
            new Port<>("message-log", MessageLog.class, "rocketmq"),
            new Port<>("message-store", MessageStore.class, "mysql"),
            new Port<>("group-store", GroupStore.class, "mysql"),
            new Port<>("position-store", PositionStore.class, "mysql"),
            new Port<>("dead-letters", DeadLetters.class, "mysql"),
            new Port<>("user-directory", UserDirectory.class, "mysql"),
            new Port<>("token-store", TokenStore.class, "redis"));

    private SwappablePorts() {}

    /** With what is on the class path of this program. */
    public static PortCatalog onClassPath() {
        return PortCatalog.load(ALL);
    }
}
