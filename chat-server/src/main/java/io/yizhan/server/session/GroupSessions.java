package io.yizhan.server.session;

import chat.v2.Head;
import chat.v2.Message;
import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.Map;

/**
 * The sessions here that belong to the members of one group. What is told reaches those who belong to it at that
 * moment, in the order of the calls; one thread at a time calls. Never blocks.
 */
public final class GroupSessions {
    private final FanOut fanOut;
    private final Map<EventLoop, LoopGroup> loops = new HashMap<>(2);

    GroupSessions(FanOut fanOut) {
        this.fanOut = fanOut;
    }

    /** From now on it belongs to them. @param sinceSeq what has a smaller number is not for it */
    public void add(LocalSession session, long sinceSeq) {
        loops.computeIfAbsent(session.loop(), loop -> new LoopGroup(fanOut, fanOut.on(loop)))
                .add(session, sinceSeq);
    }

    public void remove(LocalSession session) {
        LoopGroup group = loops.get(session.loop());
        if (group != null) {
            group.part(session);
        }
    }

    /** Pushes the message to all but the session that sent it. Each event loop encodes it once. */
    public void push(Message message) {
        loops.values().forEach(group -> group.push(message));
    }

    /** How many more messages the sessions here can be told now; the fewest on any event loop. */
    public int room() {
        return loops.values().stream().mapToInt(LoopGroup::room).min().orElse(Integer.MAX_VALUE);
    }

    /** Names the conversation's head to those who were not told as much. */
    public void name(Head head) {
        loops.values().forEach(group -> group.name(head));
    }
}
