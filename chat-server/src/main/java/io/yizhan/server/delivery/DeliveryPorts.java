package io.yizhan.server.delivery;

import io.yizhan.server.archive.MessageLog;
import io.yizhan.server.archive.MessageStore;
import io.yizhan.server.audience.GroupPorts;
import io.yizhan.server.state.ConversationIndex;
import io.yizhan.server.state.Positions;
import io.yizhan.server.state.Sequencer;
import io.yizhan.server.state.SessionRegistry;

/** What the way of a message needs from outside the process; each is safe from any thread. */
public record DeliveryPorts(
        Sequencer sequencer,
        SessionRegistry registry,
        ConversationIndex index,
        Positions positions,
        MessageLog log,
        MessageStore store,
        GroupPorts groups) {}
