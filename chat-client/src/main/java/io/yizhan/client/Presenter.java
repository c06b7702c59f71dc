package io.yizhan.client;

import chat.v2.Message;
import io.yizhan.client.store.LocalStore;
import io.yizhan.client.store.Progress;
import io.yizhan.client.sync.InboxEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the application one event after the other, and writes each down as soon as its callback has returned: after a
 * crash only the one whose callback was running can come again. Belongs to the listener's thread.
 */
final class Presenter {
    private static final Logger log = LoggerFactory.getLogger(Presenter.class);

    private final ChatListener listener;
    private final LocalStore store;
    private final Map<String, Long> positions = new HashMap<>();
    private volatile boolean stopped;

    Presenter(ChatListener listener, LocalStore store) {
        this.listener = listener;
        this.store = store;
        store.state().progress().forEach((id, progress) -> positions.put(id, progress.position()));
    }

    /** Shows nothing more after the present callback; from any thread. */
    void stop() {
        stopped = true;
    }

    /**
     * Shows all events, unless it is stopped meanwhile.
     *
     * @param position where the conversation stands after the last of them
     * @return whether all were shown
     */
    boolean show(String conversationId, List<InboxEvent> events, long position) {
        for (int i = 0; i < events.size(); i++) {
            if (stopped) {
                return false;
            }
            boolean last = i == events.size() - 1;
            if (events.get(i) instanceof InboxEvent.Deliver deliver) {
                Message message = deliver.message();
                begin(message);
                guarded(() -> show(message));
                shown(conversationId, last ? position : message.getSeq(), message.getMessageId(), message.getSeq());
            } else if (events.get(i) instanceof InboxEvent.Moved moved) {
                guarded(() -> listener.onMoved(moved));
                long before = positions.getOrDefault(conversationId, 0L);
                shown(conversationId, last ? position : before, moved.messageId(), moved.newSeq());
            }
        }
        if (events.isEmpty()) {
            if (stopped) {
                return false; // events before this position may not have been shown
            }
            save(Progress.to(conversationId, position));
        }
        return true;
    }

    /** Every conversation is known, unless some of what was told of them was not shown any more. */
    void listed() {
        if (!stopped) {
            guarded(store::listed);
        }
    }

    /** Before the first message of a conversation: a crash in its callback must not leave out where it began. */
    private void begin(Message first) {
        if (!positions.containsKey(first.getConversationId())) {
            save(Progress.to(first.getConversationId(), first.getSeq() - 1));
        }
    }

    private void show(Message message) {
        Optional<Recalled> recalled = Recalled.in(message);
        if (recalled.isPresent()) {
            listener.onRecalled(recalled.get());
        } else {
            listener.onMessage(message);
        }
    }

    private void shown(String conversationId, long position, long messageId, long seq) {
        save(new Progress(conversationId, position, List.of(new Progress.Shown(messageId, seq))));
    }

    private void save(Progress progress) {
        positions.put(progress.conversationId(), progress.position());
        guarded(() -> store.progress(progress));
    }

    /** Runs {@code call}; what it throws goes to the listener. */
    void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            reportFailure(e);
        }
    }

    private void reportFailure(RuntimeException failure) {
        try {
            listener.onError(failure);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            log.warn("A listener failed, and failed again in onError", failure);
        }
    }
}
