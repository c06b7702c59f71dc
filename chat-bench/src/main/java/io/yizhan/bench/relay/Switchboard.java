package io.yizhan.bench.relay;

import io.netty.channel.Channel;
import io.yizhan.identity.ConversationId;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/** Who is connected, and the last number of each conversation. Thread-safe. */
final class Switchboard {
    private final ConcurrentMap<String, Channel> channels = new ConcurrentHashMap<>();
    private final ConcurrentMap<ConversationId, AtomicLong> numbers = new ConcurrentHashMap<>();
    private final AtomicLong messageIds = new AtomicLong();

    void enter(String user, Channel channel) {
        channels.put(user, channel);
    }

    void leave(String user, Channel channel) {
        channels.remove(user, channel);
    }

    Optional<Channel> find(String user) {
        return Optional.ofNullable(channels.get(user));
    }

    long nextNumber(ConversationId conversation) {
        return numbers.computeIfAbsent(conversation, id -> new AtomicLong()).incrementAndGet();
    }

    long nextMessageId() {
        return messageIds.incrementAndGet();
    }
}
