package io.yizhan.server.presence;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Frame;
import chat.v2.PresenceEvent;
import chat.v2.UserPresence;
import io.netty.channel.embedded.EmbeddedChannel;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.SessionId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.Relation;
import io.yizhan.server.archive.memory.MemoryRelationDirectory;
import io.yizhan.server.delivery.Relations;
import io.yizhan.server.session.LocalSession;
import io.yizhan.server.session.PushSettings;
import io.yizhan.server.session.PushShared;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShieldedPresencesTest {
    private static final UserId ANN = new UserId("ann");
    private static final UserId BOB = new UserId("bob");
    private static final UserId WATCHER = new UserId("watcher");
    private static final Relation BLOCKS = new Relation(true, false);

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final LocalSession session = new LocalSession(
            WATCHER,
            new DeviceId("d"),
            1,
            new SessionId("s"),
            channel,
            PushShared.of(PushSettings.DEFAULT, (loop, nanos, task) -> () -> {}));
    private final MemoryRelationDirectory stored = new MemoryRelationDirectory();
    private final Relations relations = new Relations(stored, true);
    private final EverybodyIsThere inner = new EverybodyIsThere();
    private final ShieldedPresences presences = new ShieldedPresences(inner, relations);

    @BeforeEach
    void begin() {
        relations.listen(presences);
        session.start(Frame.getDefaultInstance());
        channel.readOutbound();
    }

    @Test
    void showsWhoHasBlockedTheWatcher_asOneOfWhomNothingIsKnown() {
        stored.set(ANN, WATCHER, BLOCKS);

        assertThat(watch(ANN, BOB).getUsersList()).containsExactly(offline(ANN), online(BOB));
        assertThat(inner.watched).containsExactly(List.of(BOB));
    }

    @Test
    void hidesWhoBlocksTheWatcherLater_andShowsHimAgainOnceHeLiftsIt() {
        watch(ANN, BOB);
        stored.set(ANN, WATCHER, BLOCKS);
        relations.changed(ANN, WATCHER);
        assertThat(told()).containsExactly(offline(ANN));
        assertThat(inner.watched).endsWith(List.of(BOB));

        stored.set(ANN, WATCHER, Relation.NONE);
        relations.changed(ANN, WATCHER);
        assertThat(told()).containsExactly(online(ANN));
        assertThat(inner.watched).endsWith(List.of(ANN, BOB));
    }

    @Test
    void saysNothing_ofChangesThatDoNotConcernTheList() {
        watch(BOB);
        stored.set(ANN, WATCHER, BLOCKS);
        relations.changed(ANN, WATCHER);
        relations.changed(WATCHER, BOB);
        relations.changed(BOB, WATCHER);

        assertThat((Object) channel.readOutbound()).isNull();
    }

    @Test
    void looksAtAllAgain_whenChangesMayHaveBeenMissed() {
        watch(ANN, BOB);
        stored.set(BOB, WATCHER, BLOCKS);

        relations.missed();

        assertThat(told()).containsExactly(offline(BOB));
    }

    @Test
    void appliesABlockThatCameDuringTheAnswer() {
        inner.answer = new CompletableFuture<>();
        CompletionStage<PresenceEvent> asked = presences.watch(session, List.of(ANN));
        stored.set(ANN, WATCHER, BLOCKS);
        relations.changed(ANN, WATCHER);
        CompletableFuture<PresenceEvent> first = inner.answer;
        inner.answer = null;

        first.complete(PresenceEvent.newBuilder().addUsers(online(ANN)).build());

        assertThat(asked.toCompletableFuture().join().getUsersList()).containsExactly(online(ANN));
        assertThat(told()).containsExactly(offline(ANN));
    }

    @Test
    void forgetsASessionThatLeft() {
        watch(ANN);
        presences.left(session);
        stored.set(ANN, WATCHER, BLOCKS);
        relations.changed(ANN, WATCHER);

        assertThat(inner.left).isEqualTo(1);
        assertThat(inner.watched).hasSize(1);
    }

    private PresenceEvent watch(UserId... users) {
        return presences.watch(session, List.of(users)).toCompletableFuture().join();
    }

    private List<UserPresence> told() {
        Frame frame = channel.readOutbound();
        return frame.getPresenceEvent().getUsersList();
    }

    private static UserPresence online(UserId user) {
        return UserPresence.newBuilder()
                .setUserId(user.value())
                .setOnline(true)
                .setLastSeenMs(5)
                .build();
    }

    private static UserPresence offline(UserId user) {
        return UserPresence.newBuilder().setUserId(user.value()).build();
    }

    private static final class EverybodyIsThere implements Presences {
        private final List<List<UserId>> watched = new ArrayList<>();
        private CompletableFuture<PresenceEvent> answer;
        private int left;

        @Override
        public CompletionStage<PresenceEvent> watch(LocalSession session, Collection<UserId> users) {
            watched.add(List.copyOf(users));
            PresenceEvent.Builder event = PresenceEvent.newBuilder();
            users.forEach(user -> event.addUsers(online(user)));
            return answer == null ? CompletableFuture.completedStage(event.build()) : answer;
        }

        @Override
        public void left(LocalSession session) {
            left++;
        }
    }
}
