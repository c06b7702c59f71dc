package io.yizhan.server.archive.mysql;

import io.yizhan.identity.ConversationId;
import io.yizhan.server.archive.LogRecord;
import java.util.ArrayList;
import java.util.List;

/** Finds numbers that hold nothing although a later one does. */
final class HoleReader {
    /** Of one conversation in one look; the next look goes on. */
    private static final int ROWS = 1_000;

    private final ReadMapper mapper;

    HoleReader(ReadMapper mapper) {
        this.mapper = mapper;
    }

    List<LogRecord.Void> read(int limit) {
        List<LogRecord.Void> holes = new ArrayList<>();
        for (Extent extent : mapper.gaps(limit)) {
            if (holes.size() >= limit) {
                break;
            }
            holes.addAll(holes(extent));
        }
        return List.copyOf(holes.subList(0, Math.min(limit, holes.size())));
    }

    private List<LogRecord.Void> holes(Extent extent) {
        ConversationId id = new ConversationId(extent.conversationId());
        List<LogRecord.Void> holes = new ArrayList<>();
        long next = extent.completeSeq() + 1;
        for (ReadMapper.Numbers numbers : mapper.after(extent.conversationId(), extent.completeSeq(), ROWS)) {
            if (numbers.seq() > next) {
                holes.add(new LogRecord.Void(id, next, numbers.seq() - 1));
            }
            next = numbers.toSeq() + 1;
        }
        return holes;
    }
}
