package io.yizhan.server;

import io.yizhan.access.TokenStore;
import io.yizhan.server.archive.GroupRegister;
import io.yizhan.server.archive.GroupStore;
import io.yizhan.server.archive.MessageLog;
import io.yizhan.server.archive.MessageStore;
import io.yizhan.server.archive.PositionStore;
import io.yizhan.server.archive.RelationDirectory;
import io.yizhan.server.archive.UserDirectory;
import io.yizhan.server.audience.GroupPorts;
import io.yizhan.server.delivery.DeliveryPorts;
import io.yizhan.server.state.ConversationIndex;
import io.yizhan.server.state.GroupDirectory;
import io.yizhan.server.state.PositionBook;
import io.yizhan.server.state.Sequencer;
import io.yizhan.server.state.SessionRegistry;
import io.yizhan.server.state.UnsavedPositions;

/** What a worker's own parts stand on, whatever is behind it. */
record Backing(
        DeliveryPorts ports,
        UnsavedPositions unsaved,
        PositionStore positions,
        UserDirectory users,
        RelationDirectory relations,
        TokenStore tokens,
        WhoIsThere presence,
        GroupBacking groups) {
    /**
     * Opens all of it that is not open yet.
     *
     * @param registry the one that is open already, or what stands before it
     */
    static Backing of(OpenPorts open, SessionRegistry registry, WhoIsThere presence) throws InterruptedException {
        PositionBook book = open.port(PositionBook.class);
        DeliveryPorts ports = new DeliveryPorts(
                open.port(Sequencer.class),
                registry,
                open.port(ConversationIndex.class),
                book.positions(),
                open.port(MessageLog.class),
                open.port(MessageStore.class),
                new GroupPorts(open.port(GroupDirectory.class), open.port(GroupStore.class)));
        return new Backing(
                ports,
                book.unsaved(),
                open.port(PositionStore.class),
                open.port(UserDirectory.class),
                open.port(RelationDirectory.class),
                open.port(TokenStore.class),
                presence,
                new GroupBacking(
                        open.port(GroupStore.class), open.port(GroupRegister.class), open.port(GroupDirectory.class)));
    }
}
