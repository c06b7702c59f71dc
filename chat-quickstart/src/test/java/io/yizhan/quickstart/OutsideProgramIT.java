package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.Frame;
import chat.v2.Head;
import chat.v2.KickReason;
import chat.v2.LogoutRequest;
import chat.v2.Message;
import chat.v2.Ping;
import chat.v2.PullRequest;
import chat.v2.PullResponse;
import chat.v2.SendResponse;
import chat.v2.SyncRequest;
import chat.v2.SyncResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody who has only {@code chat.proto} and the protocol's text chats, catches up, moves and leaves. */
class OutsideProgramIT {
    private static final int MANY = 300;

    @RegisterExtension
    static final TestCluster cluster = TestCluster.shared("ola", "otto", "ove");

    private final OutsideGate gate = new OutsideGate(cluster.gate());

    @Test
    void chatsAcrossWorkers_inOrder_andHearsOfDelivery() throws Exception {
        OutsideGate.Ticket at = gate.ticket("ola", "a1");
        try (OutsideClient ola = OutsideClient.loggedIn(at, "ola", "a1");
                OutsideClient otto = elsewhere("otto", "b1", at)) {
            List<CompletableFuture<Frame>> answers = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                answers.add(ola.askLater(
                        Frame.newBuilder().setSendRequest(OutsideClient.text("otto", 1_000 + i, "m" + i))));
            }
            List<Long> seqs = new ArrayList<>();
            for (CompletableFuture<Frame> answer : answers) {
                seqs.add(stored(answer.get(15, TimeUnit.SECONDS)).getSeq());
            }
            assertThat(seqs).isSorted().doesNotHaveDuplicates();

            hearAll(otto, "d:ola:otto", seqs);
            long last = seqs.get(MANY - 1);
            await().atMost(OutsideClient.LIMIT)
                    .until(() -> ola.nextUnasked().getReceipt().getDeliveredSeq() == last);
        }
    }

    @Test
    void getsTheFirstAnswer_whenItSendsAgain_alsoOverAnotherWorker() throws Exception {
        OutsideGate.Ticket at = gate.ticket("ola", "a2");
        SendResponse first;
        try (OutsideClient ola = OutsideClient.loggedIn(at, "ola", "a2")) {
            first = stored(ola.send("ove", 42, "once"));
            assertThat(first.getDuplicate()).isFalse();
            assertThat(stored(ola.send("ove", 42, "once")))
                    .isEqualTo(first.toBuilder().setDuplicate(true).build());
            assertThat(ola.send("ove", 42, "something else").getError().getCode())
                    .isEqualTo(chat.v2.ErrorCode.INVALID_ARGUMENT);
        }
        try (OutsideClient ola = elsewhere("ola", "a2", at)) {
            assertThat(stored(ola.send("ove", 42, "once")))
                    .isEqualTo(first.toBuilder().setDuplicate(true).build());
        }
    }

    @Test
    void catchesUpWithSyncAndPull_onWhatWaited() throws Exception {
        OutsideGate.Ticket at = gate.ticket("otto", "b3");
        List<Long> seqs = new ArrayList<>();
        try (OutsideClient otto = OutsideClient.loggedIn(at, "otto", "b3")) {
            for (int i = 0; i < 20; i++) {
                seqs.add(stored(otto.send("ove", 7_000 + i, "waiting" + i)).getSeq());
            }
        }
        try (OutsideClient ove = elsewhere("ove", "c3", at)) {
            SyncResponse heads = ove.ask(Frame.newBuilder().setSyncRequest(SyncRequest.getDefaultInstance()))
                    .getSyncResponse();
            assertThat(heads.getHeadsList())
                    .filteredOn(head -> head.getConversationId().equals("d:otto:ove"))
                    .extracting(Head::getHeadSeq)
                    .contains(seqs.get(19));

            List<Message> pulled = pullAll(ove, "d:otto:ove", seqs.get(19));
            assertThat(pulled).extracting(Message::getSeq).containsExactlyElementsOf(seqs);
            assertThat(pulled).extracting(Message::getFromUserId).containsOnly("otto");
            PullResponse newest = ove.ask(Frame.newBuilder()
                            .setPullRequest(PullRequest.newBuilder()
                                    .setConversationId("d:otto:ove")
                                    .setLimit(5)
                                    .setBackwards(true)))
                    .getPullResponse();
            assertThat(newest.getMessagesList())
                    .extracting(Message::getSeq)
                    .containsExactly(seqs.get(19), seqs.get(18), seqs.get(17), seqs.get(16), seqs.get(15));
            assertThat(newest.getMore()).isTrue();
        }
    }

    @Test
    void isKickedByALaterLoginOfTheSameDevice_whichTakesOver() throws Exception {
        OutsideGate.Ticket at = gate.ticket("ove", "c4");
        try (OutsideClient old = OutsideClient.loggedIn(at, "ove", "c4");
                OutsideClient later = elsewhere("ove", "c4", at)) {
            Frame notice = old.nextUnasked();
            assertThat(notice.getKicked().getReason()).isEqualTo(KickReason.LOGIN_ELSEWHERE);
            assertThat(notice.getKicked().getByDeviceId()).isEqualTo("c4");
            assertThat(old.isEnded(Duration.ofSeconds(3))).isTrue();
            assertThat(stored(later.send("otto", 1, "still me")).getConversationId())
                    .isEqualTo("d:otto:ove");
        }
    }

    @Test
    void pingsAndLogsOut_andItsTokenStaysGood() throws Exception {
        OutsideGate.Ticket at = gate.ticket("otto", "b5");
        try (OutsideClient otto = OutsideClient.loggedIn(at, "otto", "b5")) {
            Frame pong = otto.ask(Frame.newBuilder().setPing(Ping.newBuilder().setClientTimeMs(77)));
            assertThat(pong.getPong().getClientTimeMs()).isEqualTo(77);
            assertThat(otto.ask(Frame.newBuilder().setLogoutRequest(LogoutRequest.getDefaultInstance()))
                            .hasLogoutResponse())
                    .isTrue();
            assertThat(otto.isEnded(Duration.ofSeconds(3))).isTrue();
        }
        OutsideClient.loggedIn(at, "otto", "b5").close();
    }

    private OutsideClient elsewhere(String user, String device, OutsideGate.Ticket not) throws Exception {
        return OutsideClient.loggedIn(gate.otherNode(gate.ticket(user, device).token(), not.nodeId()), user, device);
    }

    /** Takes what is pushed, pulls what a HeadNotice names instead, and acknowledges what it has without a gap. */
    private static void hearAll(OutsideClient client, String conversation, List<Long> seqs) {
        TreeMap<Long, Message> heard = new TreeMap<>();
        await().atMost(OutsideClient.LIMIT).pollInterval(Duration.ofMillis(20)).until(() -> {
            client.pushed().forEach(message -> heard.put(message.getSeq(), message));
            long head = client.noticedHead(conversation);
            if (head > (heard.isEmpty() ? 0 : heard.lastKey())) {
                pullAll(client, conversation, head).forEach(message -> heard.put(message.getSeq(), message));
            }
            long contiguous = 0;
            while (heard.containsKey(contiguous + 1)) {
                contiguous++;
            }
            if (contiguous > 0) {
                client.acknowledge(conversation, contiguous);
            }
            return heard.size() >= seqs.size();
        });
        assertThat(heard.keySet()).containsExactlyElementsOf(seqs);
    }

    private static List<Message> pullAll(OutsideClient client, String conversation, long head) throws Exception {
        List<Message> all = new ArrayList<>();
        long next = 1;
        long giveUp = System.nanoTime() + OutsideClient.LIMIT.toNanos();
        while (next <= head) {
            assertThat(System.nanoTime()).as("pulled in time").isLessThan(giveUp);
            PullResponse page = client.ask(Frame.newBuilder()
                            .setPullRequest(PullRequest.newBuilder()
                                    .setConversationId(conversation)
                                    .setFromSeq(next)))
                    .getPullResponse();
            page.getMessagesList().stream()
                    .filter(message -> message.getSeq() <= page.getCompleteToSeq())
                    .forEach(all::add);
            next = Math.max(next, page.getCompleteToSeq() + 1);
        }
        return all;
    }

    private static SendResponse stored(Frame answer) {
        assertThat(answer.hasSendResponse()).as("%s", answer).isTrue();
        return answer.getSendResponse();
    }
}
