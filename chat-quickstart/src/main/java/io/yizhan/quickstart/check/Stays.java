package io.yizhan.quickstart.check;

import io.yizhan.quickstart.check.Breach.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** From which to which number each user was in a group. */
final class Stays {
    /** Of a group without messages. */
    static final Stays NONE = new Stays();

    private final Map<String, Deque<Stay>> ofUsers = new HashMap<>();

    /** @param last included */
    private record Stay(long first, long last) {
        static final long NOW = Long.MAX_VALUE;
    }

    private Stays() {}

    /** Reads them from the group's messages; who comes twice or goes twice was told twice. */
    static Stays of(List<StoredMessage> rows, Consumer<Breach> breaches) {
        Stays stays = new Stays();
        List<StoredMessage> inOrder = new ArrayList<>(rows);
        inOrder.sort(Comparator.comparingLong(StoredMessage::seq));
        for (StoredMessage row : inOrder) {
            row.notice()
                    .filter(notice -> !stays.take(notice, row.seq()))
                    .ifPresent(notice ->
                            breaches.accept(new Breach(Kind.DUPLICATED, "Was so already: " + notice + " " + row)));
        }
        return stays;
    }

    private boolean take(Notice notice, long seq) {
        Deque<Stay> known = ofUsers.computeIfAbsent(notice.user(), user -> new ArrayDeque<>());
        boolean isMember = !known.isEmpty() && known.getLast().last() == Stay.NOW;
        if (notice.comes()) {
            known.add(new Stay(seq, Stay.NOW));
        } else if (notice.goes() && isMember) {
            known.add(new Stay(known.removeLast().first(), seq));
        }
        return notice.comes() ? !isMember : isMember || !notice.goes();
    }

    boolean includes(String user, long seq) {
        return ofUsers.getOrDefault(user, new ArrayDeque<>()).stream()
                .anyMatch(stay -> stay.first() <= seq && seq <= stay.last());
    }
}
