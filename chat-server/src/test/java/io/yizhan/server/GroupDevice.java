package io.yizhan.server;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.Frame;
import chat.v2.Message;
import chat.v2.PullRequest;
import chat.v2.PullResponse;
import chat.v2.SendRequest;
import chat.v2.Target;
import io.yizhan.server.transport.RawClient;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;

/** A device with eyes for one group: acknowledges what has come without a gap, and pulls the rest. */
final class GroupDevice implements AutoCloseable {
    private static final long PULL = -1L >>> 1;

    /** What was pushed or pulled. */
    final Set<Long> shown = new ConcurrentSkipListSet<>();

    final Set<Long> pushed = new ConcurrentSkipListSet<>();
    final AtomicLong answers = new AtomicLong();
    private final AtomicLong requests = new AtomicLong(1);
    private final RawClient client;
    private final String group;
    private long completeTo;
    private boolean pulling;

    GroupDevice(MemoryWorker worker, String user, String group) throws IOException {
        this.group = group;
        client = new RawClient(worker.port);
        client.loggedIn(user);
        Thread reader = new Thread(this::read, "device-" + user);
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try {
            while (true) {
                take(client.receive());
            }
        } catch (IOException e) {
            pulling = true; // it was closed, or nothing came for long: nothing more is read
        }
    }

    private void take(Frame frame) throws IOException {
        for (Message message : frame.getPush().getMessagesList()) {
            shown.add(message.getSeq());
            pushed.add(message.getSeq());
            if (message.getSeq() == completeTo + 1) {
                reached(message.getSeq());
            } else if (message.getSeq() > completeTo) {
                pull();
            }
        }
        if (frame.getHeadNotice().getHeadsList().stream().anyMatch(head -> head.getHeadSeq() > completeTo)) {
            pull();
        }
        if (frame.hasPullResponse()) {
            pulled(frame.getPullResponse());
        }
        if (frame.hasError() && frame.getRequestId() == PULL) {
            pulling = false;
            pull();
        }
        if (frame.hasSendResponse()) {
            answers.incrementAndGet();
        }
    }

    private void pulled(PullResponse page) throws IOException {
        pulling = false;
        page.getMessagesList().forEach(message -> shown.add(message.getSeq()));
        if (page.getCompleteToSeq() > completeTo) {
            reached(page.getCompleteToSeq());
        }
        if (completeTo < page.getHeadSeq()) {
            pull();
        }
    }

    private void reached(long seq) throws IOException {
        completeTo = seq;
        send(RawClient.ack(0, "g:" + group, seq));
    }

    private void pull() throws IOException {
        if (!pulling) {
            pulling = true;
            send(Frame.newBuilder()
                    .setRequestId(PULL)
                    .setPullRequest(PullRequest.newBuilder()
                            .setConversationId("g:" + group)
                            .setFromSeq(completeTo + 1))
                    .build());
        }
    }

    void says(String text) throws IOException {
        long id = requests.incrementAndGet();
        send(Frame.newBuilder()
                .setRequestId(id)
                .setSendRequest(SendRequest.newBuilder()
                        .setTarget(Target.newBuilder().setGroupId(group))
                        .setClientMsgId(id)
                        .setContent(
                                Content.newBuilder().setType(ContentType.TEXT).setText(text)))
                .build());
    }

    private void send(Frame frame) throws IOException {
        synchronized (client) {
            client.send(frame);
        }
    }

    @Override
    public String toString() {
        return " complete to " + completeTo + (pulling ? ", pulling" : "") + ", pushed " + pushed;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
