package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.ANN;
import static io.yizhan.server.delivery.World.ANN_BOB;
import static io.yizhan.server.delivery.World.BOB;
import static io.yizhan.server.delivery.World.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.PositionStore;
import io.yizhan.server.archive.PositionStore.Device;
import io.yizhan.server.archive.PositionStore.DeviceCursor;
import io.yizhan.server.archive.PositionStore.MemberPosition;
import io.yizhan.server.archive.memory.MemoryPositionStore;
import io.yizhan.server.state.Positions.Move;
import io.yizhan.server.state.Stages;
import io.yizhan.server.state.memory.MemoryPositions;
import io.yizhan.server.state.memory.MemoryUnsavedPositions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PositionSaverTest {
    private final TestClock clock = new TestClock();
    private final MemoryUnsavedPositions unsaved = new MemoryUnsavedPositions();
    private final MemoryPositions positions = new MemoryPositions(unsaved);
    private final Store store = new Store(new MemoryPositionStore(clock.wall()));
    private final PositionSaver saver = new PositionSaver(unsaved, store, Duration.ofDays(45), clock);

    @AfterEach
    void close() {
        saver.close();
    }

    private List<MemberPosition> saved() {
        return Stages.get(store.positions(List.of(ANN_BOB)));
    }

    @Test
    void savesWhatMoved_once() {
        positions.advance(List.of(new Move(ANN_BOB, ANN, 5, 3), new Move(ANN_BOB, ANN, 6, 0)));
        positions.acknowledge(BOB, PHONE, Map.of(ANN_BOB, 4L));
        positions.seen(ANN, PHONE);

        Stages.get(saver.save());
        Stages.get(saver.save());

        assertThat(saved()).containsExactly(new MemberPosition(ANN_BOB, ANN, 6, 3));
        assertThat(Stages.get(store.cursors(new Device(BOB, PHONE))))
                .containsExactly(new DeviceCursor(new Device(BOB, PHONE), ANN_BOB, 4));
        assertThat(store.seen).containsExactlyInAnyOrder(new Device(BOB, PHONE), new Device(ANN, PHONE));
        assertThat(store.saves).isEqualTo(1);
    }

    @Test
    void savesItLater_whenTheStoreWasAway() {
        positions.advance(List.of(new Move(ANN_BOB, ANN, 5, 3)));
        store.away = true;
        assertThat(Stages.failure(saver.save())).hasMessage("No database");

        store.away = false;
        Stages.get(saver.save());

        assertThat(saved()).hasSize(1);
    }

    @Test
    void savesAll_thoughThereIsMoreThanFitsInOneBatch() {
        for (int i = 0; i < 1_300; i++) {
            ConversationId conversation = ConversationId.direct(ANN, new UserId("user" + i));
            positions.advance(List.of(new Move(conversation, ANN, 1, 0)));
        }

        Stages.get(saver.save());

        assertThat(store.members).isEqualTo(1_300);
        assertThat(store.saves).isEqualTo(3);
    }

    /** Counts, and can be away. */
    private static final class Store implements PositionStore {
        private final PositionStore real;
        private final List<Device> seen = new ArrayList<>();
        private int saves;
        private int members;
        private boolean away;

        Store(PositionStore real) {
            this.real = real;
        }

        @Override
        public CompletionStage<Void> save(
                List<MemberPosition> moved, List<DeviceCursor> cursors, Collection<Device> devices) {
            if (away) {
                return CompletableFuture.failedStage(new IllegalStateException("No database"));
            }
            saves++;
            members += moved.size();
            seen.addAll(devices);
            return real.save(moved, cursors, devices);
        }

        @Override
        public CompletionStage<List<MemberPosition>> positions(Collection<ConversationId> conversations) {
            return real.positions(conversations);
        }

        @Override
        public CompletionStage<List<MemberPosition>> positions(UserId user, Collection<ConversationId> conversations) {
            return real.positions(user, conversations);
        }

        @Override
        public CompletionStage<List<DeviceCursor>> cursors(Device device) {
            return real.cursors(device);
        }

        @Override
        public CompletionStage<Integer> expire(Duration unseen, int limit) {
            return real.expire(unseen, limit);
        }
    }
}
