package io.yizhan.client.store;

import chat.v2.SendRequest;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Remembers for as long as the process lives; can be handed from one client to the next. Thread-safe. */
public final class MemoryLocalStore implements LocalStore {
    private final Map<String, Conversation> conversations = new HashMap<>();
    private final TreeMap<Long, SendRequest> outgoing = new TreeMap<>();
    private boolean listed;
    private long reserved;

    @Override
    public synchronized LocalState state() {
        Map<String, Progress> progress = new HashMap<>();
        conversations.forEach((id, conversation) -> progress.put(id, conversation.progress(id)));
        return new LocalState(progress, listed, List.copyOf(outgoing.values()), reserved);
    }

    @Override
    public synchronized void progress(Progress progress) {
        conversations
                .computeIfAbsent(progress.conversationId(), id -> new Conversation())
                .take(progress);
    }

    @Override
    public synchronized void listed() {
        listed = true;
    }

    @Override
    public synchronized void outgoing(SendRequest request) {
        outgoing.put(request.getClientMsgId(), request);
    }

    @Override
    public synchronized void settled(long clientMsgId) {
        outgoing.remove(clientMsgId);
    }

    @Override
    public synchronized void reserveMessageIds(long ceiling) {
        reserved = ceiling;
    }

    /** Changes nothing: there is nothing to give back. */
    @Override
    public void close() {}

    private static final class Conversation {
        private final Map<Long, Long> seqById = new LinkedHashMap<>();
        private long position;

        void take(Progress progress) {
            position = progress.position();
            for (Progress.Shown shown : progress.shown()) {
                seqById.remove(shown.messageId()); // to be the newest again
                seqById.put(shown.messageId(), shown.seq());
            }
            Iterator<Long> oldest = seqById.keySet().iterator();
            while (seqById.size() > Progress.REMEMBERED) {
                oldest.next();
                oldest.remove();
            }
        }

        Progress progress(String conversationId) {
            return new Progress(
                    conversationId,
                    position,
                    seqById.entrySet().stream()
                            .map(entry -> new Progress.Shown(entry.getKey(), entry.getValue()))
                            .toList());
        }
    }
}
