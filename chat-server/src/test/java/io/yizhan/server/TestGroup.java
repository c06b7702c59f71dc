package io.yizhan.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.group.GroupHistory;
import io.yizhan.group.JoinPolicy;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import io.yizhan.protocol.GroupEvent;
import io.yizhan.server.archive.GroupRegister;
import io.yizhan.server.archive.Membership;
import io.yizhan.server.archive.MessageStore;
import io.yizhan.server.delivery.SendCommand;
import io.yizhan.server.delivery.SendOutcome;
import io.yizhan.server.state.Stages;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** A group on workers over memory; what happens to it is told as those would who change groups. */
final class TestGroup {
    static final UserId OWNER = new UserId("owner");

    final GroupId id = new GroupId("group");
    private final MemoryBackend backend;

    TestGroup(MemoryBackend backend, MemoryWorker by) {
        this.backend = backend;
        Stages.get(backend.groups.reserve(
                new GroupRegister.Draft(id, "Group", OWNER, JoinPolicy.OPEN, GroupHistory.SINCE_JOIN, "c"),
                new GroupRegister.Turn("t", Duration.ofSeconds(10))));
        seq(tell(by, new GroupEvent.Created(OWNER, "c")));
    }

    String conversation() {
        return ConversationId.group(id).value();
    }

    CompletionStage<SendOutcome> tell(MemoryWorker by, GroupEvent event) {
        return by.lanes.send(SendCommand.telling(id, event.notice(), OWNER));
    }

    long join(MemoryWorker by, UserId user) {
        return seq(tell(by, new GroupEvent.Joined(user, UUID.randomUUID().toString())));
    }

    long leave(MemoryWorker by, UserId user) {
        Stages.get(backend.ports.groups().directory().shut(id, List.of(user)));
        long seq = seq(tell(by, new GroupEvent.Left(user, UUID.randomUUID().toString())));
        Stages.get(backend.ports.groups().directory().refresh(id, List.of(user)));
        return seq;
    }

    /** All times that he was a member, as they are written by now. */
    List<Membership> memberships(UserId user) {
        return Stages.get(backend.groups.memberships(id, user));
    }

    /** What happened to him, with its number. */
    List<String> events(UserId user) {
        return Stages.get(backend.ports
                        .store()
                        .read(new MessageStore.Range(
                                ConversationId.group(id), 1, Long.MAX_VALUE, 10_000, Integer.MAX_VALUE, false)))
                .messages()
                .stream()
                .flatMap(message -> GroupEvent.in(message).stream()
                        .filter(event -> event.user().equals(user))
                        .map(event -> message.getSeq() + event.getClass().getSimpleName()))
                .toList();
    }

    static long seq(CompletionStage<SendOutcome> stage) {
        SendOutcome outcome = Stages.get(stage);
        assertThat(outcome).isInstanceOf(SendOutcome.Stored.class);
        return ((SendOutcome.Stored) outcome).response().getSeq();
    }
}
