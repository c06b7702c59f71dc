package io.yizhan.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Typing;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.SessionId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.Relation;
import io.yizhan.server.archive.RelationDirectory;
import io.yizhan.server.archive.memory.MemoryRelationDirectory;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.settings.Strangers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class RelationsTest {
    private static final UserId ANN = new UserId("ann");
    private static final UserId BOB = new UserId("bob");
    private static final Relation BLOCKED = new Relation(true, false);

    private final MemoryRelationDirectory stored = new MemoryRelationDirectory();
    private final List<String> asked = new ArrayList<>();
    private final Relations relations = new Relations(new Counted(), true);

    @Test
    void asksOnce_untilItHearsOfAChange() {
        assertThat(refuses(relations, ANN, BOB)).isFalse();
        stored.set(ANN, BOB, BLOCKED);
        assertThat(refuses(relations, ANN, BOB)).isFalse();
        assertThat(asked).containsExactly("ann bob");

        relations.changed(ANN, BOB);

        assertThat(refuses(relations, ANN, BOB)).isTrue();
        assertThat(refuses(relations, BOB, ANN)).isFalse();
    }

    @Test
    void asksForAllAgain_whenItMayHaveMissedSomething() {
        assertThat(refuses(relations, ANN, BOB)).isFalse();
        stored.set(ANN, BOB, BLOCKED);

        relations.missed();

        assertThat(refuses(relations, ANN, BOB)).isTrue();
    }

    @Test
    void letsFriendsOnlyWrite_whereStrangersMayNot_andEverybodyToHimself() {
        Relations strict = new Relations(stored, false);
        assertThat(refuses(strict, ANN, BOB)).isTrue();
        assertThat(refuses(strict, ANN, ANN)).isFalse();

        stored.set(ANN, BOB, new Relation(false, true));
        strict.changed(ANN, BOB);

        assertThat(refuses(strict, ANN, BOB)).isFalse();
    }

    @Test
    void followsTheCluster_andItsOwnRuleWhereThatHasNone() {
        relations.follow(Optional.of(new Strangers(false)));
        assertThat(refuses(relations, ANN, BOB)).isTrue();

        relations.follow(Optional.empty());
        assertThat(refuses(relations, ANN, BOB)).isFalse();
        Relations strict = new Relations(stored, false);
        strict.follow(Optional.of(new Strangers(true)));
        assertThat(refuses(strict, ANN, BOB)).isFalse();
    }

    @Test
    void doesNotTellTheOtherWhoTypes_ifBlocked() {
        List<Typing> told = new ArrayList<>();
        Typings typings = new ShieldedTypings(
                (by, conversation) -> {
                    told.add(Typing.newBuilder().setUserId(by.user().value()).build());
                    return CompletableFuture.completedStage(null);
                },
                relations);
        stored.set(ANN, BOB, BLOCKED);

        assertThat(typings.typing(device(BOB), ConversationId.direct(ANN, BOB)).toCompletableFuture())
                .isCompleted();
        assertThat(told).isEmpty();

        assertThat(typings.typing(device(ANN), ConversationId.direct(ANN, BOB)).toCompletableFuture())
                .isCompleted();
        assertThat(told).hasSize(1);
    }

    private static boolean refuses(Relations relations, UserId recipient, UserId sender) {
        return relations.refuses(recipient, sender).toCompletableFuture().join();
    }

    private static SessionAddress device(UserId user) {
        return new SessionAddress(user, new DeviceId("d"), 1, new Incarnation(new NodeId(0), 1), new SessionId("s"), 1);
    }

    private final class Counted implements RelationDirectory {
        @Override
        public CompletionStage<Relation> find(UserId user, UserId other) {
            asked.add(user + " " + other);
            return stored.find(user, other);
        }

        @Override
        public CompletionStage<Set<UserId>> blockersOf(UserId other, Collection<UserId> among) {
            return stored.blockersOf(other, among);
        }
    }
}
