package io.yizhan.server.transport;

import static io.yizhan.server.transport.BookConnection.message;
import static io.yizhan.server.transport.BookConnection.page;
import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.Head;
import chat.v2.Position;
import chat.v2.PullRequest;
import chat.v2.PullResponse;
import chat.v2.SyncResponse;
import io.yizhan.identity.ConversationId;
import io.yizhan.server.transport.book.BookFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client gets that acknowledges nothing: everything, in order, once on a connection. */
class BookDeliveryTest {
    private static final String BOB = "d:alice:bob";

    private final Fakes fakes = new Fakes();
    private final List<PullRequest> pulls = new ArrayList<>();
    private final BookConnection client = new BookConnection(fakes);
    private long head;
    private long received;

    BookDeliveryTest() {
        fakes.sync = request -> CompletableFuture.completedStage(SyncResponse.newBuilder()
                .addHeads(Head.newBuilder()
                        .setConversationId(BOB)
                        .setHeadSeq(head)
                        .setDeliveredSeq(received))
                .build());
        fakes.pull = request -> {
            pulls.add(request);
            long to = Math.min(head, request.getFromSeq() + request.getLimit() - 1);
            return CompletableFuture.completedStage(page(request.getFromSeq(), to, head));
        };
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void givesWhatWaits_oldestFirst_rightAfterTheLogin() {
        head = 250;
        client.send(BookFrame.login("alice", "desk", "good", 1));

        List<BookFrame> frames = client.receive();
        assertThat(frames.get(0).type()).isEqualTo(BookFrame.LOGIN_RESPONSE);
        assertThat(frames.stream().skip(1).map(frame -> frame.part(6).text(6)))
                .containsExactlyElementsOf(texts(1, 250));
    }

    @Test
    void beginsWhereTheDeviceHasAcknowledged() {
        head = 5;
        received = 5;
        fakes.cursors = Map.of(new ConversationId(BOB), 3L);
        client.send(BookFrame.login("alice", "desk", "good", 1));

        assertThat(client.texts()).isEqualTo(texts(4, 5));
    }

    @Test
    void begins_ifTheDeviceIsNew_whereItsUserHasReceived() {
        head = 5;
        received = 4;
        client.send(BookFrame.login("alice", "desk", "good", 1));

        assertThat(client.texts()).isEqualTo(texts(5, 5));
    }

    @Test
    void leavesAThousandUnacknowledged_inAConversation_andGoesOnAfterThat() {
        head = 1_500;
        client.send(BookFrame.login("alice", "desk", "good", 1));
        assertThat(client.texts()).isEqualTo(texts(1, 1_000));

        client.pass(1_000);
        client.heartBeat();

        assertThat(client.texts()).isEqualTo(texts(1_001, 1_500));
        assertThat(acknowledged()).containsExactly(1_000L);
    }

    @Test
    void givesWhatComesDuringTheCatchUp_behindIt() {
        head = 2;
        CompletableFuture<PullResponse> slow = new CompletableFuture<>();
        fakes.pull = request -> slow;
        client.send(BookFrame.login("alice", "desk", "good", 1));
        client.push(message(3));
        assertThat(client.texts()).isEmpty();

        slow.complete(page(1, 2, 3));
        client.pass(1);

        assertThat(client.texts()).isEqualTo(texts(1, 3));
    }

    @Test
    void countsAsAcknowledged_atTheFirstFrameASecondLater() {
        client.loggedIn().push(message(1));
        client.pass(999);
        client.heartBeat();
        assertThat(acknowledged()).isEmpty();

        client.pass(1);
        client.heartBeat();

        assertThat(acknowledged()).containsExactly(1L);
    }

    @Test
    void countsAsAcknowledged_afterHalfAMinuteAlive() {
        client.loggedIn().push(message(1));
        client.pass(10_000);
        client.push(message(2));
        client.pass(19_999);
        assertThat(acknowledged()).isEmpty();

        client.pass(1);
        assertThat(acknowledged()).containsExactly(1L);
        client.pass(10_000);
        assertThat(acknowledged()).containsExactly(1L, 2L);
    }

    @Test
    void acknowledgesNothing_onAConnectionThatEnded() {
        client.loggedIn().push(message(1));
        client.send(new byte[] {1, 2, 3, 4});
        client.pass(60_000);

        assertThat(acknowledged()).isEmpty();
    }

    @Test
    void repeatsNothing_andStaysConnected() {
        client.loggedIn().push(message(1));
        client.push(message(1));
        for (int i = 0; i < 14; i++) {
            client.pass(10_000);
        }

        assertThat(client.texts()).isEqualTo(texts(1, 1));
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void waitsForAMissingMessage_thenPullsIt() {
        client.loggedIn().push(message(2));
        client.pass(499);
        assertThat(client.texts()).isEmpty();
        assertThat(pulls).isEmpty();

        head = 2;
        client.pass(1);

        assertThat(client.texts()).isEqualTo(texts(1, 2));
    }

    @Test
    void needsNoPull_ifTheMissingMessageComesInTime() {
        client.loggedIn().push(message(2));
        session(message(1));
        client.pass(10_000);

        assertThat(pulls).hasSizeLessThanOrEqualTo(1);
        assertThat(client.texts()).isEqualTo(texts(1, 2));
    }

    @Test
    void asksAgain_whileTheStoreIsBehind() {
        fakes.pull = request -> CompletableFuture.completedStage(
                PullResponse.newBuilder().setHeadSeq(2).setRetryAfterMs(300).build());
        client.loggedIn().push(message(2));
        client.pass(500);
        fakes.pull = request -> CompletableFuture.completedStage(page(1, 2, 2));
        client.pass(299);
        assertThat(client.texts()).isEmpty();

        client.pass(1);

        assertThat(client.texts()).isEqualTo(texts(1, 2));
    }

    @Test
    void asksAgainLater_whenAPageBroughtNothing() {
        fakes.pull = request -> {
            pulls.add(request);
            return CompletableFuture.completedStage(
                    PullResponse.newBuilder().setHeadSeq(2).build());
        };
        client.loggedIn().push(message(2));
        client.pass(500);
        client.pass(2_999);

        assertThat(pulls).hasSize(3);
    }

    @Test
    void tellsTheClientNothingOfItsOwnMessages() {
        client.loggedIn().send(BookFrame.chat("bob", 0, "mine"));
        client.push(message(2));

        assertThat(client.texts()).isEqualTo(texts(2, 2));
        assertThat(pulls).isEmpty();
    }

    @Test
    void passesOverWhatTheBookDoesNotKnow_andGoesOn() {
        client.loggedIn().push(message(1, Content.newBuilder().setType(ContentType.SYSTEM)));
        client.push(message(2));
        client.pass(1_000);
        client.heartBeat();

        assertThat(client.texts()).isEqualTo(texts(2, 2));
        assertThat(acknowledged()).containsExactly(2L);
    }

    @Test
    void showsNoGroups_butAcknowledgesThem() {
        client.loggedIn()
                .push(message(7).toBuilder().setConversationId("g:team").build());
        client.push(message(1));
        client.pass(1_000);
        client.heartBeat();

        assertThat(client.texts()).isEqualTo(texts(1, 1));
        assertThat(fakes.delivered).extracting(Position::getConversationId).containsExactlyInAnyOrder("g:team", BOB);
    }

    /** The late one is not pushed by the window itself, which is ahead of it; it comes as a head to pull. */
    private void session(chat.v2.Message late) {
        head = 2;
        client.push(late);
    }

    private List<Long> acknowledged() {
        return fakes.delivered.stream().map(Position::getSeq).toList();
    }

    private static List<String> texts(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(seq -> "m" + seq).toList();
    }
}
