package io.yizhan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.Frame;
import chat.v2.Head;
import chat.v2.Message;
import chat.v2.Ping;
import chat.v2.PullRequest;
import io.yizhan.embedded.fault.Direction;
import io.yizhan.embedded.fault.FaultProxy;
import io.yizhan.embedded.fault.Toxic;
import io.yizhan.server.transport.RawClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ann is on one worker, bob on another, and the way from hers to his fails; all else works. */
@Timeout(60)
class MeshFaultsIT {
    private static final String CONVERSATION = "d:ann:bob";
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration RESEND_AFTER = Duration.ofSeconds(5);

    private final MemoryBackend backend = new MemoryBackend();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private FaultProxy toBobs;
    private MemoryWorker anns;
    private MemoryWorker bobs;
    private RawClient ann;
    private RawClient bob;
    private long lastId;

    @AfterEach
    void stop() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
        backend.close();
    }

    @Test
    void namesWhatWasLost_withTheNextPing_whileTheLinkIsCut() throws Exception {
        start(16 << 20);
        toBobs.cut();
        send(1, 5, 10);

        Head head = pingUntilNamed(5);

        assertThat(head.getConversationId()).isEqualTo(CONVERSATION);
        assertThat(pulled()).isEqualTo(seqs(1, 5));
        assertThat(anns.isLinkedTo(bobs)).isFalse();
    }

    @Test
    void pushesEachOnce_afterOneWaySilence_andTheOtherWayWasFine() throws Exception {
        start(16 << 20);
        toBobs.poison(Direction.TO_TARGET, new Toxic.Silence());
        send(1, 10, 10);
        bob.send(RawClient.message(900, "ann", 900, "can you hear me"));
        assertThat(bob.answerTo(900).hasSendResponse()).isTrue();
        assertThat(annsNextPush().getContent().getText()).isEqualTo("can you hear me");
        await().atMost(MemoryWorker.PING_TIMEOUT.plusSeconds(1)).until(() -> !anns.isLinkedTo(bobs));

        toBobs.heal();

        await().atMost(TIMEOUT).until(() -> anns.isLinkedTo(bobs));
        send(12, 12, 10);
        assertThat(pushedUpTo(12)).containsExactlyElementsOf(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 12L));
    }

    @Test
    void cutsAWorkerThatAcceptsAndNeverAnswers_andPushesEachOnce_onceItGoesOn() throws Exception {
        start(16 << 20);
        MemoryWorker carols = open(new MemoryWorker(backend));
        RawClient carol = open(new RawClient(carols.port).loggedIn("carol"));
        await().atMost(TIMEOUT).until(() -> anns.isLinkedTo(carols));

        toBobs.poison(new Toxic.Stall());
        send(1, 10, 1_000);
        long stalled = System.nanoTime();
        await().atMost(TIMEOUT).until(() -> !anns.isLinkedTo(bobs));
        assertThat(System.nanoTime() - stalled)
                .isLessThan(MemoryWorker.PING_TIMEOUT.plusSeconds(1).toNanos());
        ann.send(RawClient.message(800, "carol", 800, "on we go"));
        assertThat(ann.answerTo(800).hasSendResponse()).isTrue();
        assertThat(carol.receive().getPush().getMessages(0).getContent().getText())
                .isEqualTo("on we go");
        toBobs.heal();
        await().atMost(TIMEOUT).until(() -> anns.isLinkedTo(bobs));
        send(11, 11, 10);

        assertThat(pushedUpTo(11)).isEqualTo(seqs(1, 11));
    }

    @Test
    void namesTheHeads_ofWhatFoundNoRoom_onceTheLinkIsBack() throws Exception {
        start(64 << 10);
        toBobs.cut();
        await().atMost(TIMEOUT).until(() -> !anns.isLinkedTo(bobs));
        send(1, 30, 8_000);

        toBobs.heal();

        assertThat(frameWith(30).getHeadNotice().getHeads(0).getHeadSeq()).isEqualTo(30);
        assertThat(pulled()).isEqualTo(seqs(1, 30));
    }

    private void start(int queueBytes) throws Exception {
        anns = open(new MemoryWorker(backend, RESEND_AFTER, queueBytes, mesh -> mesh));
        bobs = open(new MemoryWorker(backend, RESEND_AFTER, queueBytes, mesh -> {
            toBobs = open(FaultProxy.to(mesh));
            return toBobs.port();
        }));
        ann = open(new RawClient(anns.port).loggedIn("ann"));
        bob = open(new RawClient(bobs.port).loggedIn("bob"));
        await().atMost(TIMEOUT).until(() -> anns.isLinkedTo(bobs) && bobs.isLinkedTo(anns));
    }

    private <T extends AutoCloseable> T open(T part) {
        opened.add(part);
        return part;
    }

    /** Messages that will have these numbers. */
    private void send(long first, long last, int length) throws IOException {
        for (long seq = first; seq <= last; seq++) {
            lastId++;
            ann.send(RawClient.message(lastId, "bob", lastId, "x".repeat(length)));
            assertThat(ann.answerTo(lastId).getSendResponse().getSeq()).isEqualTo(seq);
        }
    }

    /** The numbers that bob is pushed until this one; he acknowledges each. */
    private List<Long> pushedUpTo(long last) throws IOException {
        List<Long> pushed = new ArrayList<>();
        while (!pushed.contains(last)) {
            for (Message message : bob.receive().getPush().getMessagesList()) {
                if (message.getFromUserId().equals("ann")) {
                    pushed.add(message.getSeq());
                }
                bob.send(RawClient.ack(0, message.getConversationId(), message.getSeq()));
            }
        }
        return pushed;
    }

    private Message annsNextPush() throws IOException {
        Frame frame = ann.receive();
        while (!frame.hasPush()) {
            frame = ann.receive();
        }
        return frame.getPush().getMessages(0);
    }

    /** A Ping looks for news once the session is a second old. */
    private Head pingUntilNamed(long seq) {
        List<Head> named = new ArrayList<>();
        await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(500)).until(() -> {
            bob.send(Frame.newBuilder()
                    .setRequestId(700)
                    .setPing(Ping.getDefaultInstance())
                    .build());
            Frame frame = bob.receive();
            named.addAll(frame.getHeadNotice().getHeadsList());
            return named.stream().anyMatch(head -> head.getHeadSeq() == seq);
        });
        return named.get(named.size() - 1);
    }

    /** The HeadNotice that names this number; what comes before is passed over. */
    private Frame frameWith(long seq) throws IOException {
        Frame frame = bob.receive();
        while (!frame.hasHeadNotice() || frame.getHeadNotice().getHeads(0).getHeadSeq() < seq) {
            frame = bob.receive();
        }
        return frame;
    }

    private List<Long> pulled() throws IOException {
        bob.send(Frame.newBuilder()
                .setRequestId(600)
                .setPullRequest(PullRequest.newBuilder().setConversationId(CONVERSATION))
                .build());
        return bob.answerTo(600).getPullResponse().getMessagesList().stream()
                .map(Message::getSeq)
                .toList();
    }

    private static List<Long> seqs(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }
}
