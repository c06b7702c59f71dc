package io.yizhan.server.archive.memory;

import chat.v2.Message;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.protocol.GroupEvent;
import io.yizhan.protocol.Mentions;
import io.yizhan.protocol.Recall;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.archive.MessageStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages as long as this process lives; for tests and for a worker that runs alone. */
public final class MemoryMessageStore implements MessageStore {
    private static final Logger log = LoggerFactory.getLogger(MemoryMessageStore.class);

    private final Clock clock;
    /** Guarded by this, like all below. */
    private final Map<ConversationId, MemoryConversation> conversations =
            new TreeMap<>((one, other) -> one.value().compareTo(other.value()));

    private final Map<SendKey, List<LogRecord.Stored>> sends = new HashMap<>();

    private final MemoryGroupStore groups;

    /** With groups that nobody else sees. */
    public MemoryMessageStore(Clock clock) {
        this(clock, new MemoryGroupStore(clock));
    }

    /** @param groups changed by the events that are written here */
    public MemoryMessageStore(Clock clock, MemoryGroupStore groups) {
        this.clock = clock;
        this.groups = groups;
    }

    @Override
    public synchronized List<LogRecord.Stored> write(List<LogRecord> batch) {
        long now = clock.millis();
        Set<LogRecord.Stored> late = new LinkedHashSet<>();
        for (LogRecord record : batch) {
            MemoryConversation conversation =
                    conversations.computeIfAbsent(record.conversation(), id -> new MemoryConversation());
            if (record instanceof LogRecord.Void nothing) {
                conversation.putVoid(nothing.fromSeq(), nothing.toSeq(), now);
            } else if (record instanceof LogRecord.Stored stored) {
                if (conversation.isVoid(stored.message().getSeq())) {
                    late.add(stored);
                } else {
                    write(conversation, stored, now);
                }
            }
        }
        return late.stream().filter(stored -> !isRepeat(stored)).toList();
    }

    private void write(MemoryConversation conversation, LogRecord.Stored stored, long now) {
        Message message = stored.message();
        if (conversation.holds(message.getSeq())) {
            if (!conversation.holdsMessage(message.getSeq(), message.getMessageId())) {
                log.error("Two messages have one number: {} {}", stored.conversation(), message.getSeq());
            }
            return;
        }
        if (isRepeat(stored)) {
            conversation.putVoid(message.getSeq(), message.getSeq(), now);
            return;
        }
        sends.computeIfAbsent(SendKey.of(stored), key -> new ArrayList<>()).add(stored);
        Recall.in(message)
                .flatMap(recall -> conversation.message(recall.seq()))
                .ifPresent(recalled -> conversation.replace(Recall.emptied(recalled)));
        conversation.putMessage(message, now);
        stored.conversation().group().ifPresent(group -> {
            GroupEvent.in(message).ifPresent(event -> groups.apply(group, message.getSeq(), event));
            groups.mention(group, message.getSeq(), Mentions.in(message.getContent()));
        });
    }

    /** Whether the same send stands already, under whatever number. */
    private boolean isRepeat(LogRecord.Stored stored) {
        return sends.getOrDefault(SendKey.of(stored), List.of()).stream()
                .anyMatch(earlier -> isRepeat(earlier, stored));
    }

    private static boolean isRepeat(LogRecord.Stored earlier, LogRecord.Stored later) {
        return earlier.conversation().equals(later.conversation()) && earlier.contentHash() == later.contentHash();
    }

    @Override
    public synchronized CompletionStage<Slice> read(Range range) {
        MemoryConversation conversation = conversations.getOrDefault(range.conversation(), new MemoryConversation());
        List<Message> messages = new ArrayList<>();
        long bytes = 0;
        for (Message message : conversation.messages(range.fromSeq(), range.toSeq(), range.backwards())) {
            bytes += message.getSerializedSize();
            if (messages.size() == range.limit() || (!messages.isEmpty() && bytes > range.maxBytes())) {
                return CompletableFuture.completedFuture(new Slice(messages, true, conversation.completeTo()));
            }
            messages.add(message);
        }
        return CompletableFuture.completedFuture(new Slice(messages, false, conversation.completeTo()));
    }

    @Override
    public synchronized CompletionStage<Map<ConversationId, Long>> completeTo(Collection<ConversationId> asked) {
        Map<ConversationId, Long> complete = new HashMap<>();
        for (ConversationId id : asked) {
            complete.put(
                    id, conversations.getOrDefault(id, new MemoryConversation()).completeTo());
        }
        return CompletableFuture.completedFuture(complete);
    }

    @Override
    public synchronized CompletionStage<Map<ConversationId, Long>> heads(Collection<ConversationId> asked) {
        Map<ConversationId, Long> heads = new HashMap<>();
        for (ConversationId id : asked) {
            heads.put(
                    id, conversations.getOrDefault(id, new MemoryConversation()).head());
        }
        return CompletableFuture.completedFuture(heads);
    }

    @Override
    public synchronized CompletionStage<Long> highestNumber() {
        return CompletableFuture.completedFuture(conversations.values().stream()
                .mapToLong(MemoryConversation::head)
                .max()
                .orElse(0));
    }

    @Override
    public synchronized CompletionStage<List<Written>> conversationsOf(UserId user) {
        List<Written> written = new ArrayList<>();
        conversations.forEach((id, conversation) -> {
            if (id.isDirectOf(user)) {
                written.add(new Written(id, conversation.writtenAtMs()));
            }
        });
        return CompletableFuture.completedFuture(List.copyOf(written));
    }

    @Override
    public synchronized CompletionStage<List<LogRecord.Void>> holes(int limit) {
        List<LogRecord.Void> holes = new ArrayList<>();
        conversations.forEach((id, conversation) -> holes.addAll(conversation.holes(id)));
        return CompletableFuture.completedFuture(List.copyOf(holes.subList(0, Math.min(limit, holes.size()))));
    }

    @Override
    public synchronized CompletionStage<List<LogRecord.Stored>> sent(UserId sender, DeviceId device, long clientMsgId) {
        return CompletableFuture.completedFuture(
                List.copyOf(sends.getOrDefault(new SendKey(sender.value(), device.value(), clientMsgId), List.of())));
    }

    private record SendKey(String sender, String device, long clientMsgId) {
        static SendKey of(LogRecord.Stored stored) {
            return new SendKey(stored.message().getFromUserId(), stored.deviceValue(), stored.clientMsgId());
        }
    }
}
