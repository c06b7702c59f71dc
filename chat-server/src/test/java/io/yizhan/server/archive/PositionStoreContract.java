package io.yizhan.server.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.PositionStore.Device;
import io.yizhan.server.archive.PositionStore.DeviceCursor;
import io.yizhan.server.archive.PositionStore.MemberPosition;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every position store promises. */
public abstract class PositionStoreContract {
    private static final UserId ANN = new UserId("ann");
    private static final UserId BOB = new UserId("bob");
    private static final long LARGE = (1L << 53) - 1;

    private final ConversationId conversation = Records.conversation();
    private final ConversationId other = Records.conversation();
    private final Device phone = new Device(ANN, new DeviceId(Records.device()));
    private final Device laptop = new Device(ANN, new DeviceId(Records.device()));

    protected abstract PositionStore store();

    /** Lets this time pass for the store. */
    protected abstract void pass(Duration time);

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    private void save(MemberPosition... members) {
        get(store().save(List.of(members), List.of(), List.of()));
    }

    private void acknowledge(DeviceCursor... cursors) {
        get(store().save(
                        List.of(),
                        List.of(cursors),
                        List.of(cursors).stream().map(DeviceCursor::device).toList()));
    }

    @Test
    void movesEachPositionForwardOnly() {
        save(new MemberPosition(conversation, ANN, 5, 3), new MemberPosition(conversation, BOB, LARGE, 1));
        save(new MemberPosition(conversation, ANN, 4, 4), new MemberPosition(other, ANN, 1, 0));

        assertThat(get(store().positions(List.of(conversation, other, Records.conversation()))))
                .containsExactlyInAnyOrder(
                        new MemberPosition(conversation, ANN, 5, 4),
                        new MemberPosition(conversation, BOB, LARGE, 1),
                        new MemberPosition(other, ANN, 1, 0));
        assertThat(get(store().positions(List.of()))).isEmpty();
    }

    @Test
    void movesEachCursorForwardOnly() {
        acknowledge(new DeviceCursor(phone, conversation, 5), new DeviceCursor(laptop, conversation, 9));
        acknowledge(new DeviceCursor(phone, conversation, 4), new DeviceCursor(phone, other, 1));

        assertThat(get(store().cursors(phone)))
                .containsExactlyInAnyOrder(new DeviceCursor(phone, conversation, 5), new DeviceCursor(phone, other, 1));
        assertThat(get(store().cursors(laptop))).containsExactly(new DeviceCursor(laptop, conversation, 9));
    }

    @Test
    void savesManyAtOnce_andNothing() {
        List<MemberPosition> members = IntStream.range(0, 512)
                .mapToObj(i -> new MemberPosition(conversation, new UserId("user" + i), i + 1, i))
                .toList();

        get(store().save(members, List.of(), List.of()));
        get(store().save(List.of(), List.of(), List.of()));

        assertThat(get(store().positions(List.of(conversation)))).containsExactlyInAnyOrderElementsOf(members);
    }

    @Test
    void dropsTheCursorsOfDevicesThatStayAway_andOfNoOthers() {
        Duration day = Duration.ofMillis(400);
        acknowledge(new DeviceCursor(phone, conversation, 5), new DeviceCursor(laptop, conversation, 9));
        assertThat(get(store().expire(Duration.ofHours(2), 10_000))).isZero();
        pass(day.plusMillis(100));
        Device present = new Device(BOB, new DeviceId(Records.device()));
        acknowledge(new DeviceCursor(present, conversation, 7));

        int dropped = get(store().expire(day, 1)) + get(store().expire(day, 10_000));

        assertThat(dropped).isGreaterThanOrEqualTo(2);
        assertThat(get(store().cursors(phone))).isEmpty();
        assertThat(get(store().cursors(laptop))).isEmpty();
        assertThat(get(store().cursors(present))).hasSize(1);
        acknowledge(new DeviceCursor(phone, conversation, 1));
        assertThat(get(store().cursors(phone))).containsExactly(new DeviceCursor(phone, conversation, 1));
    }
}
