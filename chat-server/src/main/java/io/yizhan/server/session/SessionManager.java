package io.yizhan.server.session;

import io.yizhan.identity.SessionId;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.IntConsumer;

/** The sessions of this worker only. Safe from any thread. */
public final class SessionManager {
    private final ConcurrentMap<SessionId, LocalSession> sessions = new ConcurrentHashMap<>();
    private final int most;
    private final IntConsumer onSize;

    public SessionManager() {
        this(Integer.MAX_VALUE, size -> {});
    }

    /**
     * @param most sessions that there may be
     * @param onSize hears of each new number of sessions, on the thread that changed it; must not block
     */
    public SessionManager(int most, IntConsumer onSize) {
        this.most = most;
        this.onSize = onSize;
    }

    /** Adds it unless there would be too many; says whether it did. */
    public boolean add(LocalSession session) {
        sessions.put(session.id(), session);
        int size = sessions.size();
        if (size > most) { // of two at once, for the last place, both may be turned away
            sessions.remove(session.id(), session);
            return false;
        }
        onSize.accept(size);
        return true;
    }

    /** Whether there is no place left. */
    public boolean isFull() {
        return sessions.size() >= most;
    }

    /** Removes exactly this session; says whether it was there. */
    public boolean remove(LocalSession session) {
        boolean removed = sessions.remove(session.id(), session);
        if (removed) {
            onSize.accept(sessions.size());
        }
        return removed;
    }

    public Optional<LocalSession> find(SessionId id) {
        return Optional.ofNullable(sessions.get(id));
    }

    /** A live view. */
    public Collection<LocalSession> all() {
        return Collections.unmodifiableCollection(sessions.values());
    }

    public int size() {
        return sessions.size();
    }
}
