package io.yizhan.server.presence;

import chat.v2.Frame;
import io.yizhan.identity.UserId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Writes changes to those who watch: one frame for all that a session is to be told, only so many frames in a round,
 * and only to clients that read; the others are tried again and get what holds then. Belongs to the presence thread.
 */
final class ChangeWriter {
    private static final int FRAMES_IN_A_ROUND = 1_000;
    /** Those who do not read are tried again after so many rounds. */
    private static final int PATIENCE = 5;

    private final WatchTable table;
    private final Executor thread;
    private final Set<WatchList> due = new LinkedHashSet<>();
    private final List<WatchList> notReading = new ArrayList<>();
    private long rounds;

    ChangeWriter(WatchTable table, Executor thread) {
        this.table = table;
        this.thread = thread;
    }

    /** All who watch him are to be told how he stands. */
    void tell(Watched user) {
        for (WatchList list : user.lists()) {
            if (table.counts(list)) {
                list.untold().add(user.user());
                due.add(list);
            }
        }
    }

    /** One round. */
    void write() {
        if (++rounds % PATIENCE == 0) {
            due.addAll(notReading);
            notReading.clear();
        }
        Iterator<WatchList> each = due.iterator();
        for (int i = 0; i < FRAMES_IN_A_ROUND && each.hasNext(); i++) {
            WatchList list = each.next();
            each.remove();
            if (table.counts(list)) {
                write(list);
            }
        }
    }

    private void write(WatchList list) {
        List<UserId> users = list.takeUntold();
        Frame frame = Frame.newBuilder().setPresenceEvent(table.event(users)).build();
        list.session().writeIfReading(frame, () -> thread.execute(() -> unread(list, users)));
    }

    private void unread(WatchList list, List<UserId> users) {
        list.untold().addAll(users);
        notReading.add(list);
    }
}
