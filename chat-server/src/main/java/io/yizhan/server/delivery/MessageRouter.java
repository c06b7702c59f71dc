package io.yizhan.server.delivery;

import chat.v2.Message;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.session.SessionLocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Decides where stored messages go: every session of the recipient and of the sender, but never the sending device.
 * Here they are pushed, to every other worker one batch goes. Nothing is promised beyond effort. Never blocks; safe
 * from any thread, and order is the caller's.
 */
public final class MessageRouter {
    private final SessionLocator sessions;
    private final LongAdder unsent = new LongAdder();

    public MessageRouter(SessionLocator sessions) {
        this.sessions = sessions;
    }

    /** Routes the messages in this order, with what the registry said of all users concerned. */
    void route(List<Placed> stored, Map<UserId, List<SessionAddress>> found) {
        Dispatch dispatch = new Dispatch(sessions);
        for (Placed placed : stored) {
            List<SessionAddress> to = recipients(placed.send().command(), found);
            if (!to.isEmpty()) {
                Message message = placed.message();
                dispatch.push(message, to);
            }
        }
        unsent.add(dispatch.send());
    }

    /** How many batches found no link to their worker, or a full one, since the start. */
    public long unsentBatches() {
        return unsent.sum();
    }

    private static List<SessionAddress> recipients(SendCommand command, Map<UserId, List<SessionAddress>> found) {
        DeviceId device = command.device();
        List<SessionAddress> to = new ArrayList<>();
        found.getOrDefault(command.sender(), List.of()).stream()
                .filter(session -> !session.device().equals(device))
                .forEach(to::add);
        if (!command.recipient().equals(command.sender())) {
            to.addAll(found.getOrDefault(command.recipient(), List.of()));
        }
        return to;
    }
}
