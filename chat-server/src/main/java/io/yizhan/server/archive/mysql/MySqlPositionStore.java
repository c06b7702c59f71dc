package io.yizhan.server.archive.mysql;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.PositionStore;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.apache.ibatis.session.SqlSession;

/**
 * Positions in MySQL or MariaDB. Rows are written in the order of their keys, so that two workers never wait for each
 * other in a circle.
 */
public final class MySqlPositionStore implements PositionStore {
    private static final Comparator<MemberPosition> BY_MEMBER = Comparator.comparing(
                    (MemberPosition member) -> member.conversation().value())
            .thenComparing(member -> member.user().value());
    private static final Comparator<Device> BY_DEVICE = Comparator.comparing(
                    (Device device) -> device.user().value())
            .thenComparing(device -> device.id().value());
    private static final Comparator<DeviceCursor> BY_CURSOR = Comparator.comparing(DeviceCursor::device, BY_DEVICE)
            .thenComparing(cursor -> cursor.conversation().value());

    private final MySqlDatabase database;

    public MySqlPositionStore(MySqlDatabase database) {
        this.database = database;
    }

    @Override
    public CompletionStage<Void> save(
            List<MemberPosition> members, List<DeviceCursor> cursors, Collection<Device> seen) {
        List<MemberPosition> positions = members.stream().sorted(BY_MEMBER).toList();
        List<DeviceCursor> acknowledged = cursors.stream().sorted(BY_CURSOR).toList();
        List<Device> devices = seen.stream().distinct().sorted(BY_DEVICE).toList();
        return database.ask("that positions are saved", session -> {
                    PositionMapper mapper = mapper(session);
                    if (!positions.isEmpty()) {
                        mapper.move(positions);
                    }
                    if (!acknowledged.isEmpty()) {
                        mapper.acknowledge(acknowledged);
                    }
                    if (!devices.isEmpty()) {
                        mapper.see(devices);
                    }
                    return devices.size();
                })
                .thenAccept(done -> {});
    }

    @Override
    public CompletionStage<List<MemberPosition>> positions(Collection<ConversationId> conversations) {
        return read(conversations, (mapper, ids) -> mapper.positions(ids));
    }

    @Override
    public CompletionStage<List<MemberPosition>> positions(UserId user, Collection<ConversationId> conversations) {
        return read(conversations, (mapper, ids) -> mapper.positionsOf(user.value(), ids));
    }

    private CompletionStage<List<MemberPosition>> read(
            Collection<ConversationId> conversations,
            BiFunction<PositionMapper, List<String>, List<PositionMapper.MemberRow>> rows) {
        List<String> asked = conversations.stream()
                .map(ConversationId::value)
                .distinct()
                .sorted()
                .toList();
        return database.ask(
                "how far members have come",
                session -> asked.isEmpty()
                        ? List.of()
                        : rows.apply(mapper(session), asked).stream()
                                .map(row -> new MemberPosition(
                                        new ConversationId(row.conversationId()),
                                        new UserId(row.userId()),
                                        row.deliveredSeq(),
                                        row.readSeq()))
                                .toList());
    }

    @Override
    public CompletionStage<List<DeviceCursor>> cursors(Device device) {
        return database.ask(
                "what a device has acknowledged",
                session -> mapper(session).cursors(device).stream()
                        .map(row -> new DeviceCursor(device, new ConversationId(row.conversationId()), row.seq()))
                        .toList());
    }

    @Override
    public CompletionStage<Integer> expire(Duration unseen, int limit) {
        return database.ask("which devices stayed away", session -> {
            PositionMapper mapper = mapper(session);
            List<PositionMapper.DeviceRow> unseenOnes = mapper.unseen(unseen.toMillis() * 1_000, limit);
            for (PositionMapper.DeviceRow row : unseenOnes) {
                Device device = new Device(new UserId(row.userId()), new DeviceId(row.deviceId()));
                // the device last: whoever dies in between leaves it to be dropped again
                mapper.dropCursors(device);
                mapper.drop(device, unseen.toMillis() * 1_000);
            }
            return unseenOnes.size();
        });
    }

    private static PositionMapper mapper(SqlSession session) {
        return session.getMapper(PositionMapper.class);
    }
}
