package io.yizhan.server.archive.mysql;

import io.yizhan.identity.ConversationId;
import io.yizhan.server.archive.LogRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Finds numbers that hold nothing although a later one was written long ago. */
final class HoleReader {
    /** Of one conversation in one look; the next look goes on. */
    private static final int ROWS = 1_000;

    private final ReadMapper mapper;
    private final long ageMicros;

    HoleReader(ReadMapper mapper, Duration age) {
        this.mapper = mapper;
        this.ageMicros = TimeUnit.NANOSECONDS.toMicros(age.toNanos());
    }

    List<LogRecord.Void> read(int limit) {
        List<LogRecord.Void> holes = new ArrayList<>();
        for (Extent extent : mapper.gaps(ageMicros, limit)) {
            if (holes.size() >= limit) {
                break;
            }
            holes.addAll(holes(extent));
        }
        return List.copyOf(holes.subList(0, Math.min(limit, holes.size())));
    }

    private List<LogRecord.Void> holes(Extent extent) {
        ConversationId id = new ConversationId(extent.conversationId());
        List<LogRecord.Void> old = new ArrayList<>();
        List<LogRecord.Void> young = new ArrayList<>();
        long next = extent.completeSeq() + 1;
        for (ReadMapper.AgedNumbers numbers :
                mapper.aged(extent.conversationId(), extent.completeSeq(), ageMicros, ROWS)) {
            if (numbers.seq() > next) {
                young.add(new LogRecord.Void(id, next, numbers.seq() - 1));
            }
            if (numbers.old()) {
                old.addAll(young);
                young.clear();
            }
            next = numbers.toSeq() + 1;
        }
        return old;
    }
}
