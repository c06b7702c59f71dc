package io.yizhan.server.group;

import chat.v2.Message;
import chat.v2.SendResponse;
import io.yizhan.group.GroupAnswer;
import io.yizhan.group.GroupCommand;
import io.yizhan.group.GroupHistory;
import io.yizhan.group.GroupRefusal;
import io.yizhan.group.JoinPolicy;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.archive.MessageStore.Range;
import io.yizhan.server.archive.memory.MemoryGroupStore;
import io.yizhan.server.archive.memory.MemoryMessageStore;
import io.yizhan.server.archive.memory.MemoryUserDirectory;
import io.yizhan.server.delivery.DeliveryClock;
import io.yizhan.server.delivery.MessageSender;
import io.yizhan.server.delivery.SendCommand;
import io.yizhan.server.delivery.SendOutcome;
import io.yizhan.server.state.GroupDirectory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A desk over memory, and a log whose persister is never behind unless it is told to be. */
final class GroupWorld implements AutoCloseable {
    static final int MOST_MEMBERS = 10;

    final MemoryGroupStore groups = new MemoryGroupStore(Clock.systemUTC());
    final MemoryMessageStore messages = new MemoryMessageStore(Clock.systemUTC(), groups);
    final MemoryUserDirectory users = new MemoryUserDirectory();
    final List<String> atHand = new CopyOnWriteArrayList<>();
    private final Map<ConversationId, Long> numbers = new HashMap<>();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private MessageSender sender = this::store;

    /** One worker's. */
    GroupDesk desk() {
        return new GroupDesk(
                new DeskPorts(groups, groups, users, directory(), command -> sender.send(command)),
                MOST_MEMBERS,
                DeliveryClock.system(),
                timer);
    }

    /** What becomes of events from now on. */
    void sends(MessageSender other) {
        sender = other;
    }

    private GroupDirectory directory() {
        return new GroupDirectory() {
            @Override
            public CompletionStage<Void> shut(GroupId group, Collection<UserId> shut) {
                atHand.add("shut " + List.copyOf(shut));
                return CompletableFuture.completedStage(null);
            }

            @Override
            public CompletionStage<Void> refresh(GroupId group, Collection<UserId> stale) {
                atHand.add("refresh " + List.copyOf(stale));
                return CompletableFuture.completedStage(null);
            }

            @Override
            public CompletionStage<Standing> admit(GroupId group, UserId user) {
                return CompletableFuture.failedStage(new UnsupportedOperationException("Nobody sends here"));
            }

            @Override
            public CompletionStage<Void> interest(
                    Incarnation worker, Collection<GroupId> begun, Collection<GroupId> ended) {
                return CompletableFuture.failedStage(new UnsupportedOperationException("Nobody is online here"));
            }

            @Override
            public CompletionStage<Map<GroupId, Set<Incarnation>>> interested(Collection<GroupId> groups) {
                return CompletableFuture.failedStage(new UnsupportedOperationException("Nobody is online here"));
            }
        };
    }

    synchronized CompletionStage<SendOutcome> store(SendCommand command) {
        ConversationId conversation = command.conversation();
        long seq = numbers.merge(conversation, 1L, Long::sum);
        atHand.add("told " + command.content().getPropertiesOrThrow("event"));
        Message message = Message.newBuilder()
                .setConversationId(conversation.value())
                .setSeq(seq)
                .setMessageId(seq)
                .setFromUserId(command.sender().value())
                .setContent(command.content())
                .build();
        messages.write(List.of(new LogRecord.Stored(conversation, message, command.clientMsgId() << 11)));
        return CompletableFuture.completedStage(
                new SendOutcome.Stored(SendResponse.newBuilder().setSeq(seq).build()));
    }

    List<Message> told(GroupId group) {
        return messages.read(
                        new Range(ConversationId.group(group), 1, Long.MAX_VALUE, 100_000, Integer.MAX_VALUE, false))
                .toCompletableFuture()
                .join()
                .messages();
    }

    List<String> events(GroupId group) {
        List<String> events = new ArrayList<>();
        told(group).forEach(message -> {
            Map<String, String> properties = message.getContent().getPropertiesMap();
            events.add(properties.get("event") + " " + properties.get("user_id")
                    + (properties.containsKey("role") ? " " + properties.get("role") : ""));
        });
        return events;
    }

    static GroupAnswer answer(CompletionStage<GroupAnswer> stage) {
        return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }

    static GroupRefusal refusal(GroupAnswer answer) {
        if (answer instanceof GroupAnswer.Refused refused) {
            return refused.why();
        }
        throw new AssertionError("Not refused: " + answer);
    }

    static GroupCommand.Create creation(GroupId group, UserId by, JoinPolicy policy, UserId... members) {
        return new GroupCommand.Create(by, group, "The Club", Set.of(members), policy, GroupHistory.SINCE_JOIN);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
