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
        EventLoop loop = session.loop();
        LoopTurns turns = fanOut.on(loop);
        LoopGroup group = loops.computeIfAbsent(loop, any -> new LoopGroup(fanOut, turns));
        turns.execute(() -> group.add(session, sinceSeq));
    }

    public void remove(LocalSession session) {
        LoopGroup group = loops.get(session.loop());
        if (group != null) {
            fanOut.on(session.loop()).execute(() -> group.part(session));
        }
    }

    /** Pushes the message to all but the session that sent it. It is encoded once. */
    public void push(Message message) {
        SharedPush push = SharedPush.of(message);
        loops.forEach((loop, group) -> fanOut.on(loop).execute(() -> group.push(push)));
    }

    /** Names the conversation's head to those who were not told as much. */
    public void name(Head head) {
        loops.forEach((loop, group) -> fanOut.on(loop).execute(() -> group.name(head)));
    }
}
