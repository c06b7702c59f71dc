package io.yizhan.bench.sequencer;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** The keys of one conversation of the bench, and what its one device sends next. Belongs to one thread. */
final class ConversationState {
    private static final String REMEMBERED_IDS = "1024";
    private static final String REMEMBERED_MS = Long.toString(TimeUnit.HOURS.toMillis(24));
    private static final int OWN_BITS = 22;

    private final String prefix;
    private long clientMsgId = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());

    ConversationState(String prefix) {
        this.prefix = prefix;
    }

    String guard() {
        return prefix + ":guard";
    }

    String counter() {
        return prefix + ":counter";
    }

    /** As {@code allocate.lua} wants them. */
    List<String> allocationKeys() {
        return List.of(guard(), prefix + ":conversation", prefix + ":sent", prefix + ":order");
    }

    /** One message that nobody has sent before. */
    List<String> allocationArguments() {
        long now = System.currentTimeMillis();
        clientMsgId++;
        return List.of(
                REMEMBERED_IDS,
                REMEMBERED_MS,
                "1",
                Long.toString(clientMsgId),
                Long.toString(clientMsgId * 31),
                Long.toString(now),
                Long.toString(clientMsgId & (1 << OWN_BITS) - 1),
                Long.toString(now),
                "0");
    }

    String[] keys() {
        return new String[] {guard(), counter(), prefix + ":conversation", prefix + ":sent", prefix + ":order"};
    }
}
